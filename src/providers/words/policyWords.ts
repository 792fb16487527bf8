import * as vscode from 'vscode';
import { shorten } from '../../base/plainText.ts';
import type { PolicyProblem, PolicyProblemCode } from '../../profiles/policies/policyProblem.ts';
import { nearest, type Words } from './words.ts';

/** What is wrong with a policy document, and the way out. */
export function policyWords({ code, facts }: PolicyProblem): string {
  const t = vscode.l10n.t;
  return words[code](t, facts.map(shorten));
}

/** What is no JSON. The fact is the text at this place. */
const jsonWords = {
  unexpectedText: (t, a) =>
    t('JSON does not allow {0} here. Texts are in straight double quotes.', a[0] ?? ''),
  badNumber: (t, a) => t('{0} is no number in JSON.', a[0] ?? ''),
  badEscape: (t) => t('JSON does not know this escape. Write a backslash as “\\\\”.'),
  controlCharacter: (t) => t('JSON does not allow tabs and other control characters in a text.'),
  openText: (t) => t('The closing double quote of this text is missing.'),
  openComment: (t) => t('The end of this comment is missing. AWS does not accept comments. Remove it.'),
  nameExpected: (t) => t('A name in double quotes is missing here.'),
  valueExpected: (t) => t('A value is missing here.'),
  colonExpected: (t) => t('A colon must be between a name and its value.'),
  commaExpected: (t) => t('A comma must be before this.'),
  braceExpected: (t) => t('A “}” is missing.'),
  bracketExpected: (t) => t('A “]” is missing.'),
  textAfterEnd: (t) => t('The policy has ended before this. Remove the rest of the text.'),
  tooDeep: (t, a) => t('AWS accepts no policy with more than {0} levels of brackets.', a[0] ?? ''),
  comment: (t) => t('AWS does not accept comments in a policy. Remove it.'),
  trailingComma: (t) => t('AWS does not accept a comma before a closing bracket. Remove it.'),
  duplicateName: (t, a) => t('AWS accepts each name once, and “{0}” is there before.', a[0] ?? ''),
} as const satisfies Readonly<Partial<Record<PolicyProblemCode, Words>>>;

const documentWords = {
  otherCharacter: (t, a) =>
    t('AWS accepts only characters up to U+00FF in a session policy. This one is U+{0}.', a[0] ?? ''),
  tooLong: (t, a) =>
    t(
      'The policy has {0} characters without spaces. AWS accepts at most {1}, including the ARNs of other policies.',
      a[0] ?? '',
      a[1] ?? '',
    ),
  notObject: (t) => t('A policy is an object with “Version” and “Statement”.'),
  unknownElement: (t, a) => nearest(t, t('AWS knows no element “{0}”.', a[0] ?? ''), a[1]),
  misplacedElement: (t, a) =>
    t('“{0}” does not belong here. A policy contains statements, and they contain the rest.', a[0] ?? ''),
  principal: (t, a) =>
    t('AWS does not accept “{0}” in a session policy, which applies to its session. Remove it.', a[0] ?? ''),
  noVersion: (t) =>
    t('Without “Version”, the version is 2008-10-17, which has no variables. Add 2012-10-17.'),
  wrongVersion: (t) => t('AWS knows only the versions “2012-10-17” and “2008-10-17”.'),
  oldVariable: (t) => t('This variable works only in a policy with the version 2012-10-17.'),
  idForm: (t) => t('“{0}” must be a text.', 'Id'),
  noStatement: (t) => t('The policy has no “Statement”.'),
  emptyStatement: (t) => t('A policy needs at least one statement.'),
  statementForm: (t) => t('A statement is an object with “Effect”, “Action”, and “Resource”.'),
} as const satisfies Readonly<Partial<Record<PolicyProblemCode, Words>>>;

const statementWords = {
  noEffect: (t) => t('This statement has no “Effect”. Add “Allow” or “Deny”.'),
  wrongEffect: (t) => t('“Effect” must be “Allow” or “Deny”, in this spelling.'),
  noAction: (t) => t('This statement has neither “Action” nor “NotAction”.'),
  noResource: (t) => t('This statement has neither “Resource” nor “NotResource”.'),
  twoElements: (t, a) =>
    t('A statement has either “{0}” or “{1}”. Remove one of them.', a[0] ?? '', a[1] ?? ''),
  listForm: (t, a) => t('“{0}” must be a text or a list of texts.', a[0] ?? ''),
  emptyList: (t, a) => t('AWS does not accept an empty list of “{0}”.', a[0] ?? ''),
  actionForm: (t, a) =>
    t('“{0}” is no action. Actions look like s3:GetObject or s3:Get*, and * stands for all.', a[0] ?? ''),
  serviceForm: (t, a) =>
    t(
      '“{0}” is no service. Its name has only letters, digits, and hyphens, without spaces and wildcards.',
      a[0] ?? '',
    ),
  spaceInAction: (t, a) => t('No action is called “{0}”: the names of actions have no spaces.', a[0] ?? ''),
  resourceForm: (t, a) =>
    t('“{0}” is no resource. A resource is an ARN, or * for all resources.', a[0] ?? ''),
  sidForm: (t) => t('“Sid” must be a text of letters (A–Z, a–z) and digits.'),
  repeatedSid: (t, a) => t('AWS accepts each “Sid” once, and “{0}” is there before.', a[0] ?? ''),
  conditionForm: (t) => t('“Condition” must be an object with operators such as “StringEquals”.'),
  operatorForm: (t, a) => t('“{0}” must be an object of condition keys and their values.', a[0] ?? ''),
  unknownOperator: (t, a) => nearest(t, t('AWS knows no condition operator “{0}”.', a[0] ?? ''), a[1]),
  conditionValue: (t, a) => t('“{0}” must be a text, a number, true, false, or a list of these.', a[0] ?? ''),
  emptyValues: (t, a) => t('“{0}” has no values to compare with.', a[0] ?? ''),
} as const satisfies Readonly<Partial<Record<PolicyProblemCode, Words>>>;

const words: Readonly<Record<PolicyProblemCode, Words>> = {
  ...jsonWords,
  ...documentWords,
  ...statementWords,
};
