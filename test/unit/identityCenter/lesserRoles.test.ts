import assert from 'node:assert/strict';
import type { AccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import { lesserRoles, readOnlyRole } from '../../../src/identityCenter/lesserRoles.ts';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { type Access, fullAccess } from '../../../src/profiles/access/access.ts';
import { type Target, targetName } from '../../../src/profiles/profiles.ts';
import type { Directory } from '../../aws/identityCenter/directory.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { corp, documentOf, readOnly } from '../plan/access/scopedPlans.ts';
import { keys, planFor } from '../plan/planText.ts';
import { SsoStage } from './ssoStage.ts';

const asking = { mayAsk: true, signal: new AbortController().signal };
const account = '444455556666';

function directoryWith(roles: readonly string[]): Directory {
  const accounts = [{ id: account, name: 'development', email: 'a@example.com', roles }];
  return { ...sampleDirectory, people: [{ name: 'maya@example.com', accounts }] };
}

describe('the permission sets with less access in the account of a target', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let portal: AccessPortal;
  afterEach(() => stage.close());

  const open = async (...roles: readonly string[]): Promise<void> => {
    stage = await SsoStage.open(directoryWith(roles));
    portal = stage.window();
  };

  /** The plan of `dev`, which has this permission set. */
  const planOf = (roleName: string, lines = ''): Planned => {
    const config = `${corp}[profile dev]\nsso_session = corp\nsso_account_id = ${account}\nsso_role_name = ${roleName}\n${lines}`;
    const planned = planFor({ config });
    if (!isPlan(planned)) return planned;
    const [source, ...steps] = planned.steps;
    assert.ok(source?.kind === 'identityCenter');
    return { ...planned, steps: [{ ...source, session: stage.session() }, ...steps] };
  };
  const signIn = () => portal.accounts.listAccounts(stage.session(), asking);
  const found = async (planned: Planned, usedBefore: readonly Target[] = []): Promise<readonly string[]> =>
    (await lesserRoles(planned, usedBefore, async () => portal)).map(targetName);
  const substitute = (planned: Planned, access: Access = readOnly) =>
    readOnlyRole(planned, access, async () => portal);

  it('are those whose names say so', async () => {
    const others = ['AuditManagerAdmin', 'AuditorFullAccess', 'LogReaderWriter', 'NonReadOnly', 'PowerUser'];
    const looking = ['AWSReadOnlyAccess', 'SecurityAudit', 'ViewOnlyAccess'];
    await open('Admin', 'Billing', 'ReadOnlyPlusDeploy', ...others, ...looking);
    await signIn();
    const expected = looking.map((name) => `${name}@${account}`);
    assert.deepEqual(await found(planOf('Admin')), expected);
    assert.equal(stage.browser.opened.length, 1);
  });

  it('begin with those that the user had before, and do not include the one in use', async () => {
    await open('Admin', 'ReadOnly', 'ViewOnly');
    await signIn();
    const used: Target = { kind: 'assignment', signIn: 'corp', accountId: account, roleName: 'ViewOnly' };
    assert.deepEqual(await found(planOf('Admin'), [used]), [`ViewOnly@${account}`, `ReadOnly@${account}`]);
    assert.deepEqual(await found(planOf('ReadOnly')), [`ViewOnly@${account}`]);
  });

  it('are none if they are not known, and nobody is asked to sign in', async () => {
    await open('Admin', 'ReadOnly');
    assert.deepEqual(await found(planOf('Admin')), []);
    assert.equal(await substitute(planOf('Admin')), undefined);
    assert.deepEqual(stage.browser.opened, []);
  });

  it('are none for other credentials', async () => {
    await open('Admin', 'ReadOnly');
    await signIn();
    assert.deepEqual(await found(planFor({ config: `[profile dev]\n${keys('AKIA1')}` })), []);
    assert.deepEqual(await found(planFor({ config: '' })), []);
  });

  it('stand in for AI agents, unless the target itself seems to allow only looking', async () => {
    await open('Admin', 'ReadOnly', 'ViewOnly');
    await signIn();
    assert.deepEqual(await substitute(planOf('Admin')), {
      kind: 'assignment',
      signIn: 'corp',
      accountId: account,
      roleName: 'ReadOnly',
    });
    const own = planOf('ViewOnly');
    const target = { kind: 'profile', name: 'dev' } as const;
    assert.deepEqual(await substitute({ ...own, target: { ...target, access: readOnly } }), target);
  });

  it('stand in only where the name says that they allow no more than the access', async () => {
    await open('Admin', 'Reader', 'ReadOnly', 'SecurityAudit', 'ViewOnly');
    await signIn();
    for (const [access, own, expected] of [
      [fullAccess, 'Admin', `Reader@${account}`],
      [{ managed: ['viewOnly'] }, 'Admin', `ViewOnly@${account}`],
      [{ managed: ['viewOnly'] }, 'ReadOnly', `ViewOnly@${account}`],
      [{ managed: ['viewOnly'] }, 'ViewOnly', 'dev'],
      [{ managed: ['securityAudit'] }, 'Admin', `SecurityAudit@${account}`],
      [{ managed: [], document: documentOf('Allow') }, 'ReadOnly', undefined],
      [{ managed: ['readOnly'], document: documentOf('Deny') }, 'Admin', undefined],
    ] as const) {
      const target = await substitute(planOf(own), access);
      assert.equal(target && targetName(target), expected, JSON.stringify([access, own]));
    }
  });
});
