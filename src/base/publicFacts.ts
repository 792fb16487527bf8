import { publicKeyId, secretMask, withoutNamedSecrets } from './secretText.ts';

/**
 * The facts of a failure, a note, or a plan, for showing them: without what is a secret or could be one. A line that is
 * swapped, joined, or in the wrong place can bring a secret into any value of the files and the environment. Returns
 * `facts` themselves if all of them may be shown.
 */
export function publicFacts<T>(facts: T): T {
  return publicFact('', facts) as T;
}

function publicFact(name: string, fact: unknown): unknown {
  if (typeof fact === 'string') return publicText(name, fact);
  if (typeof fact !== 'object' || fact === null) return fact;
  if (fact instanceof Map)
    return new Map([...fact].map(([key, value]) => [publicText(name, String(key)), publicFact(name, value)]));
  const before = Object.entries(fact);
  const after = before.map(
    ([key, value]) => [key, publicFact(Array.isArray(fact) ? name : key, value)] as const,
  );
  if (after.every(([, value], i) => value === before[i]?.[1])) return fact;
  return Array.isArray(fact) ? after.map(([, value]) => value) : Object.fromEntries(after);
}

/** Names of profiles and other sections. */
const names: ReadonlySet<string> = new Set([
  'profile',
  'source',
  'loop',
  'from',
  'parent',
  'session',
  'title',
  'name',
  'place',
]);

function publicText(name: string, text: string): string {
  switch (name) {
    case 'accessKeyId':
      return publicKeyId(text);
    // A command may contain any secret.
    case 'command':
      return secretMask;
    default:
      return withoutNamedSecrets(text, names.has(name) ? '=' : undefined);
  }
}
