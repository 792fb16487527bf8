import assert from 'node:assert/strict';
import { keys, phone, role, workingPlan } from '../plan/planText.ts';

await import('../../fakes/useFakeVscode.ts');
const { describeReason } = await import('../../../src/host/messages/messages.ts');
const { consoleSentence } = await import('../../../src/views/consoleRouteWords.ts');

const base = `[profile base]\n${keys('AKIAIOSFODNN7EXAMPLE')}`;
const corp = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1';
const assignment = 'sso_session = corp\nsso_account_id = 222222222222\nsso_role_name = Reader';
const isolated = role('Dev').replace('arn:aws:', 'arn:aws-iso:');

describe('the explanation of how the console opens', () => {
  const cases: readonly (readonly [what: string, config: string, sentence: RegExp])[] = [
    [
      'a permission set',
      `${corp}\n[profile dev]\n${assignment}`,
      /access portal, by a link without a secret/u,
    ],
    [
      'a role',
      `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
      /The setting rolecall\.console\.sessionHours says how long/u,
    ],
    [
      'a role behind a role',
      `${base}\n[profile mid]\n${role('Mid')}\nsource_profile = base\n[profile dev]\n${role('Dev')}\nsource_profile = mid`,
      /It stays open until the session ends/u,
    ],
    [
      'a user',
      `[profile dev]\n${keys('AKIAIOSFODNN7EXAMPLE')}`,
      /everything that the user may do, or read-only/u,
    ],
    [
      'a user with MFA',
      `[profile dev]\n${keys('AKIAIOSFODNN7EXAMPLE')}\nmfa_serial = ${phone}`,
      /^AWS does not open the console for an MFA session\. Use a role/u,
    ],
    [
      'a program',
      '[profile dev]\ncredential_process = print-keys',
      /if these are the credentials of a role/u,
    ],
    [
      'an isolated partition',
      `${base}\n[profile dev]\n${isolated}\nsource_profile = base\nregion = us-iso-east-1`,
      /does not know the address of the AWS console in the partition aws-iso/u,
    ],
  ];
  for (const [what, config, sentence] of cases)
    it(`names the link for ${what}, or why there is none`, () => {
      assert.match(consoleSentence(workingPlan({ config }), describeReason), sentence);
    });
});
