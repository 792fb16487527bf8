import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { maskedSession } from '../../delivery/handover/givenSession.ts';
import { sessionChange } from '../../delivery/handover/sessionChange.ts';
import { encodeTarget } from '../../delivery/handover/targetEncoding.ts';
import { type ProfileSet, type Target, targetName } from '../../profiles/profiles.ts';
import { writtenSession, writtenSessions } from '../../profiles/writtenSession.ts';
import { duration } from '../../views/timeLeft.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { applyChange, confirmChange } from '../change/confirmChange.ts';
import { askName, nameComplaint, taken } from '../change/profileQuestions.ts';
import type { ChangeContext, CommandContext, HandOutContext } from '../context.ts';
import type { TextQuestion } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { sessionFor, targetFor } from './sessionForHandOut.ts';

type WriteContext = ChangeContext & HandOutContext & Pick<CommandContext, 'writtenSessions'>;

/** Writes a session to the credentials file, as a separate profile, for tools that read nothing else. */
export async function writeToCredentialsFile(context: WriteContext, node?: TreeNode): Promise<void> {
  context.handOuts.check({ kind: 'credentialsFile', profile: '' });
  const target = await targetFor(node, context);
  if (!target) return;
  await context.attempt(targetName(target), (renew) => write(target, renew, context));
}

async function write(target: Target, renew: boolean, context: WriteContext): Promise<void> {
  const t = vscode.l10n.t;
  const session = await sessionFor(target, renew, context);
  const { expiration } = session.credentials;
  if (expiration === undefined) throw new FailureError({ code: 'endless', profile: targetName(target) });
  const { profiles } = await context.store.ready();
  const preview = maskedSession(session);
  const title = t('Write Session of {0} to Credentials File', targetName(target));
  const answers = await runWizard(title, () => [
    () => askSessionName(target, profiles),
    confirmChange(context, { title, changeOf: (soFar) => sessionChange(soFar['name'] ?? '', preview) }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const message = t(
    'The session of {0} was written to the credentials file as profile “{1}”. Rolecall removes this profile when the session expires, in {2}.',
    targetName(target),
    name,
    duration(expiration - context.views.now()),
  );
  const recipient = { kind: 'credentialsFile', profile: name } as const;
  await context.handOuts.give(session, recipient, (given) =>
    applyChange(context, sessionChange(name, given), { message }),
  );
  // The user may have forgotten all sessions while the command asked, or waited for another program.
  if (session.credentials.isForgotten) await context.writtenSessions.remove(name);
}

function askSessionName(target: Target, profiles: ProfileSet): TextQuestion {
  const isAvailable = (name: string): boolean => {
    const existing = profiles.profiles.get(name);
    return !existing || writtenSession(existing) !== undefined;
  };
  return {
    ...askName(profiles, suggestedName(target, profiles, isAvailable)),
    validate: (text) => nameComplaint(text) ?? (isAvailable(text) ? undefined : taken(text)),
  };
}

/** The name under which the session was written before, or a new one. */
function suggestedName(target: Target, profiles: ProfileSet, isAvailable: (name: string) => boolean): string {
  const before = writtenSessions(profiles).find((each) => each.target === encodeTarget(target));
  if (before) return before.name;
  const name = `${targetName(target)}-rolecall`;
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${name}-${i}`;
    if (isAvailable(free)) return free;
  }
}
