import { Emitter } from '../../../../src/base/event.ts';
import { failureOf } from '../../../../src/base/failure.ts';
import { scopePlan } from '../../../../src/plan/access/scopePlan.ts';
import { type Access, accessWord } from '../../../../src/profiles/access/access.ts';
import { type Target, targetName } from '../../../../src/profiles/profiles.ts';
import { type AccessSettings, DefaultAccess } from '../../../../src/session/access/defaultAccess.ts';
import { AgentAccess, type AgentSettings } from '../../../../src/session/agents/agentAccess.ts';
import { contextOf, corp, readOnly } from '../../plan/access/scopedPlans.ts';
import { keys, planFor, role } from '../../plan/planText.ts';

const config = `${corp}[profile base]
${keys('AKIA1')}
[profile dev]
${role('One')}
source_profile = base
[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
[profile tool]
credential_process = tool
[profile sso2]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Support
[profile other]
${role('Two')}
source_profile = base
`;

/** The access of agents in a window, with the real plans. What tests set takes effect immediately. */
export class AgentWindow {
  settings: AgentSettings = { access: readOnly, profile: undefined };
  /** The access of the user, by the settings. */
  own: AccessSettings = { general: undefined, production: undefined };
  /** The role of the user that may only read. */
  substitute: Target | undefined;
  /** With how much access such a role was looked for. */
  readonly looked: (readonly [target: string, access: string])[] = [];
  now = 1_000_000;
  /** How often the access of agents may have changed. */
  fired = 0;
  /** How often policy files were waited for. */
  waits = 0;
  readonly changed = new Emitter<unknown>();
  readonly planOf = this.#access().planWith((target) => planFor({ config, target }));
  readonly agents: AgentAccess;

  constructor() {
    const { changed } = this;
    const settings = (): AgentSettings => this.settings;
    this.agents = new AgentAccess({
      settings: {
        get agents() {
          return settings();
        },
        onChange: changed.event,
        ready: async () => void (this.waits += 1),
      },
      planOf: this.planOf,
      readOnlyRole: async (target, access) => {
        this.looked.push([targetName(target), accessWord(access)]);
        return this.substitute;
      },
      now: () => this.now,
    });
    this.agents.onDidChange(() => (this.fired += 1));
  }

  #access(): DefaultAccess {
    const own = (): AccessSettings => this.own;
    return new DefaultAccess({
      settings: {
        get value() {
          return own();
        },
        onChange: this.changed.event,
        ready: async () => {},
      },
      isProduction: () => false,
      onProductionChange: new Emitter<unknown>().event,
      scope: scopePlan,
      context: contextOf,
    });
  }

  /** `name: word` of the target that agents get, `…, unmarked` if it is not marked as theirs, or `✗ code why`. */
  async got(target: Target): Promise<string> {
    try {
      const found = await this.agents.targetFor(target);
      const mark = found.access?.isForAgent ? '' : ', unmarked';
      return `${targetName(found)}: ${accessWord(found.access)}${mark}`;
    } catch (error) {
      const failure = failureOf(error, '');
      return `✗ ${failure.code}${'why' in failure ? ` ${failure.why as string}` : ''}`;
    }
  }
}

export function named(name: string, access?: Access): Target {
  return { kind: 'profile', name, ...(access && { access }) };
}
