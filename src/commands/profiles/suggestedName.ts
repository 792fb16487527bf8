import type { Identity } from '../../credentials/sdk/sts.ts';
import { defaultTemplate, profileName } from '../../identityCenter/populate.ts';
import { nameComplaint } from '../../profiles/profileNames.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import { freeName, roleOf, signInOf } from '../change/changeFromAnswers.ts';
import type { AddContext } from '../context.ts';
import type { Answers } from '../questions.ts';

/** The suggested name of a new profile, by what the user has entered; empty if that tells none. */
export async function suggestedName(
  answers: Answers,
  profiles: ProfileSet,
  owner: Identity | undefined,
  { views }: Pick<AddContext, 'views'>,
): Promise<string> {
  const { kind, roleArn = '', sourceName = '' } = answers;
  const taken = { has: (name: string) => profiles.profiles.has(name) || name === sourceName };
  const named = (name: string): string =>
    name !== '' && nameComplaint(name) === undefined ? freeName(name, taken) : '';
  switch (kind) {
    case 'identityCenter': {
      const { accountId: id, roleName } = roleOf(answers);
      const signIn = { name: signInOf(answers, profiles).name, startUrl: answers['startUrl'] ?? '' };
      const { accounts } = await views.portal.get();
      const account = accounts.accountOf(signIn, id) ?? { id, name: id, email: '', roles: [] };
      return named(profileName(defaultTemplate, { account, roleName }, signIn));
    }
    case 'role':
      return named(lastPart(roleArn));
    case 'keys':
      return named(owner ? userOf(owner) : '');
    default:
      return '';
  }
}

/** The name of an IAM user; `root` for the root user of an account. */
export function userOf({ arn }: Identity): string {
  return lastPart(arn.slice(arn.lastIndexOf(':') + 1));
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
