import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import assert from 'node:assert/strict';
import { nextCode } from '../iam/mfa.ts';
import { answerPage, clientsOf } from '../identityCenter/clients.ts';
import { deviceGrant } from '../identityCenter/grants.ts';
import { startIdentityCenter } from '../identityCenter/identityCenter.ts';
import { sampleDirectory } from '../identityCenter/sampleDirectory.ts';
import type { LocalAws } from '../localAws.ts';
import { ServiceRole } from '../machineRoles/serviceRole.ts';
import { assume, assumeWithToken, federate, getSession, type SigningKeys } from '../sts/stsClient.ts';
import {
  alice,
  aliceKey,
  audience,
  instanceRole,
  issuer,
  longRole,
  nextRole,
  phone,
  plainRole,
  webRole,
} from '../testWorld.ts';
import { signInWithConsole } from './signinClient.ts';

// Temporary credentials of each kind, from a local AWS with the test world.

/** A role assumed with long-term keys. */
export function directRole(aws: LocalAws): Promise<SigningKeys> {
  return assume(aws, aliceKey, { RoleArn: plainRole });
}

/** A role assumed with the credentials of another role. */
export async function chainedRole(aws: LocalAws): Promise<SigningKeys> {
  return assume(aws, await directRole(aws), { RoleArn: nextRole });
}

/** A role assumed with a user's session that has MFA. */
export async function roleAfterMfa(aws: LocalAws): Promise<SigningKeys> {
  return assume(aws, await mfaSession(aws), { RoleArn: longRole });
}

export function webIdentityRole(aws: LocalAws): Promise<SigningKeys> {
  const token = aws.identityProvider(issuer).signToken({ sub: 'somebody', aud: audience });
  return assumeWithToken(aws, { RoleArn: webRole, WebIdentityToken: token });
}

/** A role that a service assumed for a machine. */
export async function machineRole(aws: LocalAws): Promise<SigningKeys> {
  return new ServiceRole(aws, { sessionName: 'i-1' }).session(instanceRole)?.session ?? assert.fail();
}

export function mfaSession(aws: LocalAws): Promise<SigningKeys> {
  const code = nextCode(phone, aws.clock);
  return getSession(aws, aliceKey, { SerialNumber: phone.serialNumber, TokenCode: code });
}

export function plainSession(aws: LocalAws): Promise<SigningKeys> {
  return getSession(aws, aliceKey);
}

export function federatedUser(aws: LocalAws): Promise<SigningKeys> {
  return federate(aws, aliceKey, { Name: 'alice' });
}

/** A user who signed in with the console. */
export async function consoleUser(aws: LocalAws): Promise<SigningKeys> {
  aws.signin.identity = alice;
  return (await signInWithConsole(aws.url)).body.accessToken ?? assert.fail();
}

/** A role of Identity Center. */
export async function identityCenterRole(aws: LocalAws): Promise<SigningKeys> {
  const center = await startIdentityCenter(aws, sampleDirectory);
  try {
    const { oidc, portal } = clientsOf(center);
    const { clientId, clientSecret } = await oidc.send(
      new RegisterClientCommand({ clientName: 'test', clientType: 'public', scopes: ['sso:account:access'] }),
    );
    const client = { clientId, clientSecret };
    const started = await oidc.send(
      new StartDeviceAuthorizationCommand({ ...client, startUrl: sampleDirectory.startUrl }),
    );
    await answerPage(started.verificationUriComplete ?? '', 'allow');
    const { deviceCode } = started;
    const { accessToken } = await oidc.send(
      new CreateTokenCommand({ ...client, grantType: deviceGrant, deviceCode }),
    );
    const role = { accountId: '444455556666', roleName: 'Developer', accessToken };
    const { roleCredentials } = await portal.send(new GetRoleCredentialsCommand(role));
    const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = roleCredentials ?? {};
    return { accessKeyId, secretAccessKey, sessionToken };
  } finally {
    await center.close();
  }
}
