import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeldTokens } from '../../../src/credentials/heldTokens.ts';
import { ssoFiles, type SsoToken } from '../../../src/credentials/sso/ssoTokens.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';

const session = corpSignIn();
const token: SsoToken = { accessToken: 't', expiresAt: Date.UTC(2030, 0, 1), refresh: undefined };

describe('a token that cannot be written', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('is kept by reads that began before the sign-in ended', async () => {
    // The name has no room for that of a draft, so writing fails at once, while reading takes its time.
    const path = join(folder, `${'x'.repeat(250)}.json`);
    await writeFile(path, ' '.repeat(1_000_000));
    const held: string[] = [];
    const tokens = new HeldTokens(ssoFiles, (each) => held.push(each));
    const reads = [tokens.read(path)];
    const reading = setInterval(() => reads.push(tokens.read(path)));
    await tokens.write(path, token, session);
    clearInterval(reading);
    await Promise.all(reads);
    assert.deepEqual(held, [path]);
    assert.deepEqual(await tokens.read(path), token);
  });
});
