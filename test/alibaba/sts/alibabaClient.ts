import StsSdk, { AssumeRoleRequest, AssumeRoleWithOIDCRequest } from '@alicloud/sts20150401';
import assert from 'node:assert/strict';
import type { LocalAlibaba } from '../localAlibaba.ts';
import type { RamAccessKey } from '../alibabaWorld.ts';

export type AlibabaKeys = RamAccessKey & { readonly securityToken?: string | undefined };

/** `acs3`: signature 3, the default of the SDK. `rpc`: signature 1.0, as older SDKs have it. */
export type SignatureKind = 'acs3' | 'rpc';

export const signatureKinds: readonly SignatureKind[] = ['acs3', 'rpc'];

/** The unmodified client of Alibaba Cloud's SDK. */
export class AlibabaClient {
  readonly #sdk: StsSdk.default;

  constructor({ url }: Pick<LocalAlibaba, 'url'>, keys: AlibabaKeys, signature: SignatureKind = 'acs3') {
    const { accessKeyId, accessKeySecret, securityToken } = keys;
    const config = {
      accessKeyId,
      accessKeySecret,
      ...(securityToken === undefined ? {} : { securityToken }),
      endpoint: new URL(url).host,
      protocol: 'http',
      ...(signature === 'rpc' ? { signatureAlgorithm: 'v2' } : {}),
    };
    // The SDK reads members only. Its own class for them is in a package that is no dependency of this project.
    this.#sdk = new StsSdk.default(config as ConstructorParameters<typeof StsSdk.default>[0]);
  }

  async identity(): Promise<{
    readonly kind: string | undefined;
    readonly account: string | undefined;
    readonly arn: string | undefined;
    readonly principalId: string | undefined;
  }> {
    const { body } = await this.#sdk.getCallerIdentity();
    return {
      kind: body?.identityType,
      account: body?.accountId,
      arn: body?.arn,
      principalId: body?.principalId,
    };
  }

  /** The keys of the role, and their end. `roleSessionName`: `test`, unless given. */
  async assume(roleArn: string, more: Partial<AssumeRoleRequest> = {}): Promise<AssumedKeys> {
    const request = new AssumeRoleRequest({ roleArn, roleSessionName: 'test', ...more });
    const { body } = await this.#sdk.assumeRole(request);
    return assumed(body?.credentials, body?.assumedRoleUser?.arn);
  }

  async assumeWithOidc(request: Partial<AssumeRoleWithOIDCRequest>): Promise<AssumedKeys> {
    const { body } = await this.#sdk.assumeRoleWithOIDC(
      new AssumeRoleWithOIDCRequest({ roleSessionName: 'test', ...request }),
    );
    return assumed(body?.credentials, body?.assumedRoleUser?.arn);
  }
}

export type AssumedKeys = AlibabaKeys & { readonly expiration: string; readonly arn: string };

type SdkCredentials = {
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly securityToken?: string;
  readonly expiration?: string;
};

function assumed(credentials: SdkCredentials = {}, arn = ''): AssumedKeys {
  const { accessKeyId = '', accessKeySecret = '', securityToken, expiration = '' } = credentials;
  return { accessKeyId, accessKeySecret, securityToken, expiration, arn };
}

/** Checks that Alibaba Cloud refuses a request, and returns the message of the refusal. */
export async function assertCode(promise: Promise<unknown>, code: string): Promise<string> {
  const error: unknown = await promise.then(
    (value) => assert.fail(`not refused: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  const found = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  assert.equal(found.code, code, String(found.message));
  return String(found.message);
}
