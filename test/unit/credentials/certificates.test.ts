import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { companyCa, otherCa } from '../../aws/http/certificates.ts';
import { startTlsFront, type TlsFront } from '../../aws/http/tlsFront.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { testWorld } from '../../aws/testWorld.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { createRunner, outcomes, type Runner } from './runner.ts';

describe("AWS behind a company's TLS proxy", () => {
  let aws: LocalAws;
  let front: TlsFront;
  let prompts: TypedCodes;
  let folder: string;
  const file = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-ca-'));
    const texts = {
      'company.pem': companyCa,
      'other.pem': otherCa,
      'empty.pem': '',
      'key.pem': '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n',
    };
    for (const [name, text] of Object.entries(texts)) await writeFile(file(name), text);
    aws = await startLocalAws({ world: testWorld });
    front = await startTlsFront(aws.url);
  });

  beforeEach(() => {
    prompts = new TypedCodes('123456');
  });

  after(async () => {
    await front.close();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  function trusting(name: string | undefined, url = front.url): Runner {
    return createRunner(url, prompts, {
      environment: { AWS_CA_BUNDLE: name === undefined ? undefined : file(name) },
    });
  }

  it("can be reached if the company's authority is trusted", async () => {
    await trusting('company.pem').run('plain');
    assert.deepEqual(outcomes(aws.requests), ['AssumeRole OK']);
  });

  for (const [whom, bundle, reason] of [
    ['the list of built-in authorities', undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['another authority', 'other.pem', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const) {
    it(`is rejected if only ${whom} is trusted`, async () => {
      const { host } = new URL(front.url);
      assert.deepEqual(await trusting(bundle).fail('plain'), {
        code: 'certificate',
        profile: 'plain',
        host,
        trouble: 'issuer',
        reason,
      });
    });
  }

  it('is not trusted under another host name', async () => {
    const host = `127.0.0.1:${front.port}`;
    assert.deepEqual(await trusting('company.pem', `https://${host}`).fail('plain'), {
      code: 'certificate',
      profile: 'plain',
      host,
      trouble: 'name',
      reason: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('is detected before a code is sent', async () => {
    const failure = await trusting('other.pem').fail('alice');
    assert.equal(failure.code, 'certificate');
    assert.deepEqual([prompts.shown, prompts.openPrompts], [[], 0]);
  });

  describe('with a CA bundle', () => {
    for (const [what, name, reason] of [
      ['a missing file', 'gone.pem', 'ENOENT'],
      ['a folder', '', 'EISDIR'],
      ['an empty file', 'empty.pem', 'NO_CERTIFICATE'],
      ['a file without a certificate', 'key.pem', 'NO_CERTIFICATE'],
    ] as const) {
      it(`reports ${what} before any request`, async () => {
        const path = file(name);
        for (const profile of ['plain', 'alice']) {
          const failure = await trusting(name).fail(profile);
          assert.deepEqual(failure, { code: 'caBundleUnreadable', profile, path, reason });
        }
        assert.deepEqual(prompts.questions, []);
      });
    }

    it('reads a corrected bundle again', async () => {
      const runner = trusting('late.pem');
      assert.equal((await runner.fail('plain')).code, 'caBundleUnreadable');
      await writeFile(file('late.pem'), `# of the company\n${companyCa}`);
      await runner.run('plain');
    });
  });
});
