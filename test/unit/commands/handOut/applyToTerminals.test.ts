import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplyContext } from '../../../../src/commands/handOut/applyToTerminals.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { applyToOpenTerminals } = await import('../../../../src/commands/handOut/applyToTerminals.ts');
const { applyToTerminal } = await import('../../../../src/commands/handOut/applyToTerminal.ts');

const dev: Target = { kind: 'profile', name: 'dev' };
const waiting: ActiveState = {
  kind: 'waiting',
  target: dev,
  failure: { code: 'needsPerson', profile: 'dev' },
};

/** A shell that reads what is typed into it, as bash does. */
function openShell() {
  const loaded: string[] = [];
  const sendText = async (line: string): Promise<void> => {
    const [path] = /\/\S*rolecall-shell\S*\/aws/u.exec(line.replaceAll("'", '')) ?? [];
    if (path === undefined) return;
    loaded.push(await readFile(path, 'utf8'));
    await rm(path);
  };
  const terminal = {
    name: 'bash',
    state: { shell: 'bash', isInteractedWith: true },
    processId: Promise.resolve(undefined),
    creationOptions: {},
    sendText: (line: string) => void sendText(line),
  };
  return { terminal, loaded };
}

/** A window with one open terminal, which is the active one. */
function windowWith(state: ActiveState, besideName: string | undefined) {
  const shell = openShell();
  const asked: (Target | undefined)[] = [];
  const context = {
    active: { state },
    attempt: async (_: string, action: (renew: boolean) => Promise<unknown>) => action(false),
    openTerminals: { shells: [{ terminal: shell.terminal, folder: undefined, has: undefined }] },
    ownTerminals: { ready: async () => {}, has: () => false },
    runningPrograms: { programIn: async () => undefined, shellIn: () => undefined },
    terminals: {
      besideName,
      assignments: async (target: Target | undefined) => {
        asked.push(target);
        return new Map([['ALIBABA_CLOUD_ACCESS_KEY_ID', 'STS.1']]);
      },
    },
    views: { bound: { folders: [] } },
  };
  Object.assign(fakeVscode.window, { activeTerminal: shell.terminal });
  return { ...shell, asked, context: context as unknown as ApplyContext };
}

describe('applying what is in use to open terminals', () => {
  let cache: string;
  let said: string[];
  const original = { ...fakeVscode.window };
  const before = process.env['XDG_CACHE_HOME'];

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'rolecall-apply-'));
    process.env['XDG_CACHE_HOME'] = cache;
    said = [];
    Object.assign(fakeVscode.window, {
      showInformationMessage: async (text: string) => void said.push(text),
      setStatusBarMessage: (text: string) => void said.push(text),
    });
  });
  afterEach(async () => {
    Object.assign(fakeVscode.window, original);
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    await rm(cache, { recursive: true });
  });

  for (const [command, apply] of [
    ['Apply to Open Terminals', applyToOpenTerminals],
    ['Apply to This Terminal', applyToTerminal as unknown as typeof applyToOpenTerminals],
  ] as const) {
    it(`gives them what is in use of the other cloud alone (${command})`, async () => {
      const { context, asked, loaded } = windowWith({ kind: 'none' }, 'Instance RAM role');
      await apply(context);
      assert.deepEqual(asked, [undefined]);
      assert.match(loaded.join(), /ALIBABA_CLOUD_ACCESS_KEY_ID='?STS\.1/u);
      assert.match(said.join(), /“bash” now uses Instance RAM role/u);
    });

    it(`gives them the profile of AWS that is in use, with the rest (${command})`, async () => {
      const { context, asked, loaded } = windowWith(waiting, 'Instance RAM role');
      await apply(context);
      assert.deepEqual(asked, [dev]);
      assert.equal(loaded.length, 1);
      assert.match(said.join(), /“bash” now uses dev/u);
    });
  }

  it('says that nothing is in use, and leaves them alone', async () => {
    const { context, loaded } = windowWith({ kind: 'none' }, undefined);
    await applyToOpenTerminals(context);
    assert.match(said.join(), /No AWS profile is in use/u);
    assert.deepEqual(loaded, []);
  });
});
