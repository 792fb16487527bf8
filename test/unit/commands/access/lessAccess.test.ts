import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Emitter } from '../../../../src/base/event.ts';
import type { CommandContext } from '../../../../src/commands/context.ts';
import { scopePlan } from '../../../../src/plan/access/scopePlan.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { fullAccess } from '../../../../src/profiles/access/access.ts';
import { readPolicyDocument } from '../../../../src/profiles/policies/policyDocument.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { type AccessSettings, DefaultAccess } from '../../../../src/session/access/defaultAccess.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';
import { chainOf, contextOf, corp, readOnly, sources } from '../../plan/access/scopedPlans.ts';
import { keys, planFor, role } from '../../plan/planText.ts';

const { limitTarget } = await import('../../../../src/commands/use/useWithLessAccess.ts');
const { describeReason } = await import('../../../../src/host/messages/messages.ts');
const { PolicyFiles } = await import('../../../../src/host/files/policyFiles.ts');

interface Row {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly buttons?: readonly unknown[];
}

/** A picker that a test answers. */
class Pick {
  title = '';
  placeholder = '';
  value = '';
  items: readonly Row[] = [];
  activeItems: readonly Row[] = [];
  selectedItems: readonly Row[] = [];
  readonly accepted = new Emitter<void>();
  readonly changed = new Emitter<string>();
  readonly hidden = new Emitter<void>();
  readonly back = new Emitter<unknown>();
  readonly pressed = new Emitter<unknown>();
  readonly onDidAccept = this.accepted.event;
  readonly onDidChangeValue = this.changed.event;
  readonly onDidHide = this.hidden.event;
  readonly onDidTriggerButton = this.back.event;
  readonly onDidTriggerItemButton = this.pressed.event;
  show(): void {}
  hide(): void {}
  dispose(): void {}
}

const config = `${corp}
[profile base]
${keys('AKIA1')}
[profile dev]
${role('Dev')}
source_profile = base
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
`;
const profile = (name: string): Target => ({ kind: 'profile', name });
const reader: Target = { kind: 'assignment', signIn: 'corp', accountId: '111122223333', roleName: 'Reader' };
const allow =
  '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }]\n}';

const never = () => ({ dispose() {} });
const attempt = async (_: string, action: (renew: boolean) => unknown) => action(false);
const settle = () => sleep(30);

describe('the wizard for less access', () => {
  let picks: Pick[];
  let used: readonly (readonly [how: string, target: Target, tab?: string])[];
  let opened: readonly unknown[];
  let settings: AccessSettings;
  let recent: readonly Target[];
  let roles: readonly Target[];
  let folder: string;
  const original = { ...fakeVscode.window };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'policies-'));
    await writeFile(join(folder, 'good.json'), allow);
    await writeFile(join(folder, 'deny.json'), allow.replace('Allow', 'Deny'));
    await writeFile(join(folder, 'bad.json'), allow.replace('"Effect"', '"Efect"'));
  });
  after(() => rm(folder, { recursive: true }));

  let inUse: unknown;

  beforeEach(() => {
    inUse = { kind: 'none' };
    [picks, used, opened, recent, roles] = [[], [], [], [], []];
    settings = { general: undefined, production: undefined };
    const createQuickPick = () => {
      const pick = new Pick();
      picks.push(pick);
      return pick;
    };
    const showTextDocument = async (document: unknown, { selection }: { selection: unknown }) => {
      opened = [document, selection];
    };
    Object.assign(fakeVscode.window, { createQuickPick, showTextDocument });
  });
  afterEach(() => void Object.assign(fakeVscode.window, original));

  function context(): CommandContext {
    const access = new DefaultAccess({
      settings: { value: settings, onChange: never, ready: async () => {} },
      isProduction: () => false,
      onProductionChange: never,
      scope: scopePlan,
      context: contextOf,
    });
    return {
      views: {
        planOf: access.planWith((target) => planFor({ config, target })),
        describeReason,
        chosen: { recent, pinned: [] },
        production: { of: () => undefined },
        active: { state: inUse },
      },
      store: {},
      attempt,
      policyFiles: new PolicyFiles(async () => ({ readPolicyDocument })),
      findPolicyFiles: async () => ['good', 'deny', 'bad'].map((name) => join(folder, `${name}.json`)),
      lesserRoles: async () => roles,
      shortPath: (path: string) => path.replace(folder, '~'),
      ownTerminals: { ready: async () => {}, has: () => false },
      active: { use: async (target: Target) => void (used = [...used, ['window', target]]) },
      terminals: {
        open: async (target: Target, { name }: { readonly name: string }) =>
          void (used = [...used, ['terminal', target, name]]),
      },
    } as unknown as CommandContext;
  }

  const shown = (): Pick => picks.at(-1)!;
  const row = (label: string): Row => {
    const found = shown().items.find((each) => each.label === label);
    assert.ok(found, `${label} is not in ${JSON.stringify(shown().items.map((each) => each.label))}`);
    return found;
  };
  const choose = async (label: string): Promise<void> => {
    shown().selectedItems = [row(label)];
    shown().accepted.fire();
    await settle();
  };
  const press = async (label: string): Promise<void> => {
    const item = row(label);
    shown().pressed.fire({ item, button: item.buttons?.[0] });
    await settle();
  };
  const type = async (text: string): Promise<void> => {
    shown().value = text;
    shown().changed.fire(text);
    shown().selectedItems = [];
    shown().accepted.fire();
    await settle();
  };
  const back = async (): Promise<void> => {
    shown().back.fire(undefined);
    await settle();
  };
  const labels = (): readonly string[] => shown().items.map(({ label }) => label);
  const begin = async (target: Target): Promise<void> => {
    void limitTarget(target, context());
    await settle();
  };

  it('says for each level what it is, which policy it has, and what happens', async () => {
    await begin(profile('dev'));
    assert.equal(shown().title, 'Use dev with Less Access');
    assert.deepEqual(
      shown().items.map(({ label, description = '', detail = '' }) => [label, description, detail]),
      [
        [
          'Read-only (can read data)',
          'ReadOnlyAccess',
          'Assume arn:aws:iam::222222222222:role/Dev (session name me)',
        ],
        [
          'Security audit (configuration and policies)',
          'SecurityAudit',
          'Assume arn:aws:iam::222222222222:role/Dev (session name me)',
        ],
        [
          'View only (names and settings)',
          'ViewOnlyAccess',
          'Assume arn:aws:iam::222222222222:role/Dev (session name me)',
        ],
        ['Managed policies…', '', ''],
        ['Policy file…', '', ''],
      ],
    );
  });

  it('uses a level in the window', async () => {
    await begin(profile('dev'));
    await choose('Read-only (can read data)');
    assert.deepEqual(used, [['window', { ...profile('dev'), access: readOnly }]]);
  });

  it('opens a terminal that says its access, with the button of a row', async () => {
    await begin(profile('dev'));
    await press('View only (names and settings)');
    const target = { ...profile('dev'), access: { managed: ['viewOnly'] } };
    assert.deepEqual(used, [['terminal', target, 'dev · view only']]);
  });

  it('tells users without a role what they lose', async () => {
    await begin(profile('base'));
    assert.match(row('Read-only (can read data)').detail ?? '', /cannot use IAM, STS, or MFA/u);
  });

  it('offers full access while the window uses the target with less', async () => {
    const dev = { kind: 'profile', name: 'dev' } as const;
    const run = async (): Promise<readonly string[]> => {
      void limitTarget(dev, context());
      await settle();
      return shown().items.map(({ label }) => label);
    };
    assert.ok(!(await run()).some((label) => label.includes('Full access')));
    inUse = { kind: 'waiting', target: { ...dev, access: { managed: ['readOnly'] } } };
    assert.ok((await run()).some((label) => label.includes('Full access')));
  });

  it('does nothing if it is closed', async () => {
    await begin(profile('dev'));
    shown().hidden.fire();
    await settle();
    assert.deepEqual(used, []);
  });

  for (const [name, lines] of Object.entries(sources).filter(([, each]) => each.unlimited))
    it(`says why AWS cannot limit ${name}, and offers nothing that would fail`, async () => {
      const input = chainOf(lines, 0);
      const target = input.target ?? profile('dev');
      const given = context();
      Object.assign(given.views, {
        planOf: (asked: Target) => {
          const planned = planFor({ ...input, target });
          return asked.access && isPlan(planned) ? scopePlan(planned, asked.access, contextOf()) : planned;
        },
      });
      void limitTarget(target, given);
      await settle();
      const [reason, ...others] = labels();
      assert.match(reason ?? '', /^AWS cannot limit /u);
      assert.deepEqual(
        others,
        name === 'IAM Identity Center'
          ? [
              'Rolecall knows of no read-only permission set of yours in this account. Run “Rolecall: Refresh Accounts” to look for one.',
            ]
          : [],
      );
      await choose(reason!);
      assert.deepEqual(used, []);
    });

  it('offers the read-only permission sets of the same account', async () => {
    roles = [reader];
    await begin(profile('sso'));
    await choose('Use Reader instead');
    assert.deepEqual(used, [['window', reader]]);
  });

  it('offers everything if a setting allows less, also where AWS cannot limit', async () => {
    settings = { general: readOnly, production: undefined };
    for (const name of ['dev', 'sso']) {
      await begin(profile(name));
      await choose('Full access');
      assert.deepEqual(used.at(-1), ['window', { ...profile(name), access: fullAccess }]);
    }
  });

  it('returns to the usual access of a target that was limited', async () => {
    await begin({ ...profile('dev'), access: readOnly });
    await choose('Full access');
    assert.deepEqual(used, [['window', profile('dev')]]);
  });

  describe('with managed policies', () => {
    const own = 'arn:aws:iam::222222222222:policy/teams/Deploy';
    const elsewhere = 'arn:aws:iam::999999999999:policy/Other';

    it('collects them one after the other, until there are enough', async () => {
      recent = [{ ...profile('dev'), access: { managed: [own] } }];
      await begin(profile('dev'));
      await choose('Managed policies…');
      assert.equal(labels()[0], 'Deploy', 'those that were used before come first');
      await choose('Deploy');
      assert.equal(labels()[0], 'Use dev with this policy');
      assert.ok(!labels().includes('Deploy'));
      await choose('AmazonS3ReadOnlyAccess');
      await choose('Use dev with these 2 policies');
      const managed = [own, 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
      assert.deepEqual(used, [['window', { ...profile('dev'), access: { managed } }]]);
    });

    it('takes an ARN that is typed, and complains about what is none', async () => {
      await begin(profile('dev'));
      await choose('Managed policies…');
      await type('arn:aws:iam::aws:role/x');
      assert.match(labels().at(-1) ?? '', /^Enter the ARN of a managed policy like /u);
      await type(own);
      await press('Use dev with this policy');
      const access = { managed: [own] };
      assert.deepEqual(used, [['terminal', { ...profile('dev'), access }, 'dev · Deploy']]);
    });

    it('says why AWS would not take them, before they are used', async () => {
      await begin(profile('dev'));
      await choose('Managed policies…');
      await type(elsewhere);
      assert.match(row('Use dev with this policy').detail ?? '', /is in another account or partition/u);
      await choose('Use dev with this policy');
      assert.deepEqual(used, []);
      await back();
      await type(own);
      await choose('Use dev with this policy');
      assert.deepEqual(used, [['window', { ...profile('dev'), access: { managed: [own] } }]]);
    });

    it('are ten at most, as AWS says', async () => {
      await begin(profile('dev'));
      await choose('Managed policies…');
      for (let i = 0; i < 10; i++) await type(`${own}${i}`);
      assert.equal(used[0]?.[1].access?.managed.length, 10);
    });
  });

  const chooseFile = async (name: string): Promise<void> => {
    await begin(profile('dev'));
    await choose('Policy file…');
    await choose(name);
  };

  describe('with a policy file', () => {
    it('uses its text under its short name', async () => {
      await chooseFile('good.json');
      await choose('Use dev with good.json');
      const [, target] = used[0]!;
      assert.equal(target.access?.document?.file, '~/good.json');
      assert.deepEqual(JSON.parse(target.access?.document?.text ?? ''), JSON.parse(allow));
    });

    it('says at which line a policy is wrong, and opens it there', async () => {
      await chooseFile('bad.json');
      assert.match(
        shown().items[0]?.detail ?? '',
        /^The policy file bad\.json is not a policy that AWS accepts: see line 3\.$/u,
      );
      await choose('Open file at line 3');
      assert.deepEqual(used, []);
      assert.match(JSON.stringify(opened), /bad\.json.*"line":2/u);
    });

    it('reads the file again when the user has corrected it', async () => {
      await chooseFile('bad.json');
      await writeFile(join(folder, 'bad.json'), allow);
      await choose('Read it again');
      await choose('Use dev with bad.json');
      assert.equal(used.length, 1);
    });

    it('wants a level beside a policy that only denies', async () => {
      await chooseFile('deny.json');
      assert.match(row('Use dev with deny.json').detail ?? '', /only denies/u);
      await choose('Read-only (can read data)');
      const [, { access }] = used[0]!;
      assert.deepEqual([access?.managed, access?.document?.file], [['readOnly'], '~/deny.json']);
    });

    it('opens another file once, also if it is read again', async () => {
      let dialogs = 0;
      const path = join(folder, 'later.json');
      await writeFile(path, '{');
      const showOpenDialog = async () => {
        dialogs++;
        return [{ fsPath: path }];
      };
      Object.assign(fakeVscode.window, { showOpenDialog });
      await chooseFile('Open another file…');
      await writeFile(path, allow);
      await choose('Read it again');
      await choose('Use dev with later.json');
      assert.deepEqual([dialogs, used.length], [1, 1]);
    });

    it('goes back to the files, and to the levels', async () => {
      await chooseFile('good.json');
      await back();
      assert.ok(labels().includes('deny.json'));
      await back();
      assert.ok(labels().includes('Policy file…'));
    });
  });
});
