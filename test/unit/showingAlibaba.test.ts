import assert from 'node:assert/strict';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { AlibabaCommandId } from '../../src/base/contributions.ts';
import { OnDemand } from '../../src/base/onDemand.ts';
import { createAttempt } from '../../src/commands/attempt.ts';
import { Endpoint } from '../../src/delivery/servers/endpoint.ts';
import { BesideSlot } from '../../src/delivery/terminals/besideSlot.ts';
import type { HandOut } from '../../src/delivery/record/handOuts.ts';
import { SessionCache } from '../../src/session/sessionCache.ts';
import { createDswStage, type DswStage } from '../alibaba/dswStage.ts';
import { eventually } from '../eventually.ts';
import { recordHandOuts } from '../fakes/handOutRecord.ts';
import { InProcessLock } from '../fakes/inProcessLock.ts';
import { MemorySecrets } from '../fakes/memorySecrets.ts';
import { noOtherWindows } from '../fakes/noOtherWindows.ts';
import { RecordedLog } from '../fakes/recordedLog.ts';
import { fakeVscode } from '../fakes/useFakeVscode.ts';

const { createAlibabaStage } = await import('../../src/alibabaStage.ts');

type Given = Parameters<typeof createAlibabaStage>;

const uri = { kind: 'credentialsUri' } as const;

/** A window whose workspace has used the role of the instance before. Its engine starts when a test says so. */
function openWindow({ home, env }: DswStage) {
  const log = new RecordedLog();
  const record = recordHandOuts();
  const engine = Promise.withResolvers<unknown>();
  const cache = new SessionCache(new MemorySecrets(), noOtherWindows, log, Date.now);
  const values = new Map<string, unknown>([['activeAlibabaTarget', uri]]);
  const state = {
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
  };
  const context = { workspaceState: state, globalState: state, globalStorageUri: { fsPath: home } };
  const failures: string[] = [];
  const attempt = createAttempt(({ code }) => failures.push(code), log);
  const host = { context, environment: env, log, now: Date.now, attempt };
  const endpoint = new OnDemand(() =>
    Endpoint.open({
      get: () => Promise.reject(new TypeError('AWS is not used')),
      active: () => undefined,
      give: record.give,
      describe: ({ code }) => code,
      log,
      now: Date.now,
    }),
  );
  const copied: string[] = [];
  const clipboard = {
    copy: async (text: string) => {
      copied.push(text);
      return { sentence: '', clear: { title: 'Clear', follow: () => {} } };
    },
  };
  const terminalMode = { value: 'environment', onChange: () => ({ dispose() {} }) };
  const beside = new BesideSlot();
  const alibaba = createAlibabaStage(
    host as unknown as Given[0],
    { store: { ready: async () => {} } } as unknown as Given[1],
    { engine: { get: () => engine.promise } } as unknown as Given[2],
    { handOuts: record.handOuts } as unknown as Given[3],
    { beside, endpoint, inTerminals: { terminalMode } } as unknown as Given[4],
    (() => clipboard) as unknown as Given[5],
  );
  return {
    ...alibaba,
    startEngine: () => engine.resolve({ cache, lock: new InProcessLock() }),
    beside,
    copied,
    failures,
    log,
    /** The records of addresses, as _What Is Handed Out Now_ lists them. */
    addresses: (): readonly HandOut[] => record.handOuts.current('copiedEndpoint', 'endpoint'),
    dispose: () => {
      alibaba.dispose();
      endpoint.dispose();
    },
  };
}

function set(shown: 'auto' | 'on' | 'off'): void {
  fakeVscode.settings.user['rolecall.alibabaCloud'] = shown;
  fakeVscode.reports.configurationChanged.fire({
    affectsConfiguration: (name) => name === 'rolecall.alibabaCloud',
  });
}

const run = (id: AlibabaCommandId, argument?: unknown): Promise<unknown> => {
  const handler = fakeVscode.handlers.get(id) as unknown as (argument: unknown) => Promise<unknown>;
  return handler(argument);
};

/** Long enough for what should not happen. */
const aMoment = () => sleep(100);

describe('showing Alibaba Cloud', () => {
  let dsw: DswStage;
  let window: ReturnType<typeof openWindow>;

  before(() => {
    fakeVscode.settings.defaults['rolecall.alibabaCloud'] = 'auto';
  });
  after(() => {
    delete fakeVscode.settings.user['rolecall.alibabaCloud'];
  });

  beforeEach(async () => {
    fakeVscode.settings.user['rolecall.alibabaCloud'] = 'auto';
    dsw = await createDswStage();
    window = openWindow(dsw);
  });
  afterEach(async () => {
    window.dispose();
    await dsw.close();
    assert.deepEqual([window.log.errors, window.failures], [[], []]);
  });

  const isShown = (): boolean => window.views.rows !== undefined;
  const shown = () => eventually(() => assert.ok(isShown()));
  const inUse = () => eventually(() => assert.notEqual(window.beside.name, undefined));
  /** How often the instance was asked for its role. */
  const requests = (): number =>
    dsw.alibaba.requests.filter(({ action }) => action === 'credentialsUri').length;

  it('restores what the workspace used', async () => {
    window.startEngine();
    await inUse();
    assert.equal(requests(), 1);
  });

  it('restores nothing after it was turned off while its files were read', async () => {
    window.startEngine();
    const listening = window.views.onDidChange(() => {
      if (isShown()) set('off');
    });
    await eventually(() => assert.equal(fakeVscode.settings.user['rolecall.alibabaCloud'], 'off'));
    listening.dispose();
    await aMoment();
    assert.deepEqual([isShown(), window.beside.name, requests()], [false, undefined, 0]);
  });

  it('does not appear if it was turned off while its code was loaded', async () => {
    window.startEngine();
    let changes = 0;
    window.views.onDidChange(() => (changes += Number(isShown())));
    void run('rolecall.alibabaRenew');
    set('off');
    await aMoment();
    assert.deepEqual([changes, isShown(), requests()], [0, false, 0]);
  });

  it('is open before any command runs, however many are called', async () => {
    fakeVscode.takeShownTexts();
    const first = run('rolecall.alibabaRenew');
    await shown();
    const second = run('rolecall.alibabaRenew');
    await aMoment();
    assert.deepEqual(
      [fakeVscode.takeShownTexts().filter((text) => /Credentials/u.test(text)), requests()],
      [[], 0],
    );
    window.startEngine();
    await Promise.all([first, second]);
    assert.ok(requests() > 1);
  });

  it('cancels the commands that wait for it when it is turned off', async () => {
    const waiting = run('rolecall.alibabaRenew');
    await shown();
    set('off');
    assert.equal(await waiting, undefined);
    window.startEngine();
    await aMoment();
    assert.equal(requests(), 0);
  });

  it('is shown once more if it is turned off and on while the engine starts', async () => {
    await shown();
    const before = window.views.rows;
    set('off');
    set('on');
    await shown();
    assert.notEqual(window.views.rows, before);
    window.startEngine();
    await inUse();
    await aMoment();
    assert.equal(requests(), 1);
    set('off');
    await aMoment();
    assert.deepEqual([isShown(), window.beside.name], [false, undefined]);
  });

  it('ends all addresses, with their records, when it is turned off', async () => {
    window.startEngine();
    await inUse();
    await run('rolecall.alibabaCopyUri', { target: { kind: 'credentialsFile' } });
    await run('rolecall.alibabaCopyUri');
    for (const address of window.copied) assert.equal((await fetch(address)).status, 200);
    assert.deepEqual([window.copied.length, window.addresses().length], [2, 3]);
    set('off');
    assert.deepEqual(window.addresses(), []);
    for (const address of window.copied) assert.equal((await fetch(address)).status, 401);
  });

  it('hands out no address that was asked for before it was turned off', async () => {
    window.startEngine();
    await inUse();
    const copying = run('rolecall.alibabaCopyUri');
    await setImmediate();
    assert.deepEqual(window.copied, []);
    set('off');
    await copying;
    assert.deepEqual([window.copied, window.addresses()], [[], []]);
  });
});
