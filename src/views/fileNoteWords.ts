import * as vscode from 'vscode';
import type { Note } from '../plan/notes/notes.ts';

type NoteOf<Code extends Note['code']> = Extract<Note, { readonly code: Code }>;
type FileNote = NoteOf<'unused' | 'shared' | 'notBoolean' | 'noShell' | 'sessionDiffers' | 'strayKey'>;

/** Describes keys that have no effect, or values that may not mean what they seem to mean. */
export function fileNoteSentence(note: FileNote): string {
  const t = vscode.l10n.t;
  switch (note.code) {
    case 'unused':
      return unusedSentence(note);
    case 'shared':
      return t(
        'In profile {0}, these values come from [DEFAULT]: {1}. Only the AWS CLI, other tools in Python, and Rolecall read that section.',
        note.profile,
        note.keys.join(', '),
      );
    case 'notBoolean':
      return note.profile === undefined
        ? t(
            '{0} in VS Code’s environment is neither “true” nor “false”. The AWS CLI and Rolecall take it as “false”.',
            note.key,
          )
        : t(
            '{0} in profile {1} is neither “true” nor “false”. The AWS CLI and Rolecall take it as “false”.',
            note.key,
            note.profile,
          );
    case 'noShell':
      return t(
        'No shell runs {0} of profile {1}, so {2} has no special meaning there. Write full paths and values, or start the command with “sh -c”.',
        note.key,
        note.profile,
        note.signs.join(' '),
      );
    case 'sessionDiffers':
      return t(
        'Profile {0} has other values than [sso-session {1}] for {2}. Rolecall uses those of the session, and the AWS CLI rejects the profile. Remove them from the profile.',
        note.profile,
        note.session,
        note.keys.join(', '),
      );
    case 'strayKey':
      return t(
        'In profile {0}, no AWS tool reads {1}. If you mean {2}, correct it.',
        note.profile,
        note.key,
        note.meant,
      );
  }
}

function unusedSentence({ profile, keys: ignored, because }: NoteOf<'unused'>): string {
  const t = vscode.l10n.t;
  const list = ignored.join(', ');
  switch (because) {
    case 'noRole':
      return t('Ignored in profile {0} because this profile does not assume a role: {1}.', profile, list);
    case 'webIdentity':
      return t(
        'Ignored in profile {1} because AWS does not support it with a web identity: {0}.',
        list,
        profile,
      );
    case 'tokenFile':
      return t(
        'Ignored in profile {0} because AWS tools do not send it with a web identity: {1}.',
        profile,
        list,
      );
    case 'notChosen':
      return t(
        'Ignored in profile {0} because only the settings of the chosen profile decide how AWS is called: {1}.',
        profile,
        list,
      );
    case 'noService':
      return t(
        'Ignored for profile {0} because it is not indented below the name of a service, such as “sts =”: {1}.',
        profile,
        list,
      );
    case 'otherSource':
      return t(
        'Ignored in profile {0} because this profile has another source of credentials: {1}.',
        profile,
        list,
      );
  }
}
