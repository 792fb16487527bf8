import type { Span } from '../../config/syntax.ts';

export type PolicySeverity = 'error' | 'warning';

/**
 * What can be wrong with a policy document, and how bad it is. AWS refuses a session with an error. A warning is what
 * AWS accepts, or may accept one day, and what is probably not meant. The rules come from "Grammar of the IAM JSON
 * policy language" (IAM User Guide) and from what IAM answers to policies that break it (`MalformedPolicyDocument`).
 */
export const policySeverities = {
  unexpectedText: 'error',
  badNumber: 'error',
  badEscape: 'error',
  controlCharacter: 'error',
  openText: 'error',
  openComment: 'error',
  nameExpected: 'error',
  valueExpected: 'error',
  colonExpected: 'error',
  commaExpected: 'error',
  braceExpected: 'error',
  bracketExpected: 'error',
  textAfterEnd: 'error',
  tooDeep: 'error',
  comment: 'error',
  trailingComma: 'error',
  duplicateName: 'error',
  otherCharacter: 'error',
  tooLong: 'error',
  notObject: 'error',
  unknownElement: 'error',
  misplacedElement: 'error',
  principal: 'error',
  noVersion: 'warning',
  wrongVersion: 'error',
  oldVariable: 'warning',
  idForm: 'error',
  noStatement: 'error',
  statementForm: 'error',
  emptyStatement: 'error',
  noEffect: 'error',
  wrongEffect: 'error',
  noAction: 'error',
  noResource: 'error',
  twoElements: 'error',
  listForm: 'error',
  emptyList: 'error',
  actionForm: 'error',
  serviceForm: 'error',
  spaceInAction: 'warning',
  resourceForm: 'error',
  sidForm: 'error',
  repeatedSid: 'error',
  conditionForm: 'error',
  operatorForm: 'error',
  unknownOperator: 'warning',
  conditionValue: 'error',
  emptyValues: 'warning',
} as const satisfies Readonly<Record<string, PolicySeverity>>;

export type PolicyProblemCode = keyof typeof policySeverities;

/** A problem at a place of the text, in UTF-16 code units. */
export interface PolicyProblem extends Span {
  readonly code: PolicyProblemCode;
  readonly severity: PolicySeverity;
  /** What the sentence about it names. The codes in `policyWords.ts` say what each fact is. */
  readonly facts: readonly string[];
}

export function policyProblem(
  code: PolicyProblemCode,
  { start, end }: Span,
  ...facts: readonly string[]
): PolicyProblem {
  return { code, severity: policySeverities[code], start, end, facts };
}
