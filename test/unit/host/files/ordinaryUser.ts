/**
 * Does something as a user whom files can be forbidden to: nothing is forbidden to root. Nothing else may run meanwhile
 * that needs root.
 */
export async function asOrdinaryUser<T>(action: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0 || !process.seteuid) return action();
  process.seteuid(nobody);
  try {
    return await action();
  } finally {
    process.seteuid(0);
  }
}

const nobody = 65_534;

/** Windows has no modes to forbid with. */
export const forbiddingWorks = process.platform !== 'win32';
