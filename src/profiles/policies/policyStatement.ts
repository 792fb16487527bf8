import type { Node } from 'jsonc-parser';
import { conditionProblems } from './policyCondition.ts';
import {
  type Element,
  elementIn,
  elementsOf,
  policyElements,
  startOf,
  statementElements,
  unknownElements,
  valuesOf,
} from './policyElements.ts';
import { spanOf } from './policyJson.ts';
import { type PolicyProblem, policyProblem, type PolicyProblemCode } from './policyProblem.ts';

/** What is wrong with one statement. */
export function statementProblems(statement: Node): readonly PolicyProblem[] {
  if (statement.type !== 'object') return [policyProblem('statementForm', spanOf(statement))];
  const elements = elementsOf(statement);
  const condition = elementIn(elements, 'Condition');
  return [
    ...unknownElements(elements, statementElements, policyElements),
    ...sidProblems(elementIn(elements, 'Sid')),
    ...effectProblems(statement, elementIn(elements, 'Effect')),
    ...listProblems(statement, elements, ['Action', 'NotAction'], 'noAction', actionProblems),
    ...listProblems(statement, elements, ['Resource', 'NotResource'], 'noResource', resourceProblems),
    ...(condition ? conditionProblems(condition) : []),
  ];
}

export function isDeny(statement: Node): boolean {
  return elementIn(elementsOf(statement), 'Effect')?.value.value === 'Deny';
}

/** Each `Sid` after the first one with the same text. Some tools write an empty one into all statements. */
export function repeatedSids(statements: readonly Node[]): readonly PolicyProblem[] {
  const seen = new Set<unknown>();
  return statements.flatMap((statement) => {
    const { value } = elementIn(elementsOf(statement), 'Sid') ?? {};
    if (value?.type !== 'string' || value.value === '') return [];
    if (seen.has(value.value)) return [policyProblem('repeatedSid', spanOf(value), String(value.value))];
    seen.add(value.value);
    return [];
  });
}

function sidProblems(sid: Element | undefined): readonly PolicyProblem[] {
  const isFine = !sid || (sid.value.type === 'string' && /^[0-9A-Za-z]*$/u.test(String(sid.value.value)));
  return isFine ? [] : [policyProblem('sidForm', spanOf(sid.value))];
}

function effectProblems(statement: Node, effect: Element | undefined): readonly PolicyProblem[] {
  if (!effect) return [policyProblem('noEffect', startOf(statement))];
  const { value } = effect.value;
  return value === 'Allow' || value === 'Deny' ? [] : [policyProblem('wrongEffect', spanOf(effect.value))];
}

/** Problems of two elements of which a statement has exactly one. Its value is a text or a list of texts. */
function listProblems(
  statement: Node,
  elements: readonly Element[],
  names: readonly [string, string],
  missing: PolicyProblemCode,
  problemsOf: (text: string, place: Node) => readonly PolicyProblem[],
): readonly PolicyProblem[] {
  const found = elements.filter(({ name }) => names.includes(name));
  const both = names.every((name) => found.some((element) => element.name === name));
  return [
    ...(found.length === 0 ? [policyProblem(missing, startOf(statement))] : []),
    ...(both ? [policyProblem('twoElements', found[1]!.span, ...names)] : []),
    ...found.flatMap(({ name, value: list }) => {
      const values = valuesOf(list);
      if (values.length === 0) return [policyProblem('emptyList', spanOf(list), name)];
      return values.flatMap((each) =>
        each.type === 'string'
          ? problemsOf(String(each.value), each)
          : [policyProblem('listForm', spanOf(each), name)],
      );
    }),
  ];
}

/**
 * AWS: "Actions/Conditions must be prefaced by a vendor", "Actions/Condition can contain only one colon", and "Vendor …
 * is not valid". It does not know which services and actions exist.
 */
function actionProblems(action: string, place: Node): readonly PolicyProblem[] {
  const parts = action.split(':');
  const [service = '', name = ''] = parts;
  if (/^\*+$/u.test(action)) return [];
  if (parts.length !== 2 || service === '' || name === '')
    return [policyProblem('actionForm', spanOf(place), action)];
  if (service !== '*' && !/^[0-9A-Za-z.-]+$/u.test(service))
    return [policyProblem('serviceForm', spanOf(place), service)];
  return /\s/u.test(name) ? [policyProblem('spaceInAction', spanOf(place), action)] : [];
}

/** AWS: "Resource … must be in ARN format or "*"". It knows partitions that Rolecall does not know. */
function resourceProblems(resource: string, place: Node): readonly PolicyProblem[] {
  const isFine = /^(?:\*+$|arn:)/u.test(resource);
  return isFine ? [] : [policyProblem('resourceForm', spanOf(place), resource)];
}
