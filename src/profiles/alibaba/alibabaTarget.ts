/** What the user can choose of Alibaba Cloud: a source of credentials, or a RAM role that is in no file. */
export type AlibabaTarget = AlibabaSource | RamRoleTarget;

/** Where credentials come from. */
export type AlibabaSource =
  /** The service at `ALIBABA_CLOUD_CREDENTIALS_URI`, which on a PAI DSW instance yields the instance's RAM role. */
  | { readonly kind: 'credentialsUri' }
  /** The file of a PAI DSW instance with the same credentials. */
  | { readonly kind: 'credentialsFile' }
  /** The RAM role of an ECS instance, from its metadata service. */
  | { readonly kind: 'ecsRamRole' }
  /** The keys in the environment of VS Code. */
  | { readonly kind: 'ramEnvironment' }
  /** RAM Roles for Service Accounts (RRSA): the OIDC token of a pod in ACK, named by the environment of VS Code. */
  | { readonly kind: 'rrsa' }
  /** A section of an INI file. */
  | { readonly kind: 'iniProfile'; readonly file: IniFile; readonly name: string }
  /** A profile of the Alibaba Cloud CLI, in `~/.aliyun/config.json`. */
  | { readonly kind: 'cliProfile'; readonly name: string };

/**
 * The INI files, by the name in `~/.alibabacloud`: the SDKs for Node.js and Go read `credentials`, those for Python and
 * Java `credentials.ini`. `named`: the file in `ALIBABA_CLOUD_CREDENTIALS_FILE`, which all of them read instead.
 */
export type IniFile = 'credentials' | 'credentials.ini' | 'named';

/** A RAM role that a source assumes. The texts are as the user typed them. */
export interface RamRoleTarget {
  readonly kind: 'ramRole';
  readonly roleArn: string;
  readonly source: AlibabaSource;
  readonly sessionName: string;
  readonly durationSeconds?: string;
  readonly externalId?: string;
  /** A policy in JSON that limits the session. */
  readonly policy?: string;
}

/** A key that is equal for equal targets only, and for none of AWS. */
export function alibabaKey(target: AlibabaTarget): string {
  return JSON.stringify(factsOf(target));
}

function factsOf(target: AlibabaTarget): readonly unknown[] {
  switch (target.kind) {
    case 'iniProfile':
      return ['iniProfile', target.file, target.name];
    case 'cliProfile':
      return ['cliProfile', target.name];
    case 'ramRole': {
      const { roleArn, source, sessionName, durationSeconds, externalId, policy } = target;
      const options = [durationSeconds, externalId, policy].map((option) => option ?? '');
      return ['ramRole', roleArn, factsOf(source), sessionName, ...options];
    }
    default:
      return [target.kind];
  }
}

/** A short name for messages and the log: that of the profile, `Role@1234567890123456`, or what the source is. */
export function alibabaName(target: AlibabaTarget): string {
  switch (target.kind) {
    case 'iniProfile':
    case 'cliProfile':
      return target.name;
    case 'ramRole': {
      const [, , , account, role = ''] = target.roleArn.split(':');
      return `${role.slice(role.indexOf('/') + 1)}@${account}`;
    }
    default:
      return sourceNames[target.kind];
  }
}

/** The source of a name, as in `alibabaName`, that says only what it is. Undefined for any other name. */
export function sourceNamed(name: string): AlibabaSource | undefined {
  const kinds = Object.keys(sourceNames) as readonly (keyof typeof sourceNames)[];
  const kind = kinds.find((each) => sourceNames[each] === name);
  return kind && { kind };
}

const sourceNames = {
  credentialsUri: 'credentials URI',
  credentialsFile: 'credentials file',
  ecsRamRole: 'ECS RAM role',
  ramEnvironment: 'Alibaba Cloud environment',
  rrsa: 'RRSA',
} as const;
