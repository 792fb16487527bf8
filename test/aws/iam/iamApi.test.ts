import { IAMClient, IAMServiceException, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sampleWorld } from '../sample.ts';
import { assume, type SigningKeys } from '../sts/stsClient.ts';

const maya: SigningKeys = {
  accessKeyId: 'AKIAROLECALLEXAMPLE1',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

const refused = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof IAMServiceException);
  assert.deepEqual([error.name, message.test(error.message)], [code, true], error.message);
  return true;
};

describe('ListMFADevices', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  after(() => aws.close());

  const list = async (credentials: SigningKeys) => {
    const client = new IAMClient({ endpoint: aws.url, region: 'us-east-1', credentials, maxAttempts: 1 });
    const { MFADevices = [] } = await client.send(new ListMFADevicesCommand({}));
    return MFADevices.map(({ UserName, SerialNumber }) => [UserName, SerialNumber]);
  };

  it('lists the devices of the caller', async () => {
    assert.deepEqual(await list(maya), [['maya', 'arn:aws:iam::111122223333:mfa/maya-phone']]);
  });

  it('has no user for a role', async () => {
    const role = await assume(aws, maya, { RoleArn: 'arn:aws:iam::444455556666:role/ReadOnly' });
    await assert.rejects(list(role), refused('ValidationError', /^Must specify userName/u));
  });

  it('can be denied', async () => {
    aws.iam.deny('arn:aws:iam::111122223333:user/maya', 'iam:ListMFADevices', 'service control policy');
    await assert.rejects(list(maya), refused('AccessDenied', /explicit deny in a service control policy$/u));
  });
});
