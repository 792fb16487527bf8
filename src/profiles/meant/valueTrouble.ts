import type { ValueTrouble } from '../../base/failure.ts';

/** What is wrong with a value that does not have the form of its key, if that can be told. */
export function valueTrouble(text: string | undefined): { readonly why?: ValueTrouble } {
  if (text === undefined) return {};
  if (text.trim() === '') return { why: 'empty' };
  return /^["'`“”‘’„「『]|["'`“”‘’」』]$/u.test(text.trim()) ? { why: 'quotes' } : {};
}
