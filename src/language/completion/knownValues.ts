import type { Entry } from '../../config/syntax.ts';
import { acceptsValue, keys } from '../../profiles/keys.ts';
import { valueOf } from '../../profiles/profiles.ts';
import type { AwsText } from '../awsText.ts';
import type { Completion, Known, KnownAccount, KnownSignIn } from './completion.ts';
import { spaced, type ValuePlace } from './cursorPlace.ts';
import { writtenValues } from './writtenValues.ts';

/** The accounts that the sign-in of the section has listed, and then those that the files have elsewhere. */
export function accountCompletions(text: AwsText, place: ValuePlace, known: Known): readonly Completion[] {
  const listed = signInsOf(text, place, known).flatMap(({ accounts }) => accounts);
  const names = new Map(listed.map(({ id, name }) => [id, name]));
  const ids = new Set([...names.keys(), ...elsewhere(text, place), ...accountsOfRoles(text)]);
  return [...ids].map((id) => ({
    label: id,
    about: { kind: 'account', id },
    replace: place.span,
    insert: spaced(place, id),
    ...(names.has(id) ? { alsoFoundBy: names.get(id)! } : {}),
  }));
}

/** The permission sets in the account of the section, or in all accounts, and those that the files have elsewhere. */
export function permissionSetCompletions(
  text: AwsText,
  place: ValuePlace,
  known: Known,
): readonly Completion[] {
  const account = entryValue(place.block.entries, keys.ssoAccountId);
  const listed = signInsOf(text, place, known).flatMap(({ accounts }) => accounts);
  const inAccount = listed.filter(({ id }) => id === account);
  const isKnown = inAccount.some(({ roles }) => roles !== undefined);
  const names = new Set([
    ...(isKnown ? inAccount : listed).flatMap(({ roles }: KnownAccount) => roles ?? []),
    ...(isKnown ? [] : elsewhere(text, place)),
  ]);
  return [...names].map((name) => ({
    label: name,
    about: { kind: 'permissionSet', account: isKnown ? account : undefined },
    replace: place.span,
    insert: spaced(place, name),
  }));
}

/** The sign-in that the section uses; all of them while it names none that is known. */
function signInsOf({ profiles }: AwsText, { block }: ValuePlace, { signIns }: Known): readonly KnownSignIn[] {
  const session = entryValue(block.entries, keys.ssoSession);
  const startUrl =
    entryValue(block.entries, keys.ssoStartUrl) ??
    (session === undefined ? undefined : valueOf(profiles.ssoSessions.get(session), keys.ssoStartUrl));
  const own = signIns.filter((each) =>
    session === undefined ? each.startUrl === startUrl : each.session === session,
  );
  return own.length > 0 ? own : signIns;
}

function entryValue(entries: readonly Entry[], key: string): string | undefined {
  return entries.findLast(({ line }) => line.key.toLowerCase() === key)?.value || undefined;
}

function elsewhere({ document, other }: AwsText, { key, lineStart }: ValuePlace): readonly string[] {
  return writtenValues([document, other], [key], { except: lineStart }).filter((value) =>
    acceptsValue(key, value),
  );
}

function accountsOfRoles({ document, other }: AwsText): readonly string[] {
  return writtenValues([document, other], [keys.roleArn]).flatMap((arn) => {
    const [, , , , account] = arn.split(':');
    return account && acceptsValue(keys.ssoAccountId, account) ? [account] : [];
  });
}
