import type { Environment } from '../../base/environment.ts';
import { configKey, keys } from '../../profiles/keys.ts';
import { type Profile, type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { shellSigns } from '../../profiles/shellSigns.ts';
import type { Note } from './notes.ts';
import { strayNotes } from '../strayFailures.ts';
import { variableOf } from '../endpoints/stsEndpoint.ts';

/** Notes about values of a profile that may not mean what they seem to mean. */
export function fileNotes(profiles: ProfileSet, profile: Profile): readonly Note[] {
  return [
    ...sharedValues(profile),
    ...commandNotes(profile),
    ...signInNotes(profiles, profile),
    ...strayNotes(profile),
  ];
}

/** The same for the settings of the chosen profile that decide how AWS is called. */
export function settingNotes(
  { services }: ProfileSet,
  chosen: Profile | undefined,
  environment: Environment,
): readonly Note[] {
  const section = valueOf(chosen, keys.services) ?? '';
  const lost = services.get(section)?.values.has(keys.endpointUrl);
  return [
    ...switches.flatMap((key) => switchNote(chosen, key, environment)),
    ...(chosen && lost
      ? [
          {
            code: 'unused',
            profile: chosen.name,
            keys: [`[services ${section}] ${keys.endpointUrl}`],
            because: 'noService',
          } as const,
        ]
      : []),
  ];
}

const switches = [keys.useFipsEndpoint, keys.useDualstackEndpoint, keys.ignoreConfiguredEndpointUrls];

function switchNote(
  chosen: Profile | undefined,
  key: (typeof switches)[number],
  environment: Environment,
): readonly Note[] {
  const variable = variableOf(key, environment);
  const value = variable === undefined ? valueOf(chosen, key) : environment[variable];
  if (value === undefined || /^\s*(?:true|false)\s*$/iu.test(value)) return [];
  return [
    { code: 'notBoolean', profile: variable === undefined ? chosen?.name : undefined, key: variable ?? key },
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
