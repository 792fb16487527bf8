import { equal, match } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from '../window/useIdentityCenter.ts';

/** A kind of profile, and whose sessions a person and an agent get with it. */
interface Kind {
  readonly profile: string;
  readonly bucket: string;
  readonly person: RegExp;
  readonly agent: RegExp;
}

const kinds: Readonly<Record<string, Kind>> = {
  'a role': {
    profile: 'dev',
    bucket: 'rolecall-development',
    person: /444455556666:assumed-role\/Developer\/(?!\S*-agent)/u,
    agent: /444455556666:assumed-role\/Developer\/\S+-agent$/mu,
  },
  'a chain of roles': {
    profile: 'prod-deploy',
    bucket: 'rolecall-production',
    person: /777788889999:assumed-role\/Deployer\/(?!\S*-agent)/u,
    agent: /777788889999:assumed-role\/Deployer\/\S+-agent$/mu,
  },
  'access keys with MFA': {
    profile: 'maya',
    bucket: 'rolecall-tools',
    person: /111122223333:user\/maya$/mu,
    agent: /111122223333:federated-user\/\S+-agent$/mu,
  },
  'IAM Identity Center': {
    profile: 'sandbox',
    bucket: 'rolecall-development',
    person: /AWSReservedSSO_Developer_/u,
    agent: /AWSReservedSSO_ReadOnly_/u,
  },
};

/** Other rows mention the names of accounts, such as “development”. */
function row(profile: string): RegExp {
  return new RegExp(`^\\s*${profile}(?!-)`, 'u');
}

describe('a person and an AI agent in the same terminal', function () {
  this.timeout(120_000);
  const scene = useIdentityCenter();
  let runs = 0;

  /** Runs `s3.mjs` twice: the output of reading and of writing, each with the caller. Lines in terminals wrap. */
  async function attempts(bucket: string, marker: string): Promise<readonly [string, string]> {
    const name = `attempt${runs++}`;
    const { window, vscode } = scene();
    const each = `for a in get put; do ${marker} node s3.mjs $a ${bucket}/hello.txt; echo END; done`;
    await window.terminal.run(`clear; (${each}) > ${name} 2>&1`);
    return eventually(async () => {
      const [read = '', written = '', ...more] = (await readFile(join(vscode.workspace, name), 'utf8')).split(
        'END\n',
      );
      equal(more.length, 1, 'The programs have not ended');
      return [read, written];
    }, 60_000);
  }

  before(async () => {
    const { window, rolecall, aws } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await window.quickInput.row('Open Again').waitFor();
    await allowAccess(page, 'Request approved');
    await rolecall.waitForStatus(/^sandbox /u);
    await rolecall.choose(row('dev'));
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws.clock));
    await rolecall.waitForStatus(/^dev /u);
  });

  for (const mode of ['environment', 'profile', 'live'])
    for (const [kind, { profile, bucket, person, agent }] of Object.entries(kinds))
      it(`have different access with ${kind} in the mode “${mode}”`, async () => {
        const { window, rolecall, vscode } = scene();
        await vscode.server.changeSettings({ 'rolecall.terminals.mode': mode });
        await rolecall.choose(row(profile));
        await rolecall.waitForStatus(new RegExp(`^${profile} `, 'u'));
        await window.newTerminal();
        await eventually(async () => {
          const [read, written] = await attempts(bucket, '');
          match(read, person);
          match(written, /^allowed$/mu);
        }, 60_000);
        const [read, written] = await attempts(bucket, 'AI_AGENT=matrix');
        match(read, agent);
        match(read, /^allowed$/mu);
        match(written, /^AccessDenied: .*s3:PutObject/mu);
        const [, again] = await attempts(bucket, '');
        match(again, /^allowed$/mu);
      });

  it('needed one MFA code', () => {
    const codes = scene().aws.requests.filter(({ parameters }) => parameters['TokenCode'] !== undefined);
    equal(codes.length, 1);
  });
});
