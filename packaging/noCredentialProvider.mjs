// Bundled in place of the SDK's search for credentials. Without a provider, a client without credentials rejects each call.
export const defaultProvider = undefined;
