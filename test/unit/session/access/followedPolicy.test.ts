import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Planned } from '../../../../src/plan/plan.ts';
import type { Access } from '../../../../src/profiles/access/access.ts';
import { readPolicyDocument } from '../../../../src/profiles/policies/policyDocument.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { eventually } from '../../../eventually.ts';
import { documentOf } from '../../plan/access/scopedPlans.ts';
import { keys, planFor, printPlan, role } from '../../plan/planText.ts';

await import('../../../fakes/useFakeVscode.ts');
const { createAccess } = await import('../../../../src/accessStage.ts');

const config = `[profile base]\n${keys('AKIA1')}\n[profile dev]\n${role('One')}\nsource_profile = base\n`;

const load = async () => ({ readPolicyDocument });

describe('the policy file of an access that the user chose', () => {
  let folder: string;
  let stage: ReturnType<typeof createAccess>;
  let plan: (target: Target) => Planned;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'followed-'));
    const production = { of: () => undefined, onDidChange: () => ({ dispose() {} }) };
    stage = createAccess(() => 'me', production, load);
    plan = stage.access.planWith((target) => planFor({ config, target }));
  });

  afterEach(async () => {
    for (const each of [stage.access, stage.accessSettings, stage.policyFiles]) each.dispose();
    await rm(folder, { recursive: true });
  });

  const file = (): string => join(folder, 'deploy.json');
  const write = (text: string): Promise<void> => writeFile(file(), text);
  /** With the policy as it was when the user chose it. */
  const target = (name = file()): Target => {
    const access: Access = { managed: [], document: { ...documentOf('Allow', 'old:*'), file: name } };
    return { kind: 'profile', name: 'dev', access };
  };
  const sent = (chosen = target()): string => {
    const printed = printPlan(plan(chosen));
    return printed.startsWith('✗') ? printed : (/only allow (\S+)/u.exec(printed)?.[1] ?? printed);
  };

  it('is read again before the first session', async () => {
    await write(documentOf('Allow', 'new:*').text);
    await stage.access.ready(target());
    assert.equal(sent(), 'new:*');
  });

  it('is followed when it changes, and is a failure with its line while it is wrong', async () => {
    let changes = 0;
    stage.access.onDidChange(() => changes++);
    await write(documentOf('Allow', 'new:*').text);
    await stage.access.ready(target());
    const first = changes;
    await write(documentOf('Allow', 'newer:*').text);
    await eventually(() => assert.equal(sent(), 'newer:*'), 10_000);
    assert.ok(changes > first, 'the window learns of it');
    await write('{\n"Version" "2012-10-17"\n}');
    await eventually(() => assert.match(sent(), /^✗ policyFileInvalid\(dev, .*deploy\.json, 2/u), 10_000);
    await rm(file());
    await eventually(() => assert.match(sent(), /^✗ policyFileUnreadable\(dev, /u), 10_000);
  });

  it('is not that of another workspace, of which only the relative path is known', async () => {
    await stage.access.ready(target('deploy.json'));
    assert.equal(sent(target('deploy.json')), 'old:*');
  });
});
