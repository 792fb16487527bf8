import assert from 'node:assert/strict';
import { readArn } from '../../../src/plan/console/arn.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { type Target, targetName } from '../../../src/profiles/profiles.ts';
import { config, type Given, keys, resourceViews } from '../../fakes/resourceViews.ts';

await import('../../fakes/useFakeVscode.ts');
const { readArnTargets } = await import('../../../src/views/arnTargets.ts');
const { arnTooltip } = await import('../../../src/views/arnWords.ts');
const { terminalArns } = await import('../../../src/views/terminalArns.ts');

const profile = (name: string): Target => ({ kind: 'profile', name });
const queue = (account: string, partition = 'aws'): string =>
  `arn:${partition}:sqs:eu-west-1:${account}:jobs`;

const names = (plans: readonly Plan[]): string => plans.map(({ target }) => targetName(target)).join(' ');

/** `decided | fitting | possible`, and the tooltip. */
async function targetsFor(text: string, given: Given = {}, own?: Target): Promise<readonly string[]> {
  const arn = readArn(text);
  assert.ok(arn);
  const sources = resourceViews(given);
  const found = (await readArnTargets(sources, own)).for(arn);
  const decided = found.decided ? targetName(found.decided.target) : '';
  return [
    [decided, names(found.fitting), names(found.possible)].join(' | '),
    arnTooltip(arn, found, sources),
  ];
}

describe('what opens a resource', () => {
  it('is the only profile of its account', async () => {
    assert.deepEqual(await targetsFor(queue('333333333333')), [
      'prod | prod | keys',
      'Open in the AWS console with prod · Acme Production (333333333333) · production',
    ]);
  });

  it('is not a user whose profile needs a code, if there is a role', async () => {
    const [found, tooltip] = await targetsFor(queue('111111111111'));
    assert.equal(found, 'dev | dev | keys');
    assert.equal(tooltip, 'Open in the AWS console with dev · 111111111111');
  });

  it('is there once, also if it was used with less access before', async () => {
    const recent: readonly Target[] = [{ ...profile('dev'), access: { word: 'readOnly' } as never }];
    assert.equal((await targetsFor(queue('111111111111'), { recent }))[0], 'dev | dev | keys');
  });

  it('is asked for if there are several', async () => {
    assert.deepEqual(await targetsFor(queue('222222222222')), [
      ' | test test-two | keys',
      'Open in the AWS console with one of 2 profiles of account 222222222222',
    ]);
  });

  it('is what the window uses, if that is of the account', async () => {
    const inUse = profile('test-two');
    assert.match((await targetsFor(queue('222222222222'), { inUse }))[0]!, /^test-two \| test-two test \|/u);
    assert.match((await targetsFor(queue('333333333333'), { inUse }))[0]!, /^prod \| prod \|/u);
  });

  it('is what the terminal uses, before what the window uses', async () => {
    const [inUse, own] = [profile('test'), profile('test-two')];
    const [found] = await targetsFor(queue('222222222222'), { inUse }, own);
    assert.match(found!, /^test-two \| test-two test \|/u);
    assert.match(
      (await targetsFor(queue('222222222222'), { inUse }, inUse))[0]!,
      /^test \| test test-two \|/u,
    );
  });

  it('has the access that the user chose', async () => {
    const inUse: Target = { ...profile('test'), access: { word: 'readOnly' } as never };
    const found = (await readArnTargets(resourceViews({ inUse }), undefined)).for(
      readArn(queue('222222222222'))!,
    );
    assert.equal(found.decided?.target, inUse);
    assert.equal(found.fitting.length, 2);
  });

  it('is not known before AWS has said whose keys are in use', async () => {
    const given = { inUse: profile('keys'), config: config + keys('more') };
    assert.deepEqual(await targetsFor(queue('666666666666'), given), [
      ' |  | keys more',
      'Open in the AWS console. No profile is known for account 666666666666.',
    ]);
    const told = await targetsFor(queue('666666666666'), { ...given, identity: '666666666666' });
    assert.equal(told[0], 'keys | keys | more');
    const other = await targetsFor(queue('777777777777'), { ...given, identity: '666666666666' });
    assert.equal(other[0], ' |  | more');
  });

  it('is not offered if AWS has said before that its keys are of another account', async () => {
    const given = { inUse: profile('dev'), config: config + keys('more') };
    const told = { AKIAKEYSXXXXXXXXXXXX: '777777777777' };
    assert.equal((await targetsFor(queue('666666666666'), { ...given, told }))[0], ' |  | more');
    assert.equal((await targetsFor(queue('777777777777'), { ...given, told }))[0], 'keys | keys | more');
  });

  it('is in the same partition', async () => {
    assert.equal((await targetsFor(queue('555555555555', 'aws-us-gov')))[0], 'gov | gov | ');
    assert.equal((await targetsFor(queue('555555555555')))[0], ' |  | keys');
  });

  it('is what the window uses, if the ARN names no account', async () => {
    assert.deepEqual(await targetsFor('arn:aws:s3:::acme', { inUse: profile('dev') }), [
      'dev | dev keys test test-two prod | ',
      'Open in the AWS console with dev · 111111111111',
    ]);
    const [found, tooltip] = await targetsFor('arn:aws:s3:::acme', { inUse: profile('gov') });
    assert.match(found!, /^ \| keys dev /u);
    assert.equal(tooltip, 'Open in the AWS console with a profile that you choose');
    const alone = `[profile only]\naws_access_key_id = AKIAONLY\naws_secret_access_key = s\n`;
    assert.match((await targetsFor('arn:aws:s3:::acme', { config: alone }))[0]!, /^ \| only/u);
  });
});

describe('ARNs in a terminal', () => {
  it('are links with the place and the profile', async () => {
    const line = `  created ${queue('111111111111')}, ${queue('111111111111', 'aws-cn')}`;
    const found = await terminalArns(line, undefined, resourceViews({}));
    assert.deepEqual(found, [
      {
        start: 10,
        end: 10 + queue('111111111111').length,
        arn: queue('111111111111'),
        tooltip: 'Open in the AWS console with dev · 111111111111',
      },
    ]);
  });
});
