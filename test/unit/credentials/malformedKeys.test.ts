import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../../src/base/failure.ts';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { awsFailure } from '../../../src/credentials/sdk/awsFailure.ts';
import { openSts } from '../../../src/credentials/sdk/open.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { commandLine, processOutput } from '../../aws/programs/credentialProgram.ts';
import { aliceKey, testWorld, webRole } from '../../aws/testWorld.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { createRunner, failureFrom, type Runner } from './runner.ts';

const agent = 'http://127.0.0.1:9/credentials';
const temporary = { ...aliceKey, accessKeyId: 'ASIATESTALICE0000001' };

describe('a malformed key or token', () => {
  let aws: LocalAws;
  let folder: string;
  let file: string;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    folder = await mkdtemp(join(tmpdir(), 'forms-'));
    file = join(folder, 'file');
  });
  afterEach(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const runner = (): Runner =>
    createRunner(aws.url, new TypedCodes(), {
      config: `\
[profile program]
credential_process = ${commandLine('printFile', file)}
[profile web]
role_arn = ${webRole}
web_identity_token_file = ${file}
[profile web-program]
role_arn = ${webRole}
web_identity_token_process = ${commandLine('printFile', file)}
`,
    });
  const failsUnasked = async (failing: Promise<Failure>, expected: object): Promise<void> => {
    const failure = await failing;
    assert.partialDeepStrictEqual(failure, { code: 'malformedKey', ...expected });
    assert.deepEqual(aws.requests, []);
  };

  const program = { kind: 'program', key: 'credential_process', program: 'node' } as const;
  const outputs: readonly (readonly [string, string, string])[] = [
    [processOutput(temporary), 'AccessKeyId', 'noToken'],
    [processOutput(aliceKey, { SessionToken: 'stale' }), 'SessionToken', 'staleToken'],
    [processOutput(aliceKey, { AccessKeyId: `"${aliceKey.accessKeyId}"` }), 'AccessKeyId', 'quotes'],
    [processOutput(aliceKey, { SecretAccessKey: 'a secret' }), 'SecretAccessKey', 'space'],
    [processOutput(temporary, { SessionToken: 'to\nken' }), 'SessionToken', 'lineBreak'],
    [processOutput(temporary, { SessionToken: 'token\u200B' }), 'SessionToken', 'invisible'],
  ];
  for (const [text, name, trouble] of outputs) {
    it(`from a program is found before AWS is asked (${name}: ${trouble})`, async () => {
      await writeFile(file, text);
      await failsUnasked(runner().fail('program'), { name, trouble, place: program });
    });
  }

  for (const [text, trouble] of [
    ['eyJhbGciOi\neyJzdWIi', 'lineBreak'],
    ['"eyJhbGciOi"', 'quotes'],
    ['eyJhbGciOi eyJzdWIi', 'space'],
    ['eyJhbGciOi\u200BeyJzdWIi', 'invisible'],
  ] as const) {
    it(`of a web identity is found before AWS is asked (${trouble})`, async () => {
      await writeFile(file, text);
      const place = { kind: 'file', path: file };
      await failsUnasked(runner().fail('web'), { name: 'web_identity_token_file', trouble, place });
      const key = 'web_identity_token_process';
      const printed = { name: key, trouble, place: { ...program, key } };
      await failsUnasked(runner().fail('web-program'), printed);
    });
  }

  for (const [text, trouble] of [
    ['Bearer one\ntwo', 'lineBreak'],
    ['“token”', 'quotes'],
    ['to\u00A0ken', 'invisible'],
  ] as const) {
    it(`of a container is found before its agent is asked (${trouble})`, async () => {
      await writeFile(file, text);
      const inFile = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
      const inVariable = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
      for (const [name, value, place] of [
        [inFile, file, { kind: 'file', path: file }],
        [inVariable, text, { kind: 'environment' }],
      ] as const) {
        const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: agent, [name]: value };
        const container = createRunner(aws.url, new TypedCodes(), { environment });
        await failsUnasked(container.fail('environment'), { name, trouble, place });
      }
    });
  }

  it('that only Node refuses to send is no network failure', async () => {
    const endpoint = {
      region: 'eu-central-1',
      url: aws.url,
      fips: false,
      dualstack: false,
      legacyGlobal: false,
      caBundle: undefined,
    };
    const keys = new Credentials({ ...aliceKey, sessionToken: 'two\nlines', expiration: undefined });
    const host = new URL(aws.url).host;
    const call = { profile: 'p', action: 'x', signer: undefined, region: '', host, mfaSerial: undefined };
    const sts = await openSts(endpoint, keys);
    const asking = sts.getCallerIdentity(new AbortController().signal).catch((error: unknown) => {
      throw awsFailure(error, call);
    });
    assert.deepEqual(await failureFrom(asking), {
      code: 'unsendable',
      profile: 'p',
      host,
      reason: 'ERR_INVALID_CHAR',
    });
  });
});
