import type { FileRecord } from '../../src/session/cliCache.ts';

/** Gives the secrets and records nothing. */
export const unrecorded: FileRecord = {
  give: ({ credentials }, _, write) => write(credentials.reveal()),
  end: () => {},
};
