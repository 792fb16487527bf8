import { accessLevels, type AccessLevel } from './access.ts';

/** An access as a setting names it. */
export interface AccessWish {
  /** Levels, and ARNs of managed policies. */
  readonly managed: readonly string[];
  /** The path of a policy document, as written. */
  readonly file?: string;
}

/** `same`: as without the setting. `none`: no credentials at all. */
export type AccessValue = 'same' | 'none' | AccessWish;

/**
 * Reads the value of a setting for an access: `full`, `same`, `none`, or one or several of a level, the ARN of a
 * managed policy, and the path of one policy document. Undefined if it is none of these: a settings file may contain
 * anything.
 */
export function readAccess(value: unknown): AccessValue | undefined {
  const entries: readonly unknown[] = [value].flat();
  const words = entries.flatMap((entry) => (typeof entry === 'string' && entry.trim() ? [entry.trim()] : []));
  if (words.length !== entries.length || words.length === 0) return undefined;
  const [first = ''] = words;
  if (words.length === 1) {
    const word = first.toLowerCase();
    if (word === 'full') return { managed: [] };
    if (word === 'same' || word === 'none') return word;
  }
  const managed = words.flatMap((word) => levelOf(word) ?? (isPolicyArn(word) ? [word] : []));
  const files = words.filter(isPath);
  if (managed.length + files.length !== words.length || files.length > 1) return undefined;
  return files[0] === undefined ? { managed } : { managed, file: files[0] };
}

function levelOf(word: string): AccessLevel | undefined {
  return accessLevels.find((level) => level.toLowerCase() === word.toLowerCase());
}

/** The ARN of a managed policy of AWS or of an account (IAM User Guide, "IAM ARNs"). */
export function isPolicyArn(text: string): boolean {
  return /^arn:aws[\w-]*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]+$/u.test(text);
}

function isPath(word: string): boolean {
  return !word.startsWith('arn:') && (/\.json[c]?$/iu.test(word) || /[/\\]/u.test(word));
}
