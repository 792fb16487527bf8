import { type Clock, createClock } from '../aws/clock.ts';
import { serve, type Serving } from '../aws/http/serving.ts';
import { IdentityProvider } from '../aws/webIdentity/identityProvider.ts';
import type { AlibabaWorld } from './alibabaWorld.ts';
import { Ram } from './ram/ram.ts';
import { RamSessions } from './ram/ramSessions.ts';
import { dswRole, ecsRole, sampleAlibaba } from './sampleAlibaba.ts';
import { AliyunOauth } from './signin/aliyunOauth.ts';
import { CloudSso } from './signin/cloudSso.ts';
import { RamFederation } from './signin/ramFederation.ts';
import { CredentialsFile, type CredentialsFileOptions } from './sources/credentialsFile.ts';
import { CredentialsUri } from './sources/credentialsUri.ts';
import { EcsMetadata } from './sources/ecsMetadata.ts';
import { createAlibabaSts } from './sts/alibabaSts.ts';

/**
 * A local Alibaba Cloud: as strict as Alibaba Cloud, but with a movable clock and faults on demand. All services are at
 * one address and are told apart by their paths.
 */
export type LocalAlibaba = Serving & {
  /** For `ALIBABA_CLOUD_STS_ENDPOINT` and `ROLECALL_ALIBABA_SIGNIN_URL`. */
  readonly url: string;
  /** For `ALIBABA_CLOUD_CREDENTIALS_URI`: the path is a secret. */
  readonly credentialsUri: string;
  /** For `ROLECALL_ALIBABA_METADATA_URL`. */
  readonly metadataUrl: string;
  /** For `cloud_sso_sign_in_url`; only its host counts. */
  readonly cloudSsoUrl: string;
  /** For `ROLECALL_ALIBABA_OAUTH_URL`. */
  readonly oauthUrl: string;
  readonly clock: Clock;
  readonly ram: Ram;
  readonly sessions: RamSessions;
  /** The credentials URI of the PAI DSW instance. */
  readonly uri: CredentialsUri;
  /** The metadata service of the ECS instance. */
  readonly metadata: EcsMetadata;
  readonly cloudSso: CloudSso;
  readonly oauth: AliyunOauth;
  readonly federation: RamFederation;
  /** The identity provider of an issuer that an account of the world trusts. */
  readonly identityProvider: (issuer: string) => IdentityProvider;
  /** All secrets so far, for tests that look for them: those of the world, and those that were issued. */
  readonly issuedSecrets: () => readonly AlibabaSecret[];
  /** Writes the file of a PAI DSW instance, and does so again whenever the credentials change. */
  readonly writeCredentialsFile: (path: string, options?: CredentialsFileOptions) => Promise<CredentialsFile>;
};

export type AlibabaSecret = { readonly kind: string; readonly text: string };

export type LocalAlibabaOptions = {
  /** Default: the sample. */
  readonly world?: AlibabaWorld;
  /** Default: a clock of its own. */
  readonly clock?: Clock;
  /** Default: any free port. */
  readonly port?: number;
  /** The ARN of the RAM role of the PAI DSW instance, or `null` for none. Default: that of the sample. */
  readonly dswRole?: string | null;
  /** The ARN of the RAM role of the ECS instance, or `null` for none. Default: that of the sample. */
  readonly ecsRole?: string | null;
};

export async function startLocalAlibaba(options: LocalAlibabaOptions = {}): Promise<LocalAlibaba> {
  const { world = sampleAlibaba, clock = createClock(), port } = options;
  const ram = new Ram(world);
  const sessions = new RamSessions(clock);
  const providers = identityProviders(world, clock);
  const source = { ram, sessions, clock };
  const uri = new CredentialsUri(source, roleOf(options.dswRole, dswRole));
  const metadata = new EcsMetadata(source, roleOf(options.ecsRole, ecsRole));
  const cloudSso = new CloudSso(source, world.cloudSso ?? []);
  const oauth = new AliyunOauth(sessions, clock);
  const federation = new RamFederation(source);
  const services = [uri, metadata, cloudSso, oauth, federation].map(({ service }) => service);
  const serving = await serve([...services, createAlibabaSts({ ...source, providers })], clock, port);
  const files: CredentialsFile[] = [];
  return {
    ...serving,
    credentialsUri: serving.url + uri.path,
    metadataUrl: serving.url,
    cloudSsoUrl: `${serving.url}/login`,
    oauthUrl: serving.url,
    clock,
    ram,
    sessions,
    uri,
    metadata,
    cloudSso,
    oauth,
    federation,
    identityProvider: (issuer) => {
      const provider = providers.get(issuer);
      if (!provider) throw new Error(`The world has no identity provider "${issuer}".`);
      return provider;
    },
    issuedSecrets: () => [
      ...longTermSecrets(world),
      ...named('path of the credentials URI', [uri.path]),
      ...named(
        'AccessKey secret',
        sessions.issued.map(({ accessKeySecret }) => accessKeySecret),
      ),
      ...named(
        'security token',
        sessions.issued.map(({ securityToken }) => securityToken),
      ),
      ...named('CloudSSO token', cloudSso.tokens.texts),
      ...named('OAuth token', [...oauth.accessTokens.texts, ...oauth.refreshTokens.texts]),
      ...named('sign-in token', federation.tokens.texts),
    ],
    writeCredentialsFile: async (path, fileOptions) => {
      const file = new CredentialsFile(path, uri, fileOptions);
      files.push(file);
      await file.write();
      return file;
    },
    close: async () => {
      for (const file of files) file.stop();
      await serving.close();
    },
  };
}

/** `null` in the options means none. */
function roleOf(option: string | null | undefined, sample: string): string | undefined {
  return option === undefined ? sample : (option ?? undefined);
}

function longTermSecrets({ accounts }: AlibabaWorld): readonly AlibabaSecret[] {
  const keys = accounts.flatMap(({ rootKeys = [], users = [] }) => [
    ...rootKeys,
    ...users.flatMap((user) => user.keys ?? []),
  ]);
  return named(
    'long-term secret',
    keys.map(({ accessKeySecret }) => accessKeySecret),
  );
}

function named(kind: string, texts: readonly string[]): readonly AlibabaSecret[] {
  return texts.map((text) => ({ kind, text }));
}

/** One provider for each issuer, even if several accounts trust it. */
function identityProviders(world: AlibabaWorld, clock: Clock): ReadonlyMap<string, IdentityProvider> {
  const issuers = world.accounts.flatMap(({ oidcProviders = [] }) =>
    oidcProviders.map(({ issuer }) => issuer),
  );
  return new Map(issuers.map((issuer) => [issuer, new IdentityProvider(issuer, clock)]));
}
