import type { ProfileSet } from '../../profiles/profiles.ts';
import { newSignIn, otherRole, signInOf } from '../change/changeFromAnswers.ts';
import { askRegion, suggestedRegion } from '../change/profileQuestions.ts';
import { askAccount, askRole, askSignIn, askSsoRegion, askStartUrl } from '../change/signInQuestions.ts';
import type { AddContext } from '../context.ts';
import { askAssignment } from '../identityCenter/askAssignment.ts';
import { chosenSignIn } from '../identityCenter/chooseSignIn.ts';
import type { Answers, WizardStep } from '../questions.ts';
import { more, type Script } from '../wizard.ts';

/**
 * The questions that lead to a role of a sign-in: the user chooses it from a list, after signing in. `startedAt`: when
 * the user began (ms since the epoch). What was listed before is not about a new sign-in, even if the name is the same.
 */
export function identityCenterSteps(
  profiles: ProfileSet,
  { ssoSession, assignment }: Answers,
  startedAt: number,
  context: AddContext,
): ReturnType<Script> {
  const isNew = profiles.ssoSessions.size === 0 || ssoSession === newSignIn;
  const askSession = profiles.ssoSessions.size === 0 ? [] : [askSignIn(profiles)];
  if (!isNew && ssoSession === undefined) return [...askSession, more];
  const askNew = isNew ? [askStartUrl, askSsoRegion(profiles)] : [];
  const askRoleOf: WizardStep = async (answers) => {
    const { name, isNew: isUnknown } = signInOf(answers, profiles);
    const { startUrl = '', ssoRegion = '' } = answers;
    const session = isUnknown
      ? await context.newSignIn(name, startUrl, ssoRegion)
      : chosenSignIn(name, context).session;
    return askAssignment(session, isUnknown ? startedAt : 0, context);
  };
  const first = [...askSession, ...askNew, askRoleOf];
  if (assignment === undefined) return [...first, more];
  const region: WizardStep = ({ ssoRegion }) => askRegion(suggestedRegion(profiles, undefined, ssoRegion));
  return [...first, ...(assignment === otherRole ? [askAccount, askRole] : []), region];
}
