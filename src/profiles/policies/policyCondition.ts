import type { Node } from 'jsonc-parser';
import { nearestName } from '../spelling.ts';
import { type Element, elementsOf, namesIn, valuesOf } from './policyElements.ts';
import { spanOf } from './policyJson.ts';
import { type PolicyProblem, policyProblem } from './policyProblem.ts';

/** IAM User Guide, "IAM JSON policy elements: Condition operators". */
const operators = namesIn(
  [
    'StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike',
    'NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan',
    'NumericGreaterThanEquals DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan',
    'DateGreaterThanEquals Bool BinaryEquals IpAddress NotIpAddress ArnEquals ArnLike ArnNotEquals ArnNotLike Null',
  ].join(' '),
);
const lowerCaseOperators = new Set([...operators.keys()].map((name) => name.toLowerCase()));

/** What is wrong with a condition: operators, in each of them keys, and for each key a value or a list of values. */
export function conditionProblems({ value }: Element): readonly PolicyProblem[] {
  if (value.type !== 'object') return [policyProblem('conditionForm', spanOf(value))];
  return elementsOf(value).flatMap((operator) => [
    ...operatorProblems(operator),
    ...(operator.value.type === 'object' ? elementsOf(operator.value).flatMap(valueProblems) : []),
  ]);
}

function operatorProblems({ name, span, value }: Element): readonly PolicyProblem[] {
  const [, bare = ''] = /^(?:ForAllValues:|ForAnyValue:)?(.*?)(?:IfExists)?$/isu.exec(name) ?? [];
  const isKnown = lowerCaseOperators.has(bare.toLowerCase());
  return [
    ...(isKnown ? [] : [policyProblem('unknownOperator', span, name, nearestName(bare, operators) ?? '')]),
    ...(value.type === 'object' ? [] : [policyProblem('operatorForm', spanOf(value), name)]),
  ];
}

function valueProblems({ name, value: list }: Element): readonly PolicyProblem[] {
  const values = valuesOf(list);
  if (values.length === 0) return [policyProblem('emptyValues', spanOf(list), name)];
  return values
    .filter((each) => !isScalar(each))
    .map((each) => policyProblem('conditionValue', spanOf(each), name));
}

/** Quotes are optional for numbers and booleans. */
function isScalar({ type }: Node): boolean {
  return type === 'string' || type === 'number' || type === 'boolean';
}
