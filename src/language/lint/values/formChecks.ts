import type { AssignmentLine } from '../../../config/syntax.ts';
import type { KeyFacts } from '../../../profiles/keys/keyFacts.ts';
import { acceptsValue, exampleFor, keys } from '../../../profiles/keys.ts';
import { shellSigns } from '../../../profiles/shellSigns.ts';
import { nearestSpelling } from '../../../profiles/spelling.ts';
import { type LocalFinding, replaceValue, valueSpan } from './localFinding.ts';

type Check = (key: string, line: AssignmentLine, facts: KeyFacts) => LocalFinding | undefined;

/** Python's `int()`. */
export function isInteger(text: string): boolean {
  return /^[+-]?\p{Nd}+(?:_\p{Nd}+)*$/u.test(text);
}

export const booleanFinding: Check = (key, line, { cliFails }) => {
  const { value } = line;
  if (value === 'true' || value === 'false') return undefined;
  const written = value.toLowerCase();
  const word = written.replace(/[;,.]$/u, '');
  const near = nearestSpelling(word, ['true', 'false'], word.length >= 3 ? 1 : 0);
  const meant = trueWords.has(word) ? 'true' : falseWords.has(word) ? 'false' : near;
  const isRejected = cliFails && written !== 'true' && written !== 'false';
  return {
    code: isRejected ? 'rejectedValue' : 'notBoolean',
    span: valueSpan(line),
    args: [key, isRejected ? 'true, false' : written === 'true' ? 'true' : 'false'],
    ...(meant !== undefined && { fix: replaceValue(line, meant) }),
  };
};

const trueWords: ReadonlySet<string> = new Set(['true', 'yes', 'on', '1', 'y', 't', 'enabled', 'enable']);
const falseWords: ReadonlySet<string> = new Set(['false', 'no', 'off', '0', 'n', 'f', 'disabled', 'disable']);

export const enumFinding: Check = (key, line, { values = [], anyCase, cliFails }) => {
  const { value } = line;
  const small = value.toLowerCase();
  if (values.some((each) => each === value || (anyCase && each.toLowerCase() === small))) return undefined;
  const meant =
    values.find((each) => each.toLowerCase() === small.replaceAll(/[_\s]/gu, '-')) ??
    values.find((each) => each.toLowerCase() === small.replaceAll(/[-\s]/gu, '_')) ??
    nearestSpelling(value, values, value.length >= 5 ? 2 : value.length >= 4 ? 1 : 0);
  return {
    code: cliFails ? 'rejectedValue' : 'unknownValue',
    span: valueSpan(line),
    args: [key, values.join(', ')],
    ...(meant !== undefined && { fix: replaceValue(line, meant) }),
  };
};

export const integerFinding: Check = (key, line, { range = [0], cliFails }) => {
  const [least, most] = range;
  const { value } = line;
  const span = valueSpan(line);
  if (!isInteger(value)) return { code: cliFails ? 'rejectedNumber' : 'ignoredNumber', span, args: [key] };
  const number = Number(value.replaceAll('_', ''));
  // The digits of another script.
  if (Number.isNaN(number)) return undefined;
  if (number < least && least > 0 && (cliFails || key === keys.durationSeconds))
    return { code: 'outOfRange', span, args: [key, String(least), String(most ?? '')] };
  if (most === undefined || number <= most) return undefined;
  return { code: cliFails ? 'outOfRange' : 'tooLarge', span, args: [key, String(least), String(most)] };
};

export const sizeFinding: Check = (key, line) =>
  /^\d+\s*(?:[KMGT]i?B)?$/iu.test(line.value) && (key === keys.ioChunksize || /[1-9]/u.test(line.value))
    ? undefined
    : { code: 'rejectedSize', span: valueSpan(line), args: [key] };

export const rateFinding: Check = (key, line) =>
  /^\d+$|^\d+\s*(?:[KMGT]i?)?B\/s$|^\d+\s*(?:[KMGT]i?)?b\/s$/u.test(line.value)
    ? undefined
    : { code: 'rejectedRate', span: valueSpan(line), args: [key] };

/** Only `credential_process` runs without a shell: those of aws-vault have one. */
export const commandFinding: Check = (key, line) => {
  if (key !== keys.credentialProcess) return undefined;
  const span = valueSpan(line);
  if (/^["']?~/u.test(line.value)) return { code: 'homeInCommand', span, args: [key] };
  const [sign] = shellSigns(line.value);
  return sign === undefined ? undefined : { code: 'shellSign', span, args: [sign] };
};

/** Texts that AWS accepts only in a certain form. */
export const textFinding: Check = (key, line) => {
  if (acceptsValue(key, line.value)) return undefined;
  const span = valueSpan(line);
  const isChecked = key === keys.roleSessionName || key === keys.externalId;
  if (isChecked && line.value.length < 2) return { code: 'rejectedText', span, args: [key] };
  return { code: 'refusedText', span, args: [key, exampleFor(key) ?? ''] };
};

/** The name of the role that Identity Center makes for a permission set: `AWSReservedSSO_ReadOnly_0123456789abcdef`. */
export const roleNameFinding: Check = (key, line, facts) => {
  const [, name] = /^AWSReservedSSO_(.+)_[\da-f]{16}$/u.exec(line.value) ?? [];
  if (name === undefined) return textFinding(key, line, facts);
  return { code: 'reservedRole', span: valueSpan(line), args: [name], fix: replaceValue(line, name) };
};
