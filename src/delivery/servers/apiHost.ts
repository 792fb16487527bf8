import * as vscode from 'vscode';
import type { ActiveProfile, RolecallApi } from '../../api.ts';
import type { Event } from '../../base/event.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { accountOf } from '../../plan/planFacts.ts';
import { accessWord } from '../../profiles/access/access.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import { ApiCredentials, type ApiDependencies, type ApiQuestions } from './apiCredentials.ts';
import { type Consent, type ConsentMemory, Consents } from './consents.ts';

interface ApiHostDependencies extends Omit<ApiDependencies, 'consents'> {
  readonly activeNow: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> };
  readonly planOf: (target: Target) => Planned;
  readonly memory: ConsentMemory;
  readonly onConsent: (extension: string, consent: Consent) => void;
  readonly questions: ApiQuestions;
}

/** The API of this window, created when an extension first requests it. */
export class ApiHost implements vscode.Disposable {
  readonly #dependencies: ApiHostDependencies;
  readonly #credentials: ApiCredentials;
  readonly #changed = new vscode.EventEmitter<ActiveProfile | undefined>();
  readonly #listening: vscode.Disposable;
  #last: string | undefined;
  /** The user's decisions about which extensions can get credentials. */
  readonly consents: Consents;

  constructor(dependencies: ApiHostDependencies) {
    this.#dependencies = dependencies;
    this.consents = new Consents(dependencies.memory, dependencies.onConsent);
    this.#credentials = new ApiCredentials(
      { ...dependencies, consents: this.consents },
      dependencies.questions,
    );
    this.#last = JSON.stringify(this.#activeProfile);
    this.#listening = vscode.Disposable.from(dependencies.activeNow.onDidChange(() => this.#fireIfChanged()));
  }

  /** Throws a `TypeError` if there is no such version. */
  for(version: number, { extension }: Pick<vscode.ExtensionContext, 'extension'>): RolecallApi {
    if (version !== 1) throw new TypeError(`Rolecall has no version ${version} of its API`);
    const { displayName } = extension.packageJSON as { readonly displayName?: string };
    const caller = { id: extension.id, name: displayName ?? extension.id };
    const activeProfile = (): ActiveProfile | undefined => this.#activeProfile;
    return {
      get activeProfile() {
        return activeProfile();
      },
      onDidChangeActiveProfile: this.#changed.event,
      getCredentials: (profile, options = {}) => this.#credentials.get(caller, profile, options),
    };
  }

  #fireIfChanged(): void {
    const profile = this.#activeProfile;
    const text = JSON.stringify(profile);
    if (text !== this.#last) this.#changed.fire(profile);
    this.#last = text;
  }

  get #activeProfile(): ActiveProfile | undefined {
    const { activeNow, planOf } = this.#dependencies;
    const state = settled(activeNow.state);
    if (state.kind === 'none') return undefined;
    const session = state.kind === 'ready' ? state.session : undefined;
    const planned = session?.plan ?? planOf(state.target);
    const plan = isPlan(planned) ? planned : undefined;
    const expiration = session?.credentials.expiration;
    const { name, region } = publicFacts({ name: targetName(state.target), region: plan?.region?.name });
    return {
      name,
      region,
      account: plan && accountOf(plan),
      access: accessWord(plan ? plan.access : state.target.access),
      hasSession: session !== undefined,
      expiration: expiration === undefined ? undefined : new Date(expiration),
    };
  }

  dispose(): void {
    vscode.Disposable.from(this.#listening, this.#changed).dispose();
  }
}
