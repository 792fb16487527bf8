import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Emitter } from '../../../../src/base/event.ts';
import type { Beside, BesideSource } from '../../../../src/delivery/handover/besideHandover.ts';
import type { Recipient } from '../../../../src/delivery/handover/recipient.ts';
import { BesideSlot } from '../../../../src/delivery/terminals/besideSlot.ts';
import { ExtensionHostVariables } from '../../../../src/delivery/terminals/extensionHost.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import type { OwnFolder } from '../../../../src/session/boundWindow.ts';
import { CollectedVariables } from '../../../fakes/collectedVariables.ts';
import { type HandOutRecord, recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { Terminals } = await import('../../../../src/delivery/terminals/terminals.ts');

const dev: Target = { kind: 'profile', name: 'dev' };
const newTerminals: Recipient = { kind: 'newTerminals', folder: undefined };
const failure = { code: 'needsPerson', profile: 'dev' } as const;
const waiting = { kind: 'waiting', target: dev, failure } as const;
const mirror = { config: '/m/config', credentials: '/m/credentials' };
const noSession = () => Promise.reject(new TypeError('no keys are needed'));
const keys = (id: string): Beside => ({
  set: new Map([['ALIBABA_CLOUD_ACCESS_KEY_ID', id]]),
  absent: ['ALIBABA_CLOUD_PROFILE', 'ALIBABA_CLOUD_ROLE_ARN'],
  profile: 'ali',
});

describe('terminals with another cloud beside AWS', () => {
  let record: HandOutRecord;
  let slot: BesideSlot;
  let given: Beside | undefined;
  let givenTo: Recipient[];
  let changed: Emitter<unknown>;
  let state: ActiveState;
  let active: Emitter<ActiveState>;
  let bound: OwnFolder[];
  let named: Readonly<Record<string, string>>;
  let renamed: Emitter<void>;
  let vscodeSide: CollectedVariables;
  let environment: NodeJS.ProcessEnv;
  let host: ExtensionHostVariables;
  let terminals: InstanceType<typeof Terminals>;

  beforeEach(() => {
    record = recordHandOuts();
    slot = new BesideSlot();
    given = undefined;
    givenTo = [];
    changed = new Emitter();
    state = { kind: 'none' };
    active = new Emitter();
    bound = [];
    named = {};
    renamed = new Emitter();
    vscodeSide = new CollectedVariables();
    environment = { ALIBABA_CLOUD_PROFILE: 'mine' };
    host = new ExtensionHostVariables(environment, { value: true, onChange: new Emitter<boolean>().event });
    fakeVscode.workspace.workspaceFolders = [];
    const never = new Emitter<never>().event;
    terminals = new Terminals({
      beside: slot,
      handOuts: record.handOuts,
      openTerminals: {
        dedicated: (name: string) => ({ kind: 'terminal', name, how: 'dedicated', id: 1 }),
        injected: () => ({ kind: 'terminal', name: 'zsh', how: 'injected', id: 2 }),
        expect: () => {},
      } as never,
      confirm: async () => {},
      collection: vscodeSide.whole,
      active: {
        get state() {
          return state;
        },
        onDidChange: active.event,
      },
      bound: {
        get folders() {
          return bound;
        },
        onDidChange: never,
      },
      mode: { value: 'profile', onChange: never },
      agents: { isSame: true, onDidChange: never },
      onProfilesChange: never,
      inherited: host.inherited,
      surroundings: () => ({ named }),
      named: { onDidChange: renamed.event },
      overruled: { follow: () => {} },
      needMirror: () => {},
      onDidDeliver: (...handOver) => host.deliver(...handOver),
      mirror,
      planOf: (target) => ({ target, failure }),
    });
  });
  afterEach(() => {
    terminals.dispose();
    host.dispose();
  });

  const sourceOf = (onGive: (recipient: Recipient) => void): BesideSource => ({
    for: (recipient) => {
      onGive(recipient);
      return given;
    },
    peek: () => given,
    get name() {
      return given && 'ali';
    },
    onDidChange: changed.event,
  });
  const fill = (onGive: (recipient: Recipient) => void = (recipient) => void givenTo.push(recipient)): void =>
    slot.fill(sourceOf(onGive));
  const give = (beside: Beside | undefined): void => {
    given = beside;
    changed.fire(undefined);
  };
  const use = (next: ActiveState): void => {
    state = next;
    active.fire(next);
  };
  const inTerminal = (folder?: vscode.WorkspaceFolder) => vscodeSide.inTerminal(folder);
  const open = { processId: Promise.resolve(1), name: 'zsh', state: {}, creationOptions: {} };

  it('get its variables in a window that uses nothing of AWS, and lose them when it stops', () => {
    fill();
    give(keys('STS.1'));
    assert.deepEqual(inTerminal(), { ALIBABA_CLOUD_PROFILE: '', ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.1' });
    give(undefined);
    assert.deepEqual(inTerminal(), {});
  });

  it('have what settings and tasks would set emptied, too', () => {
    fill();
    give(keys('STS.1'));
    assert.equal(inTerminal()['ALIBABA_CLOUD_ROLE_ARN'], undefined);
    named = { ALIBABA_CLOUD_ROLE_ARN: 'other' };
    renamed.fire();
    assert.equal(inTerminal()['ALIBABA_CLOUD_ROLE_ARN'], '');
  });

  it('get them beside those of AWS, in folders with a profile of their own, too', () => {
    const folder = { name: 'a', index: 0, uri: 'file:///a' as unknown as vscode.Uri };
    fakeVscode.workspace.workspaceFolders = [folder];
    bound = [{ uri: 'file:///a', name: 'a', state: waiting }];
    fill();
    give(keys('STS.1'));
    use(waiting);
    const { AWS_PROFILE, ALIBABA_CLOUD_ACCESS_KEY_ID } = inTerminal(folder);
    assert.deepEqual([AWS_PROFILE, ALIBABA_CLOUD_ACCESS_KEY_ID], ['dev', 'STS.1']);
    assert.deepEqual(
      givenTo.filter(({ kind }) => kind === 'newTerminals').filter((each) => 'folder' in each && each.folder),
      [],
    );
  });

  it('get nothing of it before its code is loaded, nor after it is gone', () => {
    given = keys('STS.1');
    use(waiting);
    assert.equal(inTerminal()['ALIBABA_CLOUD_ACCESS_KEY_ID'], undefined);
    fill();
    assert.equal(inTerminal()['ALIBABA_CLOUD_ACCESS_KEY_ID'], 'STS.1');
    slot.empty();
    assert.equal(inTerminal()['ALIBABA_CLOUD_ACCESS_KEY_ID'], undefined);
    give(keys('STS.2'));
    assert.equal(inTerminal()['ALIBABA_CLOUD_ACCESS_KEY_ID'], undefined);
    assert.equal(inTerminal()['AWS_PROFILE'], 'dev');
  });

  it('name both in their description', () => {
    fill();
    use(waiting);
    give(keys('STS.1'));
    const shown = vscodeSide.whole.description as vscode.MarkdownString;
    assert.match(shown.value, /dev.*Alibaba Cloud: ali/u);
  });

  it('are like the programs of other extensions, which lose what they inherited', () => {
    fill();
    give(keys('STS.1'));
    assert.deepEqual(environment, { ALIBABA_CLOUD_ACCESS_KEY_ID: 'STS.1' });
    assert.ok(givenTo.some(({ kind }) => kind === 'extensionHost'));
    give(undefined);
    assert.deepEqual(environment, { ALIBABA_CLOUD_PROFILE: 'mine' });
  });

  it('have it also if they are opened for one profile of AWS', async () => {
    fill();
    give(keys('STS.1'));
    const { options } = (await terminals.profile(dev, {}, () =>
      Promise.reject(new TypeError()),
    )) as unknown as {
      readonly options: { readonly env: Record<string, string | null> };
    };
    assert.equal(options.env['ALIBABA_CLOUD_ACCESS_KEY_ID'], 'STS.1');
    assert.equal(options.env['ALIBABA_CLOUD_PROFILE'], null);
    assert.equal(options.env['AWS_PROFILE'], 'dev');
    assert.match(options.env['VSCODE_ENV_REPLACE'] ?? '', /ALIBABA_CLOUD_ACCESS_KEY_ID=STS\.1/u);
    assert.ok(givenTo.some((each) => each.kind === 'terminal' && each.how === 'dedicated'));
  });

  it('get it, or lose it, when a profile is applied to them while they are open', async () => {
    fill();
    give(keys('STS.1'));
    const first = await terminals.assignments(dev, open as never, noSession);
    assert.equal(first.get('ALIBABA_CLOUD_ACCESS_KEY_ID'), 'STS.1');
    assert.equal(first.get('ALIBABA_CLOUD_PROFILE'), null);
    give(undefined);
    const second = await terminals.assignments(dev, open as never, noSession);
    assert.equal(second.get('ALIBABA_CLOUD_ACCESS_KEY_ID'), null);
    assert.equal(second.get('ALIBABA_CLOUD_PROFILE'), 'mine');
  });

  it('get it, and lose what they have of AWS, when it is applied to them while nothing of AWS is in use', async () => {
    fill();
    give(keys('STS.1'));
    environment['AWS_REGION'] = 'eu-west-1';
    use(waiting);
    use({ kind: 'none' });
    const found = await terminals.assignments(undefined, open as never, noSession);
    assert.equal(found.get('ALIBABA_CLOUD_ACCESS_KEY_ID'), 'STS.1');
    assert.equal(found.get('ALIBABA_CLOUD_PROFILE'), null);
    assert.deepEqual([found.get('AWS_PROFILE'), found.get('AWS_REGION')], [null, 'eu-west-1']);
    assert.equal(terminals.besideName, 'ali');
  });

  it('keep the record of one cloud when the other one stops', () => {
    const ali = { kind: 'cliProfile', name: 'ali' } as const;
    fill((recipient) => given && record.handOuts.lead(ali, recipient, true));
    give(keys('STS.1'));
    use(waiting);
    const ended = () =>
      record.reported
        .filter(({ recipient }) => recipient.kind === 'newTerminals')
        .map((each) => [each.cloud, each.ended]);
    use({ kind: 'none' });
    use({ kind: 'none' });
    assert.deepEqual(ended(), [
      ['alibaba', undefined],
      [undefined, undefined],
      [undefined, 'stopped'],
    ]);
    give(undefined);
    assert.deepEqual(ended().at(-1), ['alibaba', 'stopped']);
    assert.equal(record.handOuts.of(newTerminals, 'alibaba'), undefined);
  });
});
