import assert from 'node:assert/strict';
import { diagnosticsText } from '../../../src/commands/diagnostics.ts';
import { RecentFailures } from '../../../src/commands/recentFailures.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const role = 'arn:aws:iam::444455556666:role/team/Developer';
const config = `[profile dev]
role_arn = ${role}
source_profile = maya
external_id = from-the-partner
mfa_serial = arn:aws:iam::111122223333:mfa/maya-phone
`;
const credentials = `[maya]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${secret}
`;

function diagnosed() {
  const target = { kind: 'profile', name: 'dev' } as const;
  const profiles = buildProfiles(parseConfig(config), parseConfig(credentials));
  const context = {
    environment: {},
    sessionName: 'maya@example.com',
    mfaSessionSeconds: 43_200,
    directDevices: [],
  };
  const failures = new RecentFailures();
  const failure = { code: 'fileUnreadable', path: '/home/maya/.aws/config', reason: 'permission' } as const;
  for (let i = 0; i < 12; i++) failures.add(failure, Date.UTC(2026, 0, 1, i));
  return {
    versions: { Rolecall: '1.2.3', 'Visual Studio Code': '1.105.1' },
    settings: {
      'rolecall.mfa.process': `totp --secret ${secret}`,
      'rolecall.production': ['444455556666', 'https://corp.awsapps.com/start'],
    },
    profiles: 2,
    agentsGetLess: true,
    state: { kind: 'waiting', target, failure: { code: 'needsPerson', profile: 'dev' } } as const,
    planned: planTarget(profiles, target, context),
    failures: failures.all,
    withoutHome: (text: string) => text.replaceAll('/home/maya', '~'),
  };
}

describe('the diagnostics', () => {
  it('contain the versions, the settings, the plan, and the last failures', () => {
    const text = diagnosticsText(diagnosed(), true);
    for (const part of [
      'Rolecall: 1.2.3',
      'AI agents get less than the user: no keys in variables',
      'dev: waiting',
      '"kind":"mfaSession"',
      role,
      '444455556666',
      'maya-phone',
    ])
      assert.ok(text.includes(part), part);
    assert.match(text, /rolecall\.mfa\.process = "\(set\)"/);
    assert.match(text, /2026-01-01T11:00:00\.000Z \{"code":"fileUnreadable","path":"~\/\.aws\/config"/);
    assert.doesNotMatch(text, /T01:00/);
  });

  it('contain no secret, even if the user lets them name accounts', () => {
    for (const identifying of [true, false]) {
      const text = diagnosticsText(diagnosed(), identifying);
      for (const hidden of [secret, secret.slice(0, 12), 'from-the-partner'])
        assert.ok(!text.includes(hidden), hidden);
    }
  });

  it('tell nobody whose account it is, unless the user agrees', () => {
    const text = diagnosticsText(diagnosed(), false);
    const hidden = [
      '444455556666',
      '111122223333',
      'Developer',
      'maya-phone',
      'IOSFODNN7',
      'corp',
      '@example',
      '/home',
    ];
    for (const part of hidden) assert.ok(!text.includes(part), part);
    assert.match(text, /"arn:aws:iam:…"/);
    assert.match(text, /…6666/);
  });
});
