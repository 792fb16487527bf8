import * as vscode from 'vscode';
import { FailureError } from '../base/failure.ts';
import type { ModelTool } from '../display/languageModels.ts';
import { sessionArn } from '../plan/caller.ts';
import { isPlan, type Plan } from '../plan/plan.ts';
import { type Access, accessWord } from '../profiles/access/access.ts';
import { type Target, targetName, withoutAccess } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import type { Session } from '../session/sessions.ts';
import { factsOf } from '../views/targetFacts.ts';
import type { ToolContext } from './toolContext.ts';
import { readInput } from './toolInput.ts';
import { answerText, dataName, dataText, targetData } from './toolText.ts';

type IdentityContext = Pick<ToolContext, 'active' | 'agents' | 'identify' | 'ready' | 'sessions' | 'views'>;

/** Tells a model which AWS identity the programs of an agent get in this window. Never asks the user. */
export function identityTool(context: IdentityContext): ModelTool {
  return {
    prepare: () => ({ doing: vscode.l10n.t('Looking up the AWS identity') }),
    invoke: async (input, signal) => {
      readInput(input, {});
      return answerText(await identityAnswer(context, signal));
    },
  };
}

/** What an agent should know about the profile in use before it runs anything. */
export async function identityAnswer(context: IdentityContext, signal: AbortSignal): Promise<object> {
  const { active, ready, views } = context;
  await ready();
  const target = targetOf(settled(active.state));
  const folders = views.bound.folders.map(({ name, state }) => ({
    folder: dataName(name),
    profile: targetData(state.target),
  }));
  const ofFolders = folders.length === 0 ? undefined : folders.slice(0, mostFolders);
  if (!target) return { profile: null, problem: noProfile, foldersWithTheirOwnProfile: ofFolders };
  const planned = views.planOf(target);
  const facts = factsOf(planned, views);
  return {
    profile: targetData(target),
    account: accountOf(facts),
    region: facts.region && dataName(facts.region.code),
    production: facts.production !== undefined,
    user: { access: accessText(isPlan(planned) ? planned.access : undefined) },
    agents: await agentAnswer(target, context, signal),
    foldersWithTheirOwnProfile: ofFolders,
  };
}

const mostFolders = 20;

const noProfile =
  'This window uses no AWS profile. Programs find credentials as they do without Rolecall. Ask the user to choose a ' +
  'profile, or propose one with rolecall_switchProfile.';

export function accountOf(facts: {
  readonly accountId: string | undefined;
  readonly accountName: string | undefined;
}): object | undefined {
  const { accountId: id, accountName: name } = facts;
  if (id === undefined && name === undefined) return undefined;
  return { id, name: name === undefined ? undefined : dataName(name) };
}

/** What agents get in place of a target, with the session of AWS as far as that needs nobody. */
async function agentAnswer(target: Target, context: IdentityContext, signal: AbortSignal): Promise<object> {
  const { agents, sessions, views } = context;
  try {
    const served = await agents.targetFor(target);
    const planned = views.planOf(served);
    const isOther = targetName(served) !== targetName(target);
    const about = {
      access: accessText(isPlan(planned) ? planned.access : undefined),
      ...(isOther && { profile: targetData(withoutAccess(served)), ...placeOf(served, context) }),
      ...grantOf(target, context),
    };
    try {
      const session = await sessions.get(served, { mayAsk: false, signal });
      return { ...about, ...(await sessionAnswer(session, context, signal)) };
    } catch (error) {
      return {
        ...about,
        arn: isPlan(planned) ? plannedArn(planned) : undefined,
        ...problemOf(error, context),
      };
    }
  } catch (error) {
    return { access: 'none', ...problemOf(error, context) };
  }
}

function placeOf(target: Target, { views }: IdentityContext): object {
  const facts = factsOf(views.planOf(target), views);
  return { account: accountOf(facts), production: facts.production !== undefined };
}

function grantOf(target: Target, { agents }: IdentityContext): object {
  const grant = agents.grantFor(target);
  if (!grant) return {};
  const until = grant.until === undefined ? 'the window closes' : new Date(grant.until).toISOString();
  return { allowedByTheUserUntil: until };
}

async function sessionAnswer(
  session: Session,
  { identify, views }: IdentityContext,
  signal: AbortSignal,
): Promise<object> {
  const { expiration } = session.credentials;
  const expires = expiration === undefined ? undefined : new Date(expiration).toISOString();
  const verdict = views.identities.of(session);
  if (verdict?.kind === 'refused') return { expires, problem: dataText(views.describe(verdict.failure)) };
  const identity = verdict?.identity ?? (await identify(session, signal).catch(() => undefined));
  const arn = identity ? dataText(identity.arn) : plannedArn(session.plan);
  return { arn, expires };
}

/** The ARN that a role will have; undefined if only AWS knows it. */
function plannedArn({ steps }: Plan): string | undefined {
  const last = steps.at(-1);
  return last && 'roleArn' in last ? dataText(sessionArn(last)) : undefined;
}

function problemOf(error: unknown, { views }: IdentityContext): { readonly problem: string } {
  if (!(error instanceof FailureError)) throw error;
  return { problem: dataText(views.describe(error.failure)) };
}

/** What a session may do, in words that a model understands without knowing Rolecall. */
export function accessText(access: Access | undefined): string {
  switch (accessWord(access)) {
    case 'full':
      return 'full: everything that the role or user may do';
    case 'readOnly':
      return 'read-only: may read, also data, and change nothing';
    case 'viewOnly':
      return 'view only: may list names and settings, and neither read data nor change anything';
    case 'securityAudit':
      return 'security audit: may read configuration and policies, and neither read data nor change anything';
    case 'custom':
      return `limited by ${policyNames(access)}`;
  }
}

function policyNames(access: Access | undefined): string {
  const policies = [...(access?.managed ?? []), ...(access?.document ? [access.document.file] : [])];
  return `these policies: ${policies.map((policy) => `"${dataName(policy)}"`).join(', ')}`;
}
