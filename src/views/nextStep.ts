import * as vscode from 'vscode';
import type { Mark } from '../display/marks.ts';
import type { SignInState } from '../identityCenter/signIns.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { signInKey } from '../plan/identityCenterSource.ts';
import { needsPerson, type Plan } from '../plan/plan.ts';
import { duration } from './timeLeft.ts';
import type { ConsoleSignInState, ViewSources } from './viewSources.ts';

/** What the user has to do when a target is used. */
export type NextStep =
  | { readonly kind: 'code' }
  | { readonly kind: 'browser' }
  /** Nothing until then, in milliseconds since the epoch. */
  | { readonly kind: 'none'; readonly until: number | undefined };

type Sources = Pick<ViewSources, 'progressOf' | 'portal' | 'consoleSignIns' | 'now'>;

/** Looks up what is needed from the user, once for all targets with the same MFA device or sign-in. */
export class NextSteps {
  readonly #sources: Sources;
  readonly #known = new Map<string, NextStep>();
  readonly #wanted = new Set<string>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** What was found for the plan; undefined if that is not known, or the plan never needs the user. */
  of(plan: Plan): NextStep | undefined {
    const key = keyOf(plan);
    return key === undefined ? undefined : this.#known.get(key);
  }

  /** Looks up what is not known yet. Resolves to whether anything was found. Rejects never. */
  async find(plans: Iterable<Plan>): Promise<boolean> {
    const missing = [...plans].filter((plan) => {
      const key = keyOf(plan);
      if (key === undefined || this.#wanted.has(key)) return false;
      this.#wanted.add(key);
      return true;
    });
    const found = await Promise.all(missing.map((plan) => this.#find(plan)));
    return found.includes(true);
  }

  async #find(plan: Plan): Promise<boolean> {
    try {
      const step = isSignIn(plan) ? await this.#signInStep(plan) : await this.#codeStep(plan);
      if (step) this.#known.set(keyOf(plan)!, step);
      return step !== undefined;
    } catch {
      // The user learns of it when the target is used.
      return false;
    }
  }

  async #codeStep(plan: Plan): Promise<NextStep | undefined> {
    const index = plan.steps.findIndex(needsPerson);
    const step = plan.steps[index];
    const progress = await this.#sources.progressOf({ ...plan, steps: plan.steps.slice(0, index + 1) });
    if (progress?.done === index + 1) return { kind: 'none', until: progress.credentials.expiration };
    return step && 'codeProgram' in step && step.codeProgram ? undefined : { kind: 'code' };
  }

  async #signInStep({ steps: [source] }: Plan): Promise<NextStep | undefined> {
    if (source?.kind === 'login') {
      const signIns = await this.#sources.consoleSignIns.get();
      return stepAfter(await signIns.stateOf(source.session));
    }
    if (source?.kind !== 'identityCenter') return undefined;
    const portal = await this.#sources.portal.get();
    // The portal follows the sign-ins that it has read.
    if (portal.signIns.stateOf(source.session) === undefined) await portal.refresh();
    const state = portal.signIns.stateOf(source.session);
    return state && stepAfter(state);
  }
}

function stepAfter(state: SignInState | ConsoleSignInState): NextStep {
  if (state.kind !== 'signedIn') return { kind: 'browser' };
  return { kind: 'none', until: state.isRenewed ? undefined : state.until };
}

function isSignIn({ steps: [source] }: Plan): boolean {
  return source?.kind === 'identityCenter' || source?.kind === 'login';
}

/** Undefined for a plan that needs neither a code nor a sign-in. */
function keyOf(plan: Plan): string | undefined {
  const [source] = plan.steps;
  if (source?.kind === 'identityCenter') return `signIn ${signInKey(source.session)}`;
  if (source?.kind === 'login') return `login ${source.session}`;
  const index = plan.steps.findIndex(needsPerson);
  return index < 0 ? undefined : prefixFingerprints(plan)[index];
}

/** `no code needed, 11h left`, `asks for a code`, `opens the browser`. */
export function nextStepMark(step: NextStep, plan: Plan, now: number): Mark {
  const t = vscode.l10n.t;
  switch (step.kind) {
    case 'code':
      return { icon: 'shield', text: t('asks for a code') };
    case 'browser':
      return { icon: 'sign-in', text: t('opens the browser') };
    case 'none': {
      const what = isSignIn(plan) ? t('signed in') : t('no code needed');
      if (step.until === undefined) return { icon: 'check', text: what };
      return { icon: 'check', text: t('{0}, {1} left', what, duration(Math.max(0, step.until - now))) };
    }
  }
}
