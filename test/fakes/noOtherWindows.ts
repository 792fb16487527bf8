import type { OtherWindows } from '../../src/session/otherWindows.ts';

/** The only window there is. */
export const noOtherWindows: OtherWindows = {
  listen: async () => {},
  ask: async () => undefined,
};
