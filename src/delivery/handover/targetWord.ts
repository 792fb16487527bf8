import { type Target, targetName } from '../../profiles/profiles.ts';

/**
 * A target as one word that means the same to every tool that starts a `credential_process`: to the CLI's splitting,
 * to `sh` and to `cmd.exe`. Most names of profiles are their own word.
 */
export function targetWord(target: Target): string {
  if (target.kind === 'profile') return plain(target.name);
  if (target.kind === 'environment') return '+environment';
  const facts =
    target.kind === 'role'
      ? [target.roleArn, target.sourceProfile, target.sessionName]
      : [target.signIn, target.accountId, target.roleName];
  return `+${target.kind}-${plain(JSON.stringify(facts))}`;
}

/** The target of a word; undefined where it is none. */
export function wordTarget(word: string): Target | undefined {
  if (word === '+environment') return { kind: 'environment' };
  const [, kind, encoded] = /^\+(role|assignment)-(.*)$/su.exec(word) ?? [];
  if (encoded === undefined) {
    const name = unplain(word);
    return name ? { kind: 'profile', name } : undefined;
  }
  const [first, second, third] = readStrings(unplain(encoded) ?? '');
  if (first === undefined || second === undefined || third === undefined) return undefined;
  return kind === 'role'
    ? { kind, roleArn: first, sourceProfile: second, sessionName: third }
    : { kind: 'assignment', signIn: first, accountId: second, roleName: third };
}

/** What the mirror calls a target that is not `[default]` there. A colon keeps it apart from most people's names. */
export function mirrorName(target: Target): string {
  return target.kind === 'profile' && target.name !== 'default'
    ? target.name
    : `rolecall:${targetName(target)}`;
}

/** Percent-encoding that spares no sign which a shell knows, and with a plus, since `cmd.exe` knows the percent. */
function plain(text: string): string {
  const encoded = encodeURIComponent(text).replace(
    /[!~*'()]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return encoded.replaceAll('%', '+');
}

function unplain(word: string): string | undefined {
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
