import { ApiHost } from './apiHost.ts';
import { Endpoint } from './endpoint.ts';
import { Live } from './live.ts';

/** What answers others who want credentials: a bundle of its own, read when the first of it is needed. */
export const servers = { ApiHost, Endpoint, Live } as const;
