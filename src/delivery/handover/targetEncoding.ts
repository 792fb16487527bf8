import { type Access, isAccess } from '../../profiles/access/access.ts';
import { nameComplaint } from '../../profiles/profileNames.ts';
import { roleOptions, roleOptionTexts, type Target, targetName } from '../../profiles/profiles.ts';

/**
 * Encodes a target as a single word that survives every way in which tools start a `credential_process`: the AWS CLI's
 * own splitting, `sh`, and `cmd.exe`. Most profile names are encoded as themselves.
 */
export function encodeTarget(target: Target): string {
  const word = encodeWithoutAccess(target);
  return target.access ? `${word}${accessSign}${encodeAccess(target.access)}` : word;
}

/** Stands before an access. Encoded text never contains it. */
const accessSign = '@';

function encodeWithoutAccess(target: Target): string {
  if (target.kind === 'profile') return encodeText(target.name);
  if (target.kind === 'environment') return '+environment';
  const facts =
    target.kind === 'role'
      ? [target.roleArn, target.sourceProfile, target.sessionName, ...roleOptionTexts(target)]
      : [target.signIn, target.accountId, target.roleName];
  return `+${target.kind}-${encodeText(JSON.stringify(facts))}`;
}

/** Decodes a target; undefined if `word` is not an encoded target. */
export function decodeTarget(word: string): Target | undefined {
  const [plain = '', encoded, ...others] = word.split(accessSign);
  const target = decodeWithoutAccess(plain);
  if (encoded === undefined || !target) return target;
  if (others.length > 0) return undefined;
  const access = decodeAccess(encoded);
  return access && { ...target, access };
}

/** As base64url: a percent-encoded policy can be longer than a line of `cmd.exe`, which has 8,191 characters. */
function encodeAccess(access: Access): string {
  const bytes = new TextEncoder().encode(JSON.stringify(access));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function decodeAccess(encoded: string): Access | undefined {
  try {
    const bytes = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const json = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    const access: unknown = JSON.parse(json);
    return isAccess(access) ? access : undefined;
  } catch {
    return undefined;
  }
}

function decodeWithoutAccess(word: string): Target | undefined {
  if (word === '+environment') return { kind: 'environment' };
  const [, kind, encoded] = /^\+(role|assignment)-(.*)$/su.exec(word) ?? [];
  if (encoded === undefined) {
    const name = decodeText(word);
    return name ? { kind: 'profile', name } : undefined;
  }
  const [first, second, third, ...options] = readStrings(decodeText(encoded) ?? '');
  if (first === undefined || second === undefined || third === undefined) return undefined;
  return kind === 'role'
    ? { kind, roleArn: first, sourceProfile: second, sessionName: third, ...roleOptions(options) }
    : { kind: 'assignment', signIn: first, accountId: second, roleName: third };
}

/**
 * The name of a target's section in the mirror, if it is not `[default]`. No two targets have the same one: roles,
 * permission sets, and profiles with another access get a suffix, because several of them can be called
 * `Admin@444455556666`. `isTaken` tells whether a profile of the user has the name. A name that some tool cannot read
 * is encoded: a tool that does not find its profile may look for credentials elsewhere.
 */
export function mirrorName(target: Target, isTaken: (name: string) => boolean = () => false): string {
  const name = targetName(target);
  if (target.kind === 'profile' && !target.access && name !== 'default' && isReadable(name)) return name;
  const readable = isReadable(name) ? name : encodeText(name);
  const isAdHoc = target.kind === 'role' || target.kind === 'assignment' || target.access !== undefined;
  const own = isAdHoc ? `rolecall:${readable}:${checksum(encodeTarget(target))}` : `rolecall:${readable}`;
  let free = own;
  for (let number = 2; isTaken(free); number++) free = `${own}:${number}`;
  return free;
}

/** Eight digits that differ for different texts. They protect against nothing but clashes (FNV-1a, 32 bits). */
function checksum(text: string): string {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, '0');
}

/** Whether every tool finds a section with this name, and an environment variable can select it. */
function isReadable(name: string): boolean {
  const complaint = nameComplaint(name);
  return complaint === undefined || complaint === 'option';
}

/**
 * Percent-encodes every character that a shell might interpret, and then replaces `%`, which `cmd.exe` interprets, with
 * `+`.
 */
function encodeText(text: string): string {
  // Half of a surrogate pair has no encoding, and no file contains it.
  const encoded = encodeURIComponent(text.toWellFormed()).replace(
    /[!~*'()]/gu,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return encoded.replaceAll('%', '+');
}

function decodeText(word: string): string | undefined {
  try {
    return decodeURIComponent(word.replaceAll('+', '%'));
  } catch {
    return undefined;
  }
}

function readStrings(json: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(json);
    return Array.isArray(parts) ? parts.filter((part) => typeof part === 'string') : [];
  } catch {
    return [];
  }
}
