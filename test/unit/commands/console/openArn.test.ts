import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { Destination } from '../../../../src/plan/console/destination.ts';
import { type Target, targetName } from '../../../../src/profiles/profiles.ts';
import { config, type Given, resourceViews, roleIn } from '../../../fakes/resourceViews.ts';
import { eventually } from '../../../eventually.ts';
import { TypedInput } from '../../../fakes/typedInput.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { followArn, openByArn } = await import('../../../../src/commands/console/openArn.ts');

interface Row {
  readonly label: string;
  readonly description?: string;
}

const profile = (name: string): Target => ({ kind: 'profile', name });
const queue = (account: string): string => `arn:aws:sqs:eu-west-1:${account}:jobs`;

describe('a link on an ARN', () => {
  const { showQuickPick } = fakeVscode.window;
  const { openExternal } = fakeVscode.env as { openExternal?: unknown };
  /** The questions and what was opened, in their order. */
  let happened: string[];
  let shown: readonly string[];
  let answer: string | undefined;
  let mayUse: boolean;

  beforeEach(() => {
    [happened, shown, answer, mayUse] = [[], [], undefined, true];
    const pick = async (rows: readonly Row[], { placeHolder }: { readonly placeHolder: string }) => {
      happened.push(placeHolder);
      shown = rows.map(({ label, description = '' }) => [label, description].filter(Boolean).join(' | '));
      return rows.find(({ label }) => label === answer);
    };
    Object.assign(fakeVscode.window, { showQuickPick: pick });
    Object.assign(fakeVscode.env, {
      openExternal: async (url: string) => void happened.push(`browser: ${url}`),
    });
  });
  afterEach(() => {
    Object.assign(fakeVscode.window, { showQuickPick, activeTextEditor: undefined });
    Object.assign(fakeVscode.env, { openExternal });
  });

  function contextOf(given: Given) {
    const views = resourceViews(given);
    const links = {
      routeOf: async () => ({ kind: 'federation', isForUser: false }),
      linkFor: async (target: Target, destination: Destination, wish: { readonly isOutside: boolean }) => {
        assert.equal(destination.kind, 'arn');
        if (wish.isOutside && views.production.of(views.planOf(target)) !== undefined) {
          happened.push(`confirm ${targetName(target)}`);
          if (!mayUse) throw new Cancelled();
        }
        happened.push(`${targetName(target)}: ${(destination as { arn: string }).arn}`);
        return { url: 'https://example.com', isSecret: true };
      },
    };
    return {
      views,
      active: views.active,
      store: views.store,
      attempt: (_: string, action: (renew: boolean) => Promise<void>) => action(false),
      console: {
        links: { ...links, get: async () => links },
        browser: { open: async () => {}, showsOneAccount: false },
        memory: { noteDestination() {}, isSecondAccount: () => false, isHintShown: true },
      },
    };
  }

  async function follow(text: unknown, given: Given = {}, own?: Target): Promise<readonly string[]> {
    await followArn(text, contextOf(given) as never, own);
    return happened;
  }

  it('opens the resource with the only profile of its account', async () => {
    const arn = queue('111111111111');
    assert.deepEqual(await follow(arn), [`dev: ${arn}`]);
  });

  it('asks before it opens with a production profile', async () => {
    const arn = queue('333333333333');
    assert.deepEqual(await follow(arn), ['confirm prod', `prod: ${arn}`]);
    [happened, mayUse] = [[], false];
    await assert.rejects(follow(arn), Cancelled);
    assert.deepEqual(happened, ['confirm prod']);
  });

  it('does not ask for what the window or the terminal uses', async () => {
    const arn = queue('333333333333');
    assert.deepEqual(await follow(arn, { inUse: profile('prod') }), [`prod: ${arn}`]);
    happened = [];
    assert.deepEqual(await follow(arn, { inUse: profile('dev') }, profile('prod')), [`prod: ${arn}`]);
  });

  it('offers all profiles of its account, the one that was used last first', async () => {
    const arn = queue('222222222222');
    answer = 'test';
    const expected = ['Choose what opens the resource in account 222222222222', `test: ${arn}`];
    assert.deepEqual(await follow(arn, { recent: [profile('test-two')] }), expected);
    assert.deepEqual(shown, [
      'test-two | Admin · 222222222222',
      'test | Admin · 222222222222',
      'Open where the browser is signed in',
    ]);
  });

  it('offers the roles of sign-ins', async () => {
    const arn = queue('444444444444');
    answer = 'Reader@444444444444';
    const expected = ['Choose what opens the resource in account 444444444444', `${answer}: ${arn}`];
    assert.deepEqual(await follow(arn, { roles: ['Admin', 'Reader'] }), expected);
    assert.deepEqual(
      shown.map((row) => row.split(' | ')[0]),
      ['Admin@444444444444', 'Reader@444444444444', 'Open where the browser is signed in'],
    );
  });

  it('opens the resource with the only role of a sign-in', async () => {
    const arn = queue('444444444444');
    assert.deepEqual(await follow(arn, { roles: ['Reader'] }), [`Reader@444444444444: ${arn}`]);
  });

  it('offers what may be of its account if nothing is known to be', async () => {
    const arn = queue('666666666666');
    answer = 'Open where the browser is signed in';
    const page = `https://console.aws.amazon.com/go/view?arn=${encodeURIComponent(arn)}`;
    assert.deepEqual(await follow(arn), [
      'No profile is known for account 666666666666. Choose a profile that may belong to it.',
      `browser: ${page}`,
    ]);
    assert.deepEqual(shown, ['keys | access keys', answer]);
    happened = [];
    assert.deepEqual(await follow(arn, { config: '' }), [
      'No profile is known for account 666666666666.',
      `browser: ${page}`,
    ]);
  });

  it('offers production last, and does not ask again for what the user chooses', async () => {
    const arn = queue('222222222222');
    answer = 'prod-test';
    const given = {
      config: `${roleIn('prod-test', '222222222222')}${config}`,
      recent: [profile('prod-test')],
    };
    const expected = ['Choose what opens the resource in account 222222222222', `prod-test: ${arn}`];
    assert.deepEqual(await follow(arn, given), expected);
    assert.deepEqual(shown.slice(0, 3), [
      'test | Admin · 222222222222',
      'test-two | Admin · 222222222222',
      'prod-test | production · Admin · 222222222222',
    ]);
  });

  it('opens nothing if the user closes the list', async () => {
    assert.equal((await follow(queue('222222222222'))).length, 1);
  });

  it('is nothing but an ARN', async () => {
    for (const text of [undefined, 1, {}, '', 'https://example.com', `${queue('111111111111')} x`])
      assert.deepEqual(await follow(text), []);
  });

  for (const [kind, text] of [
    ['a session', 'arn:aws:sts::111111111111:assumed-role/Admin/me'],
    ['the account in a policy', 'arn:aws:iam::111111111111:root'],
  ] as const)
    it(`is not opened by the command if it names ${kind}, for which there is no page`, async () => {
      const { createInputBox } = fakeVscode.window;
      const box = new TypedInput();
      const activeTextEditor = {
        document: { lineAt: () => ({ text }) },
        selection: { isEmpty: true, active: { line: 0, character: 0 } },
      };
      Object.assign(fakeVscode.window, { createInputBox: () => box, activeTextEditor });
      try {
        const asked = openByArn(contextOf({}) as never);
        await eventually(() => assert.equal(box.value, text));
        box.changed.fire(text);
        assert.match(box.validationMessage ?? '', /has no page for this/u);
        box.changed.fire(queue('111111111111'));
        assert.equal(box.validationMessage, undefined);
        box.hidden.fire();
        await asked;
      } finally {
        Object.assign(fakeVscode.window, { createInputBox });
      }
      assert.deepEqual(happened, []);
    });

  for (const [title, line, selected] of [
    ['at the cursor', `${queue('222222222222')} "${queue('111111111111')}|"`, undefined],
    ['in the selection', '|', `x ${queue('111111111111')}, y`],
  ] as const)
    it(`is what the command opens ${title}`, async () => {
      const active = { line: 0, character: line.indexOf('|') };
      const activeTextEditor = {
        document: { lineAt: () => ({ text: line.replace('|', '') }), getText: () => selected },
        selection: { isEmpty: selected === undefined, active },
      };
      Object.assign(fakeVscode.window, { activeTextEditor });
      await openByArn(contextOf({}) as never);
      assert.deepEqual(happened, [`dev: ${queue('111111111111')}`]);
    });
});
