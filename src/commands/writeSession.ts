import * as vscode from 'vscode';
import { sessionChange } from '../delivery/sessionChange.ts';
import { targetWord } from '../delivery/targetWord.ts';
import { FailureError } from '../failure.ts';
import { type ProfileSet, type Target, targetName } from '../profiles/profiles.ts';
import { writtenSession, writtenSessions } from '../profiles/writtenSession.ts';
import type { TreeNode } from '../views/tree.ts';
import { duration } from '../views/remaining.ts';
import { sessionFor, targetFor } from './handedSession.ts';
import { carryOut, type ChangeParts, confirmChange } from './makeChange.ts';
import type { CommandParts } from './parts.ts';
import { askName, nameComplaint, taken } from './profileQuestions.ts';
import { askSteps, type TextQuestion } from './steps.ts';

type WriteParts = ChangeParts & Pick<CommandParts, 'active' | 'sessions'>;

/** Writes a session into the credentials file, in a profile of its own, for tools that read nothing else. */
export async function writeToCredentialsFile(parts: WriteParts, node?: TreeNode): Promise<void> {
  const target = await targetFor(node, parts);
  if (!target) return;
  await parts.perform(targetName(target), (anew) => write(target, anew, parts));
}

async function write(target: Target, anew: boolean, parts: WriteParts): Promise<void> {
  const t = vscode.l10n.t;
  const session = await sessionFor(target, anew, parts);
  const { expiration } = session.credentials;
  if (expiration === undefined) throw new FailureError({ code: 'endless', profile: targetName(target) });
  const { profiles } = await parts.store.ready();
  const title = t('Write Session of {0} to Credentials File', targetName(target));
  const answers = await askSteps(title, () => [
    () => askSessionName(target, profiles),
    confirmChange(parts, { title, changeOf: (so) => sessionChange(so['name'] ?? '', session) }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const said = t(
    'The session of {0} is in the credentials file, as profile “{1}”. It is taken out again when it ends, in {2}.',
    targetName(target),
    name,
    duration(expiration - parts.views.now()),
  );
  await carryOut(parts, sessionChange(name, session), { said });
}

function askSessionName(target: Target, profiles: ProfileSet): TextQuestion {
  const mayHave = (name: string): boolean => {
    const there = profiles.profiles.get(name);
    return !there || writtenSession(there) !== undefined;
  };
  return {
    ...askName(profiles, likelyName(target, profiles, mayHave)),
    validate: (text) => nameComplaint(text) ?? (mayHave(text) ? undefined : taken(text)),
  };
}

/** The name under which it was written before, or a new one. */
function likelyName(target: Target, profiles: ProfileSet, mayHave: (name: string) => boolean): string {
  const before = writtenSessions(profiles).find((each) => each.target === targetWord(target));
  if (before) return before.name;
  const name = `${targetName(target)}-rolecall`;
  for (let i = 1; ; i++) {
    const free = i === 1 ? name : `${name}-${i}`;
    if (mayHave(free)) return free;
  }
}
