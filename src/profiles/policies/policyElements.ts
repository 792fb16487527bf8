import type { Node } from 'jsonc-parser';
import type { Span } from '../../config/syntax.ts';
import { nearestName } from '../spelling.ts';
import { spanOf } from './policyJson.ts';
import { type PolicyProblem, policyProblem } from './policyProblem.ts';

/** A name in an object, and its value. */
export interface Element {
  readonly name: string;
  /** The place of the name. */
  readonly span: Span;
  readonly value: Node;
}

/** Every pair in an object, also if a name is repeated. */
export function elementsOf({ children = [] }: Node): readonly Element[] {
  return children.flatMap(({ children: [name, value] = [] }) =>
    name && value ? [{ name: String(name.value), span: spanOf(name), value }] : [],
  );
}

export function elementIn(elements: readonly Element[], name: string): Element | undefined {
  return elements.find((element) => element.name === name);
}

/** The elements of a policy, and those of its statements. AWS distinguishes upper and lower case. */
export const policyElements: ReadonlyMap<string, unknown> = namesIn('Version Id Statement');
export const statementElements: ReadonlyMap<string, unknown> = namesIn(
  'Sid Effect Action NotAction Resource NotResource Condition',
);

/** Elements that AWS does not know in this place. `elsewhere` has those that belong in another place. */
export function unknownElements(
  elements: readonly Element[],
  known: ReadonlyMap<string, unknown>,
  elsewhere: ReadonlyMap<string, unknown>,
): readonly PolicyProblem[] {
  return elements.flatMap(({ name, span }) => {
    if (known.has(name)) return [];
    // The session is the principal.
    if (name === 'Principal' || name === 'NotPrincipal') return [policyProblem('principal', span, name)];
    if (elsewhere.has(name)) return [policyProblem('misplacedElement', span, name)];
    return [policyProblem('unknownElement', span, name, nearestName(name, known) ?? '')];
  });
}

/** The start of an object or list: problems of a whole one are marked there, so that they leave its lines readable. */
export function startOf({ offset }: Node): Span {
  return { start: offset, end: offset + 1 };
}

/** A value, or the values of a list: many elements take either. */
export function valuesOf(node: Node): readonly Node[] {
  return node.type === 'array' ? (node.children ?? []) : [node];
}

export function namesIn(words: string): ReadonlyMap<string, unknown> {
  return new Map(words.split(' ').map((word) => [word, true]));
}
