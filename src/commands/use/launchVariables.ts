import { prefixFingerprints } from '../../plan/fingerprints.ts';
import { isPlan, type Plan } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { accessWord } from '../../profiles/access/access.ts';
import { targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { type IdentityContext, identityOf } from './verifyIdentity.ts';

/**
 * The values of `${command:rolecall.…}` in `launch.json` and `tasks.json`: facts about the profile in use, as text. A
 * missing value is empty, because VS Code would stop without one.
 */
export class LaunchVariables {
  readonly #context: IdentityContext;
  /** Account IDs by plan fingerprint. */
  readonly #accounts = new Map<string, string>();

  constructor(context: IdentityContext) {
    this.#context = context;
  }

  profileName(): string {
    const target = targetOf(settled(this.#context.active.state));
    return target?.kind === 'profile' ? target.name : '';
  }

  region(): string {
    return this.#plan()?.region?.name ?? '';
  }

  /** `full`, `readOnly`, `viewOnly`, `securityAudit`, or `custom`. */
  access(): string {
    const plan = this.#plan();
    return plan ? accessWord(plan.access) : '';
  }

  async accountId(): Promise<string> {
    const plan = this.#plan();
    return (plan && (accountOf(plan) ?? (await this.#askAccount(plan)))) ?? '';
  }

  #plan(): Plan | undefined {
    const { active, sessions } = this.#context;
    const target = targetOf(settled(active.state));
    const planned = target && sessions.planOf(target);
    return planned && isPlan(planned) ? planned : undefined;
  }

  /** Asks AWS once for each plan, and only if the window has not learned it for the keys in use. */
  async #askAccount(plan: Plan): Promise<string | undefined> {
    const { active, views } = this.#context;
    const verdict = active.state.kind === 'ready' ? views.identities.of(active.state.session) : undefined;
    if (verdict?.kind === 'accepted') return verdict.identity.account;
    const fingerprint = prefixFingerprints(plan).at(-1)!;
    const known = this.#accounts.get(fingerprint);
    if (known !== undefined) return known;
    const identity = await this.#context.attempt(targetName(plan.target), (renew) =>
      identityOf(plan.target, renew, this.#context),
    );
    if (identity) this.#accounts.set(fingerprint, identity.account);
    return identity?.account;
  }
}
