import * as vscode from 'vscode';
import {
  durationProblem,
  externalIdProblem,
  policyProblem,
  roleArnProblem,
  type RoleProblem,
  sessionNameProblem,
} from '../../plan/alibaba/roleRules.ts';
import { alibabaKey, type RamRoleTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { alibabaLabel } from '../../views/alibaba/alibabaNames.ts';
import type { ChoiceItem, Question } from '../questions.ts';
import { durationItem } from '../use/roleQuestions.ts';

/** What the user can change of a RAM role, apart from its source. */
export type RamRoleField = Exclude<keyof RamRoleTarget, 'kind' | 'source'>;

const exampleArn = 'acs:ram::1234567890123456:role/developer';

/**
 * Asks for the ARN of a role. Offers the roles that the user has assumed, whose answer is their `alibabaKey`, and those
 * that their files name.
 */
export function askRamRoleArn(history: readonly RamRoleTarget[], inFiles: readonly string[]): Question {
  const t = vscode.l10n.t;
  const common = { name: 'roleArn', prompt: t('ARN of the RAM role') } as const;
  const items: readonly ChoiceItem[] = [
    ...history.map((role) => ({
      icon: 'history',
      label: role.roleArn,
      description: t('via {0}', alibabaLabel(role.source)),
      answer: alibabaKey(role),
    })),
    ...inFiles.map((label) => ({ icon: 'file', label, description: t('from your files') })),
  ];
  if (items.length === 0) return arnBox('');
  return {
    ...common,
    kind: 'choice',
    placeholder: t('Paste the ARN of a RAM role, or choose one'),
    items,
    other: (text) => {
      const complaint = arnComplaint(text);
      if (complaint === undefined) return { label: text, answer: text };
      // Other words search the list.
      return /^(?:acs|arn):/iu.test(text) ? { complaint } : undefined;
    },
  };
}

function arnBox(value: string): Question {
  return {
    kind: 'text',
    name: 'roleArn',
    prompt: vscode.l10n.t('ARN of the RAM role'),
    placeholder: exampleArn,
    value,
    validate: arnComplaint,
  };
}

/** Why a text is no ARN of a RAM role, as a sentence. */
export function arnComplaint(text: string): string | undefined {
  const t = vscode.l10n.t;
  const problem = roleArnProblem(text);
  if (!problem) return undefined;
  return problem === 'awsArn'
    ? t('This is an ARN of AWS. Enter the ARN of a RAM role, such as {0}.', exampleArn)
    : t('Enter the ARN of a RAM role, such as {0}.', exampleArn);
}

/** The question for one field of a role that has all others. */
export function askRamRoleField(field: RamRoleField, role: RamRoleTarget): Question {
  const t = vscode.l10n.t;
  const common = { kind: 'text', name: field, value: role[field] ?? '' } as const;
  switch (field) {
    case 'roleArn':
      return arnBox(role.roleArn);
    case 'sessionName':
      return {
        ...common,
        prompt: t('Session name (shown in ActionTrail)'),
        validate: (text) =>
          sessionNameProblem(text) &&
          t('Use 2 to 64 characters: letters, digits, and any of {0}.', '. @ - _'),
      };
    case 'externalId':
      return {
        ...common,
        prompt: t('External ID, if the role’s trust policy requires one'),
        validate: optional((text) => {
          const problem = externalIdProblem(text);
          return (
            problem && t('Use 2 to 1,224 characters: letters, digits, and any of {0}.', '_ + = , . @ : / -')
          );
        }),
      };
    case 'durationSeconds':
      return askDuration(role.durationSeconds ?? '');
    case 'policy':
      return {
        ...common,
        prompt: t(
          'A policy in JSON that limits the session. The session may do what both the role and the policy allow.',
        ),
        placeholder: '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:Get*","Resource":"*"}]}',
        validate: optional((text) => {
          const problem = policyProblem(text);
          return problem && policyComplaint(problem);
        }),
      };
  }
}

function optional(validate: (text: string) => string | undefined): (text: string) => string | undefined {
  return (text) => (text === '' ? undefined : validate(text));
}

function policyComplaint(problem: RoleProblem): string {
  const t = vscode.l10n.t;
  switch (problem) {
    case 'tooLong':
      return t('The policy has more than 2,048 characters. Shorten it.');
    case 'version':
      return t('A RAM policy has "Version": "1". Policies of AWS, with a date, do not work here.');
    default:
      return t('This is no policy in JSON. It begins like {0}', '{"Version":"1","Statement":[…]}');
  }
}

/** The answer for no value. An empty answer means that the user has not answered yet. */
const standard = '\0';

/** The answer as the value of a field; undefined if the field is left out. */
export function ramRoleValue(answer: string | undefined): string | undefined {
  return answer === '' || answer === standard ? undefined : answer;
}

/** The limits of Alibaba Cloud, of which the role’s own maximum may be lower. Seconds. */
const offeredSeconds = [900, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600];

function askDuration(value: string): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'choice',
    name: 'durationSeconds',
    prompt: t('Duration'),
    placeholder: t(
      'Choose a duration, or type a number of seconds. The role’s maximum session duration limits it',
    ),
    value: value === '' ? standard : value,
    items: [{ label: t('One hour, the default'), answer: standard }, ...offeredSeconds.map(durationItem)],
    other: (text) =>
      durationProblem(text) === undefined
        ? durationItem(Number(text))
        : { complaint: t('Enter a number of seconds from {0} to {1}.', 900, 43_200) },
  };
}
