/**
 * A hash of 53 bits, which tells texts apart (cyrb53). It is not meant to keep a text secret, so hash it again before
 * storing it.
 */
export function textDigest(text: string): string {
  let [first, second] = [0xde_ad_be_ef, 0x41_c6_ce_57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    first = Math.imul(first ^ code, 2_654_435_761);
    second = Math.imul(second ^ code, 1_597_334_677);
  }
  first =
    Math.imul(first ^ (first >>> 16), 2_246_822_507) ^ Math.imul(second ^ (second >>> 13), 3_266_489_909);
  second =
    Math.imul(second ^ (second >>> 16), 2_246_822_507) ^ Math.imul(first ^ (first >>> 13), 3_266_489_909);
  return (4_294_967_296 * (second & 0x1f_ff_ff) + (first >>> 0)).toString(16);
}
