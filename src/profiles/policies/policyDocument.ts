import type { Node } from 'jsonc-parser';
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
import { readPolicyJson, spanOf } from './policyJson.ts';
import { type PolicyProblem, policyProblem } from './policyProblem.ts';
import { isDeny, repeatedSids, statementProblems } from './policyStatement.ts';

/** A session policy of the user's own, as it is in a file. */
export interface PolicyDocument {
  /** Minified JSON for AWS STS. Undefined if AWS would refuse it. */
  readonly text: string | undefined;
  /** Whether all of its statements deny something, so that the policy allows nothing on its own. */
  readonly onlyDenies: boolean;
  /** In the order of their places. */
  readonly problems: readonly PolicyProblem[];
}

/**
 * AWS takes so many characters of a policy and of the ARNs beside it, taken together (API Reference of AWS STS,
 * `AssumeRole`, `Policy`). Besides, its compressed form has a limit that only AWS can measure.
 */
export const maxPolicyLength = 2048;

/** Reads and checks a session policy. Only AWS knows which services, actions, and resources exist. */
export function readPolicyDocument(text: string): PolicyDocument {
  // Some editors write a byte order mark, which is no part of the text.
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const { root, minified, problems: jsonProblems } = readPolicyJson(text.slice(mark));
  const problems = [
    ...(minified === '' ? [policyProblem('notObject', { start: 0, end: 0 })] : jsonProblems),
    ...(minified.length > maxPolicyLength ? [lengthProblem(minified)] : []),
    ...(root ? policyProblems(root) : []),
  ]
    .map((problem) => ({ ...problem, start: problem.start + mark, end: problem.end + mark }))
    .toSorted((a, b) => a.start - b.start);
  const isRefused = problems.some(({ severity }) => severity === 'error');
  return {
    text: isRefused ? undefined : minified,
    onlyDenies: !isRefused && root !== undefined && statementsOf(root).every(isDeny),
    problems,
  };
}

function lengthProblem(minified: string): PolicyProblem {
  const facts = [String(minified.length), String(maxPolicyLength)];
  return policyProblem('tooLong', { start: 0, end: 1 }, ...facts);
}

function policyProblems(root: Node): readonly PolicyProblem[] {
  if (root.type !== 'object') return [policyProblem('notObject', spanOf(root))];
  const elements = elementsOf(root);
  const id = elementIn(elements, 'Id');
  const statements = statementsOf(root);
  return [
    ...unknownElements(elements, policyElements, statementElements),
    ...versionProblems(root, elementIn(elements, 'Version')),
    ...(id && id.value.type !== 'string' ? [policyProblem('idForm', spanOf(id.value))] : []),
    ...(elementIn(elements, 'Statement') ? [] : [policyProblem('noStatement', startOf(root))]),
    ...emptyStatement(elementIn(elements, 'Statement')),
    ...statements.flatMap(statementProblems),
    ...repeatedSids(statements),
  ];
}

function statementsOf(root: Node): readonly Node[] {
  const statement = elementIn(elementsOf(root), 'Statement');
  return statement ? valuesOf(statement.value) : [];
}

function emptyStatement(statement: Element | undefined): readonly PolicyProblem[] {
  const isEmpty = statement && valuesOf(statement.value).length === 0;
  return isEmpty ? [policyProblem('emptyStatement', spanOf(statement.value))] : [];
}

const currentVersion = '2012-10-17';
const oldVersion = '2008-10-17';

function versionProblems(root: Node, version: Element | undefined): readonly PolicyProblem[] {
  const value: unknown = version?.value.value;
  if (value === currentVersion) return [];
  if (version && value !== oldVersion) return [policyProblem('wrongVersion', spanOf(version.value))];
  return [
    ...(version ? [] : [policyProblem('noVersion', startOf(root))]),
    // In the old version, AWS takes variables as plain texts.
    ...textsIn(root)
      .filter((text) => String(text.value).includes('${'))
      .map((text) => policyProblem('oldVariable', spanOf(text))),
  ];
}

function textsIn(node: Node): readonly Node[] {
  return node.type === 'string' ? [node] : (node.children ?? []).flatMap(textsIn);
}
