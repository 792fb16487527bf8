import assert from 'node:assert/strict';
import { strictest } from '../../../../src/base/policy.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import { assignmentsOf, type Handover, overInherited } from '../../../../src/delivery/handover/handover.ts';
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
import { scopePlan } from '../../../../src/plan/access/scopePlan.ts';
import { isPlan, type Planned } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import type { Access } from '../../../../src/profiles/access/access.ts';
import { buildProfiles, type Target, withoutAccess } from '../../../../src/profiles/profiles.ts';
import type { Ready, SettledState } from '../../../../src/session/activeState.ts';
import { contextOf, readOnly } from '../../plan/access/scopedPlans.ts';

const modes = ['environment', 'profile', 'live'] as const satisfies readonly Mode[];
const mirror = { config: '/mirror/config', credentials: '/mirror/credentials' };
const secrets = ['AKIA1', 'secret-of-AKIA1', 'the-token'];
const config = `[profile keys]
region = eu-west-1
[profile dev]
role_arn = arn:aws:iam::222222222222:role/Dev
source_profile = keys
region = eu-west-1
`;
const credentials = '[keys]\naws_access_key_id = AKIA1\naws_secret_access_key = secret-of-AKIA1\n';
const profiles = buildProfiles(parseConfig(config), parseConfig(credentials));
const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 43_200 };

const adHoc: Target = {
  kind: 'role',
  roleArn: 'arn:aws:iam::444455556666:role/ReadOnly',
  sourceProfile: 'keys',
  sessionName: 'me',
};
const named = (name: string, access?: Access): Target => ({
  kind: 'profile',
  name,
  ...(access && { access }),
});
const targets = [named('keys'), named('dev'), named('dev', readOnly), named('dev', { managed: [] }), adHoc];

/** `general`: the access of targets without their own. */
function delivering(mode: Mode, agentsGetLess: boolean, general?: Access): Delivering & { given: number } {
  const all = {
    given: 0,
    mode,
    agentsGetLess,
    mirror,
    planOf: (target: Target): Planned => {
      const planned = planTarget(profiles, withoutAccess(target), context);
      const access = target.access ?? general;
      return access && isPlan(planned) ? scopePlan({ ...planned, target }, access, contextOf()) : planned;
    },
    give: <T>(session: Ready['session'], use: (given: never) => T): T => {
      all.given += 1;
      return use({ plan: session.plan, credentials: session.credentials.reveal() } as never);
    },
  };
  return all;
}

function ready(target: Target): Ready {
  const plan = delivering('live', false).planOf(target);
  assert.ok(isPlan(plan));
  const [accessKeyId = '', secretAccessKey = '', sessionToken] = secrets;
  const session = new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration: undefined });
  return { kind: 'ready', target, session: { plan, credentials: session } };
}

/** Everything that programs can get in this state, by what gets it. */
function handovers(
  state: Exclude<SettledState, { kind: 'none' }>,
  given: Delivering,
): Readonly<Record<string, Handover | undefined>> {
  const session = state.kind === 'ready' ? state.session : undefined;
  return {
    window: windowHandover(state, given),
    folder: fixedHandover(state, given),
    program: programHandover(state, false, given),
    'exposed program': programHandover(state, true, given),
    terminal: terminalHandover(state.target, session, given),
  };
}

describe('what programs get if AI agents get less than the user', () => {
  it('has no keys, for anything, in any mode, whatever is inherited', () => {
    for (const mode of modes)
      for (const target of targets)
        for (const state of [
          ready(target),
          { kind: 'waiting', target, failure: { code: 'needsPerson', profile: 'x' } } as const,
          {
            kind: 'waiting',
            target,
            failure: { code: 'unconfirmed', profile: 'x', reason: 'policy' },
          } as const,
        ]) {
          const given = delivering(mode, true);
          for (const [what, handover] of Object.entries(handovers(state, given))) {
            assert.ok(handover);
            for (const inherited of [{}, { AWS_PROFILE: 'other', AWS_ACCESS_KEY_ID: 'AKIAOTHER' }]) {
              const text = JSON.stringify([
                ...overInherited(handover, inherited),
                ...assignmentsOf(handover, inherited),
              ]);
              for (const secret of secrets) assert.ok(!text.includes(secret), `${mode} ${what}: ${text}`);
            }
          }
          assert.equal(given.given, 0, 'no session leaves Rolecall');
        }
  });

  it('leads to the mirror, by the name of the target, unless it follows the window', () => {
    for (const mode of modes)
      for (const target of targets) {
        const given = delivering(mode, true);
        for (const [what, handover] of Object.entries(handovers(ready(target), given))) {
          const { AWS_PROFILE, AWS_CONFIG_FILE, AWS_EC2_METADATA_DISABLED } = Object.fromEntries(
            overInherited(handover, {}),
          );
          const follows = mode === 'live' && what === 'window';
          assert.deepEqual(
            [AWS_PROFILE, AWS_CONFIG_FILE, AWS_EC2_METADATA_DISABLED],
            [follows ? undefined : mirrorName(target), '/mirror/config', 'true'],
            `${mode} ${what}`,
          );
        }
      }
  });

  it('is keys again in the mode “environment” if agents get the same', () => {
    const given = delivering('environment', false);
    const { window, folder, terminal } = handovers(ready(named('dev')), given);
    for (const each of [window, folder, terminal])
      assert.equal(overInherited(each, {}).get('AWS_SECRET_ACCESS_KEY'), 'secret-of-AKIA1');
    assert.equal(given.given, 4, 'and the program');
  });

  it('is nothing while no profile is in use, as without agents', () => {
    for (const mode of modes)
      assert.deepEqual(
        windowHandover({ kind: 'none' }, delivering(mode, true)),
        windowHandover({ kind: 'none' }, delivering(mode, false)),
      );
  });

  it('does not depend on what the policy makes of the mode', () => {
    const mode = allowedMode('environment', strictest([{ forbid: ['environmentMode'] }]));
    const handover = windowHandover(ready(named('dev')), delivering(mode, true));
    assert.equal(overInherited(handover, {}).get('AWS_CONFIG_FILE'), '/mirror/config');
  });
});

/** The profile and the config file in the mode `profile`. */
function places(target: Target, general?: Access): readonly (string | undefined)[] {
  const handover = windowHandover(ready(target), delivering('profile', false, general));
  const { AWS_PROFILE, AWS_CONFIG_FILE } = Object.fromEntries(overInherited(handover, {}));
  return [AWS_PROFILE, AWS_CONFIG_FILE];
}

describe('what programs get in the mode “profile”', () => {
  it('comes from the mirror if the session has less access, which the user’s own files do not know', () => {
    const less = named('dev', readOnly);
    assert.deepEqual(places(named('dev')), ['dev', undefined]);
    assert.deepEqual(places(less), [mirrorName(less), '/mirror/config']);
    assert.deepEqual(places(named('dev'), readOnly), ['dev', '/mirror/config']);
    assert.deepEqual(places(named('dev'), { managed: [] }), ['dev', undefined]);
  });

  it('comes from the mirror if the setting for access is wrong', () => {
    const wrong = delivering('profile', false);
    const failing: Delivering = {
      ...wrong,
      planOf: (target) => ({
        target,
        failure: { code: 'policyFileUnreadable', profile: 'dev', path: 'x', reason: 'ENOENT' },
      }),
    };
    const state = {
      kind: 'waiting',
      target: named('dev'),
      failure: { code: 'needsPerson', profile: 'dev' },
    } as const;
    const handover = windowHandover(state, failing);
    assert.equal(overInherited(handover, {}).get('AWS_CONFIG_FILE'), '/mirror/config');
  });
});
