import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { strictest } from '../../../../src/base/policy.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import { assignmentsOf, overInherited } from '../../../../src/delivery/handover/handover.ts';
import { mirrorName } from '../../../../src/delivery/handover/targetEncoding.ts';
import {
  allowedMode,
  type Delivering,
  fixedHandover,
  type Mode,
  programHandover,
  terminalHandover,
  windowHandover,
} from '../../../../src/delivery/handover/terminalModes.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';
import type { Ready, SettledState } from '../../../../src/session/activeState.ts';

const modes = ['environment', 'profile', 'live'] as const satisfies readonly Mode[];
const mirror = { config: '/mirror/config', credentials: '/mirror/credentials' };
const config = `
[profile keys]
region = eu-west-1
[profile machine]
region = eu-west-1
[profile half]
aws_access_key_id = AKIA1
[profile maya's role]
aws_access_key_id = AKIA1
aws_secret_access_key = s1
[profile b c]
aws_access_key_id = AKIA1
aws_secret_access_key = s1
`;
const credentials = '[keys]\naws_access_key_id = AKIA1\naws_secret_access_key = s1\n';
const profiles = buildProfiles(parseConfig(config), parseConfig(credentials));
const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 43_200 };
const delivering = (mode: Mode): Delivering => ({
  mode,
  agentsGetLess: false,
  mirror,
  planOf: (target) => planTarget(profiles, target, context),
  give: ({ plan, credentials: given }, use) => use({ plan, credentials: given.reveal() }),
});

const profile = (name: string): Target => ({ kind: 'profile', name });
const adHoc: Target = {
  kind: 'role',
  roleArn: 'arn:aws:iam::444455556666:role/ReadOnly',
  sourceProfile: 'keys',
  sessionName: 'me',
};
const assignment: Target = { kind: 'assignment', signIn: 'gone', accountId: '444455556666', roleName: 'a=b' };

function waiting(target: Target): Exclude<SettledState, { kind: 'none' | 'ready' }> {
  return { kind: 'waiting', target, failure: { code: 'needsPerson', profile: 'x' } };
}

function ready(target: Target): Ready {
  const plan = delivering('live').planOf(target);
  assert.ok(isPlan(plan));
  const values = {
    accessKeyId: 'AKIA1',
    secretAccessKey: 's1',
    sessionToken: undefined,
    expiration: undefined,
  };
  return { kind: 'ready', target, session: { plan, credentials: new Credentials(values) } };
}

function inTerminal(
  state: SettledState,
  mode: Mode,
  inherited: Environment = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(overInherited(windowHandover(state, delivering(mode)), inherited));
}

const guard = 'AWS_EC2_METADATA_DISABLED';

describe('what programs get', () => {
  const targets = [
    profile('keys'),
    profile('half'),
    profile('gone'),
    profile('default'),
    profile("maya's role"),
    profile('b c'),
    adHoc,
    assignment,
  ];

  it('never leads to the role of the machine, whatever is missing, in any mode', () => {
    for (const mode of modes) {
      for (const target of targets) {
        const state = waiting(target);
        for (const handover of [
          windowHandover(state, delivering(mode)),
          fixedHandover(state, delivering(mode)),
          programHandover(state, true, delivering(mode)),
          terminalHandover(target, undefined, delivering(mode)),
        ]) {
          assert.ok(handover);
          assert.equal(overInherited(handover, {}).get(guard), 'true', `${mode} ${JSON.stringify(target)}`);
          assert.equal(assignmentsOf(handover).get(guard), 'true');
        }
      }
    }
  });

  it('are keys and nothing else in the mode “environment”, unless an inherited profile name leads to the mirror', () => {
    const state = ready(profile('keys'));
    assert.deepEqual(Object.keys(inTerminal(state, 'environment')), [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_REGION',
      'AWS_DEFAULT_REGION',
    ]);
    const named = inTerminal(state, 'environment', { AWS_PROFILE: 'other' });
    assert.deepEqual(
      [named['AWS_PROFILE'], named['AWS_CONFIG_FILE'], named[guard]],
      ['keys', '/mirror/config', 'true'],
    );
  });

  it('contain no keys if the policy forbids that, whatever the mode is', () => {
    const forbidding = strictest([{ forbid: ['environmentMode'] }]);
    assert.deepEqual(
      modes.map((mode) => allowedMode(mode, forbidding)),
      ['live', 'profile', 'live'],
    );
    assert.deepEqual(
      modes.map((mode) => allowedMode(mode, strictest([]))),
      [...modes],
    );
  });

  it('is the role of the machine in the mode “profile” only if that is what the profile says', () => {
    for (const state of [ready(profile('machine')), waiting(profile('machine'))]) {
      const { AWS_PROFILE, AWS_CONFIG_FILE, [guard]: disabled } = inTerminal(state, 'profile');
      assert.deepEqual([AWS_PROFILE, AWS_CONFIG_FILE, disabled], ['machine', undefined, undefined]);
    }
    assert.equal(inTerminal(waiting(profile('machine')), 'live')[guard], 'true');
  });

  it('comes from the mirror in the mode “profile” if the user’s own files do not have the profile', () => {
    const places = targets.map((target) => {
      const { AWS_PROFILE, AWS_CONFIG_FILE } = inTerminal(waiting(target), 'profile');
      return [AWS_PROFILE, AWS_CONFIG_FILE];
    });
    assert.deepEqual(places, [
      ['keys', undefined],
      ['half', undefined],
      ['gone', '/mirror/config'],
      ['rolecall:default', '/mirror/config'],
      ['rolecall:maya+27s+20role', '/mirror/config'],
      ['b c', undefined],
      [mirrorName(adHoc), '/mirror/config'],
      [mirrorName(assignment), '/mirror/config'],
    ]);
  });

  it('comes from the mirror in the mode “profile” while the user has not confirmed a production profile', () => {
    const failure = { code: 'unconfirmed', profile: 'keys', reason: 'policy' } as const;
    const state = { kind: 'waiting', target: profile('keys'), failure } as const;
    assert.equal(inTerminal(state, 'profile')['AWS_CONFIG_FILE'], '/mirror/config');
  });

  it('is what programs find without Rolecall while no profile is in use', () => {
    for (const mode of modes) assert.equal(inTerminal({ kind: 'none' }, mode)[guard], undefined);
    assert.deepEqual(inTerminal({ kind: 'none' }, 'profile'), {});
    assert.deepEqual(inTerminal({ kind: 'none' }, 'environment'), {});
  });

  it('does not keep the role of the machine from a VS Code that was started in such a terminal', () => {
    const folder = '/home/maya/.config/Code/User/globalStorage/rolecall.rolecall/live/0123456789abcdef';
    const inherited = { AWS_CONFIG_FILE: `${folder}/config`, [guard]: 'true' };
    for (const mode of ['environment', 'profile'] as const)
      assert.deepEqual(inTerminal({ kind: 'none' }, mode, inherited), { AWS_CONFIG_FILE: '', [guard]: '' });
    const own = { [guard]: 'true' };
    assert.deepEqual(inTerminal({ kind: 'none' }, 'profile', own), {});
  });
});

describe('a profile of the user with a name of the mirror', () => {
  const files = buildProfiles(
    parseConfig('[default]\n[profile rolecall:default]'),
    parseConfig(
      credentials.replace('[keys]', '[default]') + credentials.replace('[keys]', '[rolecall:default]'),
    ),
  );
  const inMode = (mode: Mode): Delivering => ({
    ...delivering(mode),
    planOf: (target) => planTarget(files, target, context),
  });

  it('is another one than the profile of the window, in all modes', () => {
    const names = modes.flatMap((mode) =>
      ['default', 'rolecall:default'].map((name) =>
        assignmentsOf(fixedHandover(waiting(profile(name)), inMode(mode))).get('AWS_PROFILE'),
      ),
    );
    assert.deepEqual(names, [
      'rolecall:default:2',
      'rolecall:default',
      'default',
      'rolecall:default',
      'rolecall:default:2',
      'rolecall:default',
    ]);
  });
});
