import { configKey, keys } from '../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { shellSigns } from '../profiles/shellSigns.ts';
import type { Note } from './notes.ts';
import { strayNotes } from './strayFailures.ts';

/** Notes about values of a profile that may not mean what they seem to mean. */
export function fileNotes(profiles: ProfileSet, profile: Profile): readonly Note[] {
  return [
    ...sharedValues(profile),
    ...commandNotes(profile),
    ...signInNotes(profiles, profile),
    ...strayNotes(profile),
  ];
}

function sharedValues({ name, values }: Profile): readonly Note[] {
  const shared = [...values].filter(([key, value]) => value.isShared && value.text !== '' && configKey(key));
  return shared.length === 0 ? [] : [{ code: 'shared', profile: name, keys: shared.map(([key]) => key) }];
}

const commandKeys = [keys.credentialProcess, keys.webIdentityTokenProcess, keys.mfaProcess];

function commandNotes(profile: Profile): readonly Note[] {
  return commandKeys.flatMap((key): readonly Note[] => {
    const signs = shellSigns(valueOf(profile, key) ?? '');
    return signs.length === 0 ? [] : [{ code: 'noShell', profile: profile.name, key, signs }];
  });
}

/** The CLI rejects a profile that disagrees with its session (botocore, `_resolve_sso_session_reference`). */
function signInNotes({ ssoSessions }: ProfileSet, profile: Profile): readonly Note[] {
  const name = valueOf(profile, keys.ssoSession);
  const session = ssoSessions.get(name ?? '');
  if (name === undefined || !session) return [];
  const different = [...session.values].filter(([key, { text }]) => {
    const own = profile.values.get(key);
    return own !== undefined && own.text !== text && configKey(key)?.sections.includes('sso-session');
  });
  if (different.length === 0) return [];
  return [
    {
      code: 'sessionDiffers',
      profile: profile.name,
      session: name,
      keys: different.map(([key]) => key),
    },
  ];
}
