import { parseConfig } from '../../../src/config/parse.ts';
import type { AgentAccessAnswer, AgentAccessRequest } from '../../../src/commands/agents/agentQuestions.ts';
import { Cancelled } from '../../../src/base/failure.ts';
import type { ToolName } from '../../../src/base/contributions.ts';
import { isPlan } from '../../../src/plan/plan.ts';
import { accountOf } from '../../../src/plan/planFacts.ts';
import { buildProfiles, type Target, targetName } from '../../../src/profiles/profiles.ts';
import type { AccessSettings } from '../../../src/session/access/defaultAccess.ts';
import type { Active } from '../../../src/session/active.ts';
import { PromptPauses } from '../../../src/session/promptPauses.ts';
import { AgentAccess, type AgentSettings } from '../../../src/session/agents/agentAccess.ts';
import type { ViewSources } from '../../../src/views/viewSources.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { activeIn, openWindow, profile, type Window } from '../session/testWindows/window.ts';

await import('../../fakes/useFakeVscode.ts');
const { createTools } = await import('../../../src/tools/tools.ts');
const { describeFailure, describeReason } = await import('../../../src/host/messages/messages.ts');

/** What the user does and the settings say. Tests change it. */
interface Person {
  agents: AgentSettings;
  isTrusted: boolean;
  /** The profiles that are production, and the answers to the question about them. */
  readonly production: Set<string>;
  agrees: boolean;
  readonly asked: string[];
  readonly guarded: Set<string>;
  chosenBefore: readonly Target[];
  answer: AgentAccessAnswer;
  readonly requests: AgentAccessRequest[];
}

export interface ToolWindow {
  readonly window: Window<TypedCodes>;
  readonly active: Active;
  readonly agents: AgentAccess;
  readonly person: Person;
  /** Uses a profile in the window. */
  readonly use: (name: string) => Promise<unknown>;
  /** Calls a tool, and parses its answer. */
  readonly call: (name: ToolName, input?: unknown) => Promise<Answer>;
  readonly tools: ReturnType<typeof createTools>;
  readonly dispose: () => void;
}

/** The properties of the answers of all tools. Each tool has some of them. */
interface Answer {
  /** The answer as the model gets it. */
  readonly text: string;
  readonly profile: string | null;
  readonly problem: string;
  readonly note: string;
  readonly user: { readonly access: string };
  readonly agents: Readonly<
    Record<'access' | 'arn' | 'expires' | 'problem' | 'allowedByTheUserUntil', string>
  >;
  readonly total: number;
  readonly shown: number;
  readonly profiles: readonly { readonly name: string; readonly usable: boolean; readonly why?: string }[];
  readonly usable: boolean;
  readonly explanation: readonly string[];
  readonly allowedUntil: string;
}

const never = () => ({ dispose() {} });

/** The tools of one window, on real profiles and sessions. AI agents may only read. */
export function openToolWindow(url: string, config: string, access?: AccessSettings): ToolWindow {
  const window = openWindow({ url, prompts: new TypedCodes(), ...(access && { access }) });
  window.files.config += config;
  const active = activeIn(window, { now: Date.now });
  const person: Person = {
    agents: { access: { managed: ['readOnly'] }, profile: undefined },
    isTrusted: true,
    production: new Set(),
    agrees: true,
    asked: [],
    guarded: new Set(),
    chosenBefore: [],
    answer: { kind: 'declined' },
    requests: [],
  };
  const { identify, log, sessions } = window;
  const planOf = (target: Target) => window.planOf(target);
  const agents = new AgentAccess({
    settings: {
      get agents() {
        return person.agents;
      },
      onChange: never,
      ready: async () => {},
    },
    planOf,
    readOnlyRole: async () => undefined,
    now: Date.now,
  });
  const store = storeOf(window);
  const tools = createTools({
    store,
    active,
    agents,
    identify: async (session, signal) => (await identify(session, signal)) as never,
    log: { error: (error) => log.error(error), info: () => {}, show: () => {} },
    sessions,
    shortPath: (path) => path,
    progressOf: () => Promise.resolve(undefined),
    ready: () => store.ready(),
    declined: new PromptPauses(Date.now),
    isTrusted: () => person.isTrusted,
    ownTerminals: { has: (target) => person.guarded.has(targetName(target)), ready: async () => {} },
    confirmOutside: async (target) => {
      if (!person.production.has(targetName(target))) return;
      person.asked.push(targetName(target));
      if (!person.agrees) throw new Cancelled();
    },
    askForAccess: async (request) => {
      person.requests.push(request);
      return person.answer;
    },
    views: viewsOf(window, active, person, store),
  });
  return {
    window,
    active,
    agents,
    person,
    tools,
    dispose: () => {
      active.dispose();
      agents.dispose();
    },
    use: (name) => active.use(profile(name)),
    call: async (name, input = {}) => {
      const text = await tools[name].invoke(input, new AbortController().signal);
      return { ...(JSON.parse(text) as Answer), text };
    },
  };
}

type ToolContext = Parameters<typeof createTools>[0];

function storeOf({ files }: Window<TypedCodes>): ToolContext['store'] {
  const store = {
    get state() {
      const profiles = buildProfiles(parseConfig(files.config), parseConfig(files.credentials));
      return { profiles, failures: [], hints: [] };
    },
    ready: async () => store.state,
    paths: { config: '~/.aws/config', credentials: '~/.aws/credentials' },
    textOf: (file: 'config' | 'credentials') => files[file],
  };
  return store as unknown as ToolContext['store'];
}

function viewsOf(
  window: Window<TypedCodes>,
  active: Active,
  person: Person,
  store: ToolContext['store'],
): ViewSources {
  const views: Partial<ViewSources> = {
    active,
    store,
    planOf: (target) => window.planOf(target),
    bound: { target: undefined, folders: [], onDidChange: never },
    previous: { target: undefined },
    identities: { of: () => undefined, ofKey: () => undefined, onDidChange: never },
    describe: describeFailure,
    describeReason,
    now: Date.now,
    chosen: {
      get recent() {
        return person.chosenBefore;
      },
      pinned: [],
      isPinned: () => false,
      pin() {},
      note() {},
      forget() {},
      onDidChange: never,
    },
    accountNames: {
      of: (planned) => {
        const id = isPlan(planned) ? accountOf(planned) : undefined;
        return id === undefined ? undefined : { id, name: `Account of ${id}`, email: undefined };
      },
      ofId: (id) => ({ id, name: undefined, email: undefined }),
      onDidChange: never,
    },
    production: {
      of: ({ target }) =>
        person.production.has(targetName(target)) ? ({ pattern: 'prod' } as never) : undefined,
      ofAccount: () => undefined,
      wouldBe: () => false,
      wouldBeAccount: () => false,
      onDidChange: never,
    },
  };
  return views as ViewSources;
}
