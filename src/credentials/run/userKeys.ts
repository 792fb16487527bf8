import { deadlines } from '../../base/deadlines.ts';
import type { Environment } from '../../base/environment.ts';
import { Cancelled } from '../../base/failure.ts';
import type { StsEndpoint } from '../../plan/endpoints/stsEndpoint.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import {
  endpointOf,
  environmentRegion,
  partitionRegion,
  stsEndpoint,
} from '../../plan/endpoints/stsEndpoint.ts';
import type { Profile, ProfileSet, Target } from '../../profiles/profiles.ts';
import { Credentials } from '../credentials.ts';
import { awsFailure } from '../sdk/awsFailure.ts';
import { openIam, openSts } from '../sdk/open.ts';
import { type Identity, stsHost } from '../sdk/sts.ts';
import { readAccessKey } from '../sources/accessKeys.ts';

/** Access keys that no file has yet. */
export interface TypedKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The long-term access keys of a user: typed, or those with which a profile starts. */
export type UserKeys = TypedKeys | { readonly profile: string };

/** What AWS tells about the long-term access keys of a user. */
export interface KeyOwners {
  /** Whose keys these typed ones are. Rejects with `FailureError` or `Cancelled`. */
  identify(typed: TypedKeys, signal: AbortSignal): Promise<Identity>;
  /**
   * The MFA devices of the user that show codes. Empty if AWS does not tell in time, or if the user may not list them.
   * Rejects only with `Cancelled`.
   */
  devicesOf(keys: UserKeys, signal: AbortSignal): Promise<readonly string[]>;
}

export interface KeyOwnersDependencies {
  readonly profiles: () => ProfileSet;
  readonly planOf: (target: Target) => Planned;
  readonly environment: Environment;
  readonly now: () => number;
}

export function createKeyOwners(dependencies: KeyOwnersDependencies): KeyOwners {
  return {
    async identify(typed, signal) {
      const { sts, credentials } = typedSigner(typed, dependencies);
      try {
        return await (await openSts(sts, credentials)).getCallerIdentity(signal);
      } catch (error) {
        const { accessKeyId } = typed;
        const caller = { kind: 'keys', profile: '', accessKeyId, place: 'credentials' } as const;
        throw awsFailure(error, {
          profile: '',
          action: 'sts:GetCallerIdentity',
          signer: { accessKeyId, caller },
          region: sts.region,
          host: stsHost(sts),
          mfaSerial: undefined,
        });
      }
    },
    async devicesOf(keys, signal) {
      const timeout = AbortSignal.timeout(deadlines.suggestionMs);
      try {
        return await codeDevices(keys, dependencies, AbortSignal.any([signal, timeout]));
      } catch {
        if (signal.aborted) throw new Cancelled();
        return [];
      }
    },
  };
}

async function codeDevices(
  keys: UserKeys,
  dependencies: KeyOwnersDependencies,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const signer =
    'profile' in keys ? profileSigner(keys.profile, dependencies) : typedSigner(keys, dependencies);
  if (!signer) return [];
  const { sts, settings, credentials } = signer;
  const url = endpointOf(dependencies.profiles(), settings, 'iam', dependencies.environment);
  // A server of the user's own may have no IAM, and AWS does not know its keys.
  if (sts.url !== undefined && url === undefined) return [];
  const devices = await (await openIam({ ...sts, url }, credentials)).mfaDevices(signal);
  // Security keys and passkeys show no codes (IAM User Guide, "MFA devices": their ARNs contain `u2f/`).
  return devices.filter((serial) => !/:u2f\//u.test(serial));
}

interface Signer {
  readonly sts: StsEndpoint;
  /** The profile with the settings for calls. */
  readonly settings: Profile | undefined;
  readonly credentials: Credentials;
}

function typedSigner(
  { accessKeyId, secretAccessKey }: TypedKeys,
  { profiles, environment }: KeyOwnersDependencies,
): Signer {
  const region = environmentRegion(environment) ?? partitionRegion([]);
  const revealed = { accessKeyId, secretAccessKey, sessionToken: undefined, expiration: undefined };
  return {
    sts: stsEndpoint(profiles(), undefined, region, environment),
    settings: undefined,
    credentials: new Credentials(revealed),
  };
}

/** Undefined for a profile whose first credentials are not the long-term keys of a user. */
function profileSigner(name: string, { profiles, planOf, now }: KeyOwnersDependencies): Signer | undefined {
  const planned = planOf({ kind: 'profile', name });
  if (!isPlan(planned)) return undefined;
  const [source] = planned.steps;
  if (source?.kind !== 'keys' || source.temporary) return undefined;
  const credentials = readAccessKey(source, profiles(), now());
  return { sts: planned.sts, settings: profiles().profiles.get(name), credentials };
}
