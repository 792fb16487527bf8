import type { Entry } from '../../../config/syntax.ts';
import { type LocalFinding, valueSpan } from './localFinding.ts';

/** Quotes that do not work in a command, which tools split like a shell (Python's `shlex.split`). */
export function commandQuotes({ line, value, continuation }: Entry): readonly LocalFinding[] {
  const key = line.key.toLowerCase();
  const span = valueSpan(line);
  if (!closedQuotes.test(value)) return [{ code: 'unclosedQuote', span, args: [key] }];
  if (continuation.length > 0 || !/[“”„‘’]/u.test(value)) return [];
  const text = value.replaceAll(/[“”„]/gu, '"').replaceAll(/[‘’]/gu, "'");
  if (!closedQuotes.test(text)) return [];
  const fix = { code: 'straightenQuotes', args: [], edits: [{ ...span, text }] } as const;
  return [{ code: 'curlyQuotes', span, args: [key], fix }];
}

const closedQuotes = /^(?:[^"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')*$/su;
