import type { Entry } from '../../../config/syntax.ts';
import { badKey } from '../../../profiles/keyForm.ts';
import { keys } from '../../../profiles/keys.ts';
import { type LocalFinding, keySpan, removeLine } from './localFinding.ts';

/** What is wrong with the access key of a section that has both parts. */
export function accessKeyFindings(entries: ReadonlyMap<string, Entry>): readonly LocalFinding[] {
  const find = (key: string): Entry | undefined => entries.get(key);
  const id = find(keys.awsAccessKeyId);
  const secret = find(keys.awsSecretAccessKey);
  const tokenKey = find(keys.awsSecurityToken) ? keys.awsSecurityToken : keys.awsSessionToken;
  const token = find(tokenKey);
  if (!id?.value || !secret?.value) return [];
  const parts = { accessKeyId: id, secretAccessKey: secret, sessionToken: token };
  const bad = badKey({
    accessKeyId: id.value,
    secretAccessKey: secret.value,
    sessionToken: token?.value || undefined,
  });
  if (!bad || bad.trouble === 'quotes') return [];
  const { line } = parts[bad.part] ?? id;
  const key = line.key.toLowerCase();
  const span = keySpan(line);
  switch (bad.trouble) {
    case 'noToken':
      return [{ code: 'noSessionToken', span, args: [keys.awsSessionToken] }];
    case 'staleToken':
      return [{ code: 'staleToken', span, args: [key], fix: removeLine(key, line) }];
    case 'swapped':
      return [{ code: 'swappedKeys', span, args: [], ...swap(id, secret) }];
    default:
      return [{ code: 'malformedKey', span, args: [key] }];
  }
}

function swap({ line: id }: Entry, { line: secret }: Entry): Pick<LocalFinding, 'fix'> {
  const edits = [
    { start: id.valueStart, end: id.valueEnd, text: secret.value },
    { start: secret.valueStart, end: secret.valueEnd, text: id.value },
  ].toSorted((a, b) => a.start - b.start);
  return { fix: { code: 'swapValues', args: [], edits } };
}
