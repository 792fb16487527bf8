import type { OtherWindows } from '../../src/session/otherWindows.ts';

/** A window without other windows. */
export const noOtherWindows: OtherWindows = {
  listen: async () => {},
  ask: async () => undefined,
};
