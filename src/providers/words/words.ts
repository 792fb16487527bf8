type Translate = (message: string, ...args: string[]) => string;

/** Makes the sentence from the facts of a finding or a fix. */
export type Words = (t: Translate, facts: readonly string[]) => string;

/** The sentence, and the name that may be meant. */
export function nearest(t: Translate, sentence: string, near: string | undefined): string {
  return near ? `${sentence} ${t('The most similar name is “{0}”.', near)}` : sentence;
}
