import assert from 'node:assert/strict';
import type { AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';
import { type AlibabaWorld, alibabaWindow, dsw, readyWith } from './alibabaWindow.ts';

const { registerAlibabaItem } = await import('../../../../src/views/alibaba/alibabaItem.ts');

const uri: AlibabaTarget = { kind: 'credentialsUri' };
const old: AlibabaTarget = { kind: 'cliProfile', name: 'old' };

interface ShownItem {
  readonly text: string;
  readonly tooltip: { readonly value: string; readonly isTrusted: { readonly enabledCommands: string[] } };
  readonly backgroundColor: { readonly id: string } | undefined;
  readonly accessibilityInformation: { readonly label: string };
}

const never = { dispose() {} };
const { createStatusBarItem } = fakeVscode.window;

let items: (ShownItem & { isShown: boolean; priority: number })[] = [];

function create(id: string, _side: unknown, priority: number): unknown {
  assert.equal(id, 'rolecall.alibaba');
  const item = {
    priority,
    isShown: false,
    show: () => (item.isShown = true),
    hide: () => (item.isShown = false),
    dispose: () => (item.isShown = false),
  };
  items.push(item as never);
  return item;
}

describe('the item of Alibaba Cloud in the status bar', () => {
  let registered: { dispose(): void } = never;

  before(() => void Object.assign(fakeVscode.window, { createStatusBarItem: create }));

  after(() => void Object.assign(fakeVscode.window, { createStatusBarItem }));

  afterEach(() => {
    registered.dispose();
    items = [];
  });

  function shown(world: AlibabaWorld): ShownItem | undefined {
    registered = registerAlibabaItem(alibabaWindow({ ...dsw, ...world }));
    return items.find(({ isShown }) => isShown);
  }

  it('is not even made while nothing is in use', () => {
    assert.equal(shown({}), undefined);
    assert.equal(items.length, 0);
  });

  it('appears to the right of the profile of AWS, and disappears', () => {
    const sources = alibabaWindow(dsw);
    registered = registerAlibabaItem(sources);
    sources.use(readyWith(old, dsw));
    assert.equal(items[0]?.isShown, true);
    assert.ok(items[0].priority < 50);
    sources.use({ kind: 'none' });
    assert.equal(items[0].isShown, false);
  });

  const waiting = { kind: 'waiting', target: old } as const;
  const refused = { kind: 'refused', failure: { code: 'alibabaSourceStale', profile: 'old' } } as const;
  const looks: readonly (readonly [string, AlibabaWorld, boolean])[] = [
    ['$(server-environment) old · 43m', { state: readyWith(old, dsw) }, false],
    ['$(server-environment) Instance RAM role · 43m', { state: readyWith(uri, dsw) }, false],
    ['$(warning) old · expires in 43m', { state: readyWith(old, dsw, { mustAsk: 'signIn' }) }, true],
    ['$(warning) old · keys rejected', { state: readyWith(old, dsw), verdict: refused }, true],
    ['$(sync~spin) old', { state: { kind: 'switching', target: old, from: { kind: 'none' } } }, false],
    [
      '$(sign-in) old · sign in',
      {
        state: {
          ...waiting,
          failure: { code: 'cliSignInNeeded', profile: 'old', mode: 'OAuth', why: 'expired' },
        },
      },
      true,
    ],
    [
      '$(warning) old · no session',
      { state: { ...waiting, failure: { code: 'notAlibaba', profile: 'old', host: 'h', status: 502 } } },
      true,
    ],
  ];
  for (const [text, world, warns] of looks)
    it(`shows “${text}”`, () => {
      const item = shown(world);
      assert.equal(item?.text, text);
      assert.equal(item.backgroundColor?.id, warns ? 'statusBarItem.warningBackground' : undefined);
    });

  it('has a tooltip with who one is, how long, and commands', () => {
    const identity = { account: '1234567890123456', arn: 'acs:ram::1234567890123456:assumed-role/Dsw/s' };
    const item = shown({ state: readyWith(uri, dsw), verdict: { kind: 'accepted', identity } });
    const { value, isTrusted } = item!.tooltip;
    assert.match(value, /1234567890123456:assumed-role\/Dsw\/s/u);
    assert.match(value, /43m/u);
    assert.match(value.replaceAll('&nbsp;', ' '), /New terminals and tasks get these credentials\./u);
    assert.deepEqual(isTrusted.enabledCommands, [
      'rolecall.alibabaUse',
      'rolecall.alibabaRenew',
      'rolecall.alibabaVerify',
      'rolecall.alibabaOpenConsole',
      'rolecall.alibabaCopyCredentials',
      'rolecall.alibabaExplain',
      'rolecall.alibabaStopUsing',
    ]);
    assert.doesNotMatch(value, /secret-path/u);
  });

  for (const [given, says] of [
    ['keys', 'New terminals and tasks get these credentials.'],
    ['uri', 'New terminals and tasks get a credentials URI.'],
    ['nothing', 'The policy forbids giving these credentials to new terminals and tasks.'],
  ] as const)
    it(`says what programs get: ${given}`, () => {
      const item = shown({ state: readyWith(uri, dsw), given });
      const tooltip = item!.tooltip.value.replaceAll('&nbsp;', ' ').replaceAll('\\', '');
      assert.ok(tooltip.includes(says), tooltip);
      assert.ok(item!.accessibilityInformation.label.endsWith(`. ${says}`));
    });

  it('says as a sentence what is wrong, also to screen readers', () => {
    const failure = { code: 'notAlibaba', profile: 'old', host: 'h', status: 502 } as const;
    const item = shown({ state: { ...waiting, failure } });
    assert.match(item!.tooltip.value, /whole notAlibaba/u);
    assert.match(
      item!.accessibilityInformation.label,
      /^old of Alibaba Cloud has no session: no session\. whole notAlibaba\./u,
    );
  });

  it('says the time to screen readers in words', () => {
    const item = shown({ state: readyWith(old, dsw) });
    assert.match(
      item!.accessibilityInformation.label,
      /^Alibaba Cloud: old, expires in 43 minutes\. New terminals/u,
    );
  });
});
