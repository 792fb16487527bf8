import { FailureError } from '../../base/failure.ts';
import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import { type AlibabaSource, alibabaName } from '../../profiles/alibaba/alibabaTarget.ts';
import { isSwitchedOn } from '../../profiles/alibaba/alibabaVariable.ts';
import { metadataEndpoint, stsEndpoint } from './alibabaEndpoints.ts';
import type {
  AlibabaEndpoint,
  AlibabaSourceStep,
  CredentialsUriStep,
  EcsRamRoleStep,
  OidcRoleStep,
  RamKeysPlace,
  RamKeysStep,
} from './alibabaPlan.ts';
import {
  credentialOf,
  type EntryValues,
  providerArnOf,
  required,
  roleArnOf,
  instanceRoleOf,
  sessionNameOf,
  usableEndpoint,
  valuesOfEnvironment,
} from './entryValues.ts';
import { sourceUri } from './stepSecrets.ts';
import { textDigest } from './textDigest.ts';

/** The step for a source that is not an entry of a file. */
export function environmentSource(
  source: Exclude<AlibabaSource, { kind: 'iniProfile' | 'cliProfile' }>,
  profiles: AlibabaProfiles,
  sessionName: string,
): AlibabaSourceStep {
  const profile = alibabaName(source);
  const values = valuesOfEnvironment(profile, profiles.environment);
  switch (source.kind) {
    case 'credentialsUri':
      return credentialsUriStep(source, profile, profiles);
    case 'credentialsFile':
      return { kind: 'credentialsFile', profile, path: profiles.paths.credentialsFile };
    case 'ecsRamRole':
      return ecsRamRoleStep(values, 'ALIBABA_CLOUD_ECS_METADATA', profiles);
    case 'ramEnvironment':
      return ramKeysStep(source, values, 'ramEnvironment', {
        id: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
        secret: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
        token: values.get('ALIBABA_CLOUD_SECURITY_TOKEN') && 'ALIBABA_CLOUD_SECURITY_TOKEN',
      });
    case 'rrsa':
      return oidcRoleStep(
        values,
        {
          roleArn: 'ALIBABA_CLOUD_ROLE_ARN',
          providerArn: 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
          tokenFile: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
          sessionName: 'ALIBABA_CLOUD_ROLE_SESSION_NAME',
        },
        usableEndpoint(values, stsEndpoint(profiles.environment)),
        sessionName,
      );
  }
}

export function credentialsUriStep(
  source: AlibabaSource,
  profile: string,
  profiles: AlibabaProfiles,
): CredentialsUriStep {
  const uri = sourceUri(source, profiles);
  if (uri === undefined) throw new FailureError({ code: 'credentialsUriUnset', profile });
  const host = hostOf(uri);
  if (host === undefined) throw new FailureError({ code: 'credentialsUriInvalid', profile });
  return { kind: 'credentialsUri', profile, source, host, digest: textDigest(uri) };
}

/** The host of a URL, with its port, but without a password. */
function hostOf(uri: string): string | undefined {
  if (!/^https?:\/\//iu.test(uri) || !URL.canParse(uri)) return undefined;
  return new URL(uri).host || undefined;
}

export function ecsRamRoleStep(
  values: EntryValues,
  key: string,
  { environment }: AlibabaProfiles,
): EcsRamRoleStep {
  const { profile } = values;
  if (isSwitchedOn(environment, 'ALIBABA_CLOUD_ECS_METADATA_DISABLED'))
    throw new FailureError({ code: 'ecsMetadataDisabled', profile });
  return {
    kind: 'ecsRamRole',
    profile,
    endpoint: usableEndpoint(values, metadataEndpoint(environment)).url,
    roleName: instanceRoleOf(values, key),
    mayUseV1: !isSwitchedOn(environment, 'ALIBABA_CLOUD_IMDSV1_DISABLED'),
  };
}

/** The names of the keys in their place; `token`: undefined if the readers send none. */
interface RamKeyNames {
  readonly id: string;
  readonly secret: string;
  readonly token: string | undefined;
}

export function ramKeysStep(
  source: AlibabaSource,
  values: EntryValues,
  place: RamKeysPlace,
  { id, secret, token }: RamKeyNames,
): RamKeysStep {
  const accessKeyId = credentialOf(values, id);
  credentialOf(values, secret);
  if (token !== undefined) credentialOf(values, token);
  return {
    kind: 'ramKeys',
    profile: values.profile,
    source,
    accessKeyId,
    place,
    temporary: token !== undefined,
  };
}

/** The names of the keys in their place. */
interface OidcNames {
  readonly roleArn: string;
  readonly providerArn: string;
  readonly tokenFile: string;
  readonly sessionName: string;
  readonly policy?: string;
}

export function oidcRoleStep(
  values: EntryValues,
  names: OidcNames,
  sts: AlibabaEndpoint,
  sessionName: string,
): OidcRoleStep {
  const providerArn = providerArnOf(values, names.providerArn);
  const tokenFile = required(values, names.tokenFile);
  return {
    kind: 'oidcRole',
    profile: values.profile,
    roleArn: roleArnOf(values, names.roleArn),
    providerArn,
    tokenFile,
    sessionName: sessionNameOf(values, names.sessionName) ?? sessionName,
    durationSeconds: undefined,
    policy: undefined,
    sts,
  };
}
