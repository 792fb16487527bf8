import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createAlibabaRunner } from '../../../../src/credentials/alibaba/alibabaRunner.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import type { AlibabaProfiles } from '../../../../src/profiles/alibaba/alibabaProfiles.ts';
import { alibabaKey, type AlibabaSource } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { readAlibabaProfiles } from '../../../../src/profiles/alibaba/readAlibabaProfiles.ts';
import { createDswStage, type DswStage } from '../../../alibaba/dswStage.ts';
import { ecsRole, linArn, readerArn, researchAccount } from '../../../alibaba/sampleAlibaba.ts';
import { RecordedLog } from '../../../fakes/recordedLog.ts';

const instance = assumed('dsw-instance', 'dsw-instance-1a2b');
const ecs = assumed('ecs-instance', 'vm-ram-i-bp1a2b3c4d5e6f7g8h9i');

/** Who the user becomes with each source of the sample. */
const expected: Readonly<Record<string, string | RegExp>> = {
  '["credentialsUri"]': instance,
  '["credentialsFile"]': instance,
  '["cliProfile","lin"]': linArn,
  '["cliProfile","reader"]': readerArn,
  '["cliProfile","developer"]': assumed('Developer', 'lin'),
  '["cliProfile","deploy"]': assumed('Deploy', 'lin'),
  '["cliProfile","partner"]': assumed('Partner', 'lin'),
  '["cliProfile","instance"]': instance,
  '["cliProfile","ecs"]': ecs,
  '["cliProfile","sso"]': /:assumed-role\/AliyunReservedSSO-DataScience-\w+\/lin$/u,
  '["cliProfile","oauth"]': linArn,
  '["iniProfile","credentials","default"]': linArn,
  '["iniProfile","credentials","developer"]': assumed('Developer', 'lin'),
  '["iniProfile","credentials","ecs"]': ecs,
};

describe('the sample files of Alibaba Cloud', () => {
  let stage: DswStage;
  let profiles: AlibabaProfiles;

  before(async () => {
    stage = await createDswStage({ files: { cli: 'sample', ini: 'sample' }, alibaba: { ecsRole } });
    const { env, home } = stage;
    const paths = alibabaPaths(env, home);
    profiles = readAlibabaProfiles({
      environment: env,
      paths,
      cli: await readFile(paths.cli, 'utf8'),
      ini: new Map([['credentials', await readFile(paths.ini.credentials, 'utf8')]]),
      hasCredentialsFile: true,
      asksForEcs: false,
    });
  });
  after(() => stage.close());

  it('are valid, and contain what the test expects', () => {
    assert.deepEqual(profiles.failures, []);
    assert.deepEqual(profiles.sources.map(alibabaKey), Object.keys(expected));
  });

  for (const [key, arn] of Object.entries(expected))
    it(`lead to credentials with ${key}`, async () => {
      const source = profiles.sources.find((each) => alibabaKey(each) === key);
      assert.ok(source);
      const found = await identify(profiles, source);
      if (typeof arn === 'string') assert.equal(found, arn);
      else assert.match(found, arn);
    });
});

/** The ARN of a source, planned and run as a session does it. */
async function identify(profiles: AlibabaProfiles, source: AlibabaSource): Promise<string> {
  const runner = createAlibabaRunner({
    profiles: () => profiles,
    isTrusted: () => true,
    log: new RecordedLog(),
    now: Date.now,
    onClockSkew: (minutes) => assert.fail(`${minutes}`),
  });
  const plan = planAlibaba(profiles, source, { sessionName: 'rolecall-lin' });
  assert.ok(isPlan(plan), JSON.stringify(plan));
  const { signal } = new AbortController();
  const credentials = await runner.run(plan, undefined, async () => {}, signal, undefined);
  return (await runner.identify({ plan, credentials }, signal)).arn;
}

function assumed(role: string, session: string): string {
  return `acs:ram::${researchAccount}:assumed-role/${role}/${session}`;
}
