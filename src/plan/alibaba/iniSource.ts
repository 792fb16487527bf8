import { FailureError } from '../../base/failure.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaSource } from '../../profiles/alibaba/alibabaTarget.ts';
import { stsEndpoint } from './alibabaEndpoints.ts';
import type { AlibabaNote, AlibabaStep, AlibabaTool, RamRoleStep } from './alibabaPlan.ts';
import { type Entry, iniType, isEnabledForJava, requiredMore } from './entryKinds.ts';
import {
  type EntryValues,
  policyOf,
  required,
  roleArnOf,
  sessionNameOf,
  usableEndpoint,
  valuesOfEntry,
} from './entryValues.ts';
import { credentialsUriStep, ecsRamRoleStep, oidcRoleStep, ramKeysStep } from './environmentSource.ts';
import { entryOf, missingEntry } from './sourceEntries.ts';
import type { SourcePlan } from './sourcePlan.ts';

type IniSource = Extract<AlibabaSource, { kind: 'iniProfile' }>;

/** The steps for a section of an INI file, and which tools read it differently. */
export function iniSource(source: IniSource, profiles: AlibabaProfiles, sessionName: string): SourcePlan {
  const profile = source.name;
  const section = entryOf(source, profiles);
  if (!section) throw missingEntry(profile, profiles.paths.ini[source.file], profiles);
  const values = valuesOfEntry(profile, section);
  const type = required(values, 'type');
  const kind = iniType(type);
  if (!kind) throw new FailureError({ code: 'alibabaModeUnknown', profile, mode: type });
  if (kind.unsupported) throw new FailureError({ code: 'alibabaModeUnsupported', profile, mode: type });
  for (const key of kind.required) required(values, key);
  return {
    steps: stepsOf(source, type, values, profiles, sessionName),
    notes: notesOf(source, type, section, kind.unreadableBy),
  };
}

function stepsOf(
  source: IniSource,
  type: string,
  values: EntryValues,
  profiles: AlibabaProfiles,
  sessionName: string,
): readonly AlibabaStep[] {
  const keys = (token?: 'security_token') =>
    ramKeysStep(source, values, 'ini', { id: 'access_key_id', secret: 'access_key_secret', token });
  const sts = usableEndpoint(values, stsEndpoint(profiles.environment));
  switch (type) {
    case 'sts':
      return [keys('security_token')];
    case 'ecs_ram_role':
      return [ecsRamRoleStep(values, 'role_name', profiles)];
    case 'ram_role_arn':
      return [keys(), { ...roleOf(values, sessionName), sts }];
    case 'oidc_role_arn': {
      const names = {
        roleArn: 'role_arn',
        providerArn: 'oidc_provider_arn',
        tokenFile: 'oidc_token_file_path',
        sessionName: 'role_session_name',
      };
      return [{ ...oidcRoleStep(values, names, sts, sessionName), policy: policyOf(values, 'policy') }];
    }
    case 'credentials_uri':
      return [credentialsUriStep(source, values.profile, profiles)];
    default:
      return [keys()];
  }
}

function roleOf(values: EntryValues, sessionName: string): Omit<RamRoleStep, 'sts'> {
  return {
    kind: 'ramRole',
    profile: values.profile,
    roleArn: roleArnOf(values, 'role_arn'),
    sessionName: sessionNameOf(values, 'role_session_name') ?? sessionName,
    durationSeconds: undefined,
    externalId: undefined,
    policy: policyOf(values, 'policy'),
  };
}

/** The default names of the file by language: the others read it only if a variable names it. */
const readersOf = {
  credentials: ['node', 'go', 'cli', 'terraform'],
  'credentials.ini': ['python', 'java', 'cli', 'terraform'],
  named: ['node', 'go', 'python', 'java', 'cli', 'terraform'],
} as const satisfies Record<IniSource['file'], readonly AlibabaTool[]>;

function notesOf(
  { file, name }: IniSource,
  type: string,
  section: Entry,
  unreadableBy: readonly AlibabaTool[],
): readonly AlibabaNote[] {
  const readers: readonly AlibabaTool[] = readersOf[file];
  const lacks = (key: string) => !section.get(key);
  const isUnread: Readonly<Record<AlibabaTool, boolean>> = {
    // The library of the SDK for Node.js nests sections at dots.
    node: name.includes('.'),
    python: false,
    go: requiredMore('go', type).some(lacks),
    java: !isEnabledForJava(section) || requiredMore('java', type).some(lacks),
    cli: true,
    terraform: true,
  };
  const tools = (['node', 'python', 'go', 'java', 'cli', 'terraform'] as const).filter(
    (tool) => !readers.includes(tool) || unreadableBy.includes(tool) || isUnread[tool],
  );
  return [
    { code: 'unreadableBy', tools },
    ...(['external_id', 'duration_seconds'] as const)
      .filter((key) => !lacks(key))
      .map((key) => ({ code: 'ignoredKey', key, tools: ['node', 'python', 'go', 'java'] }) as const),
  ];
}
