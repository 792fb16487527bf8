import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Environment } from '../../src/base/environment.ts';
import { parseConfig } from '../../src/config/parse.ts';
import { Credentials } from '../../src/credentials/credentials.ts';
import { assignmentsOf, type Handover, overInherited } from '../../src/delivery/handover/handover.ts';
import {
  type Delivering,
  fixedHandover,
  type Mode,
  programHandover,
  terminalHandover,
  windowHandover,
} from '../../src/delivery/handover/terminalModes.ts';
import { isPlan } from '../../src/plan/plan.ts';
import { planTarget } from '../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../src/profiles/profiles.ts';
import type { SettledState } from '../../src/session/activeState.ts';
import { type AwsFiles, awsFiles, environments } from './awsFiles.ts';
import type { Check } from './check.ts';
import { textWithSecret } from './secrets.ts';
import { targets } from './targets.ts';

interface Input {
  readonly files: AwsFiles;
  readonly target: Target;
  readonly mode: Mode;
  readonly agentsGetLess: boolean;
  readonly hasSession: boolean;
  readonly inherited: Environment;
}

const mirror = { config: '/m/config', credentials: '/m/credentials' };
const give: Delivering['give'] = (session, use) =>
  use({ ...session, credentials: session.credentials.reveal() });

/** Every way in which a program gets its environment while a profile is in use. */
function handoversOf(
  state: Exclude<SettledState, { kind: 'none' }>,
  delivering: Delivering,
): readonly Handover[] {
  const session = state.kind === 'ready' && delivering.mode === 'environment' ? state.session : undefined;
  return [
    windowHandover(state, delivering),
    fixedHandover(state, delivering),
    programHandover(state, false, delivering),
    programHandover(state, true, delivering),
    terminalHandover(state.target, session, delivering),
  ].filter((handover) => handover !== undefined);
}

export const noMachineRole: Check<Input> = {
  name: 'gives programs either keys or AWS_EC2_METADATA_DISABLED, and secrets only in the mode environment',
  inputs: fc.record({
    files: awsFiles,
    target: targets,
    mode: fc.constantFrom('environment', 'profile', 'live'),
    agentsGetLess: fc.boolean(),
    hasSession: fc.boolean(),
    inherited: environments,
  }),
  assert: ({ files, target, mode, agentsGetLess, hasSession, inherited }) => {
    const profiles = buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
    const context = { environment: inherited, sessionName: 'me', mfaSessionSeconds: 3600 };
    const planOf = (each: Target) => planTarget(profiles, each, context);
    const plan = planOf(target);
    const { accessKey: secretAccessKey, token: sessionToken } = files.secrets;
    const credentials = new Credentials({
      accessKeyId: 'ASIA1',
      secretAccessKey,
      sessionToken,
      expiration: 1,
    });
    const state =
      hasSession && isPlan(plan)
        ? ({ kind: 'ready', target, session: { plan, credentials } } as const)
        : ({ kind: 'waiting', target, failure: { code: 'needsPerson', profile: 'x' } } as const);
    const delivering = { mode, agentsGetLess, mirror, planOf, give };
    // The profile itself says that programs get the role of the instance.
    const isMachine =
      mode === 'profile' && !agentsGetLess && isPlan(plan) && plan.steps[0]?.kind === 'instance';
    for (const handover of handoversOf(state, delivering)) {
      const set = { ...inherited, ...Object.fromEntries(overInherited(handover, inherited)) };
      const assigned = { ...inherited, ...Object.fromEntries(assignmentsOf(handover)) };
      for (const found of [set, assigned] as readonly Record<string, string | null | undefined>[]) {
        if (!isMachine && !found['AWS_ACCESS_KEY_ID'])
          assert.equal(found['AWS_EC2_METADATA_DISABLED'], 'true');
        if (mode === 'environment') continue;
        assert.ok(
          !found['AWS_ACCESS_KEY_ID'] && !found['AWS_SECRET_ACCESS_KEY'] && !found['AWS_SESSION_TOKEN'],
        );
      }
      const given =
        mode === 'environment' && !agentsGetLess
          ? []
          : [...handover.set].flatMap(([name, text]) => shownIn(name, text));
      assert.equal(textWithSecret(given, files.secrets), undefined);
    }
  },
};

/** Names, addresses, and regions are copied from the files, whatever they contain. */
function shownIn(name: string, text: string): readonly string[] {
  return /REGION|PROFILE|ENDPOINT_URL/u.test(name) ? [] : [text];
}
