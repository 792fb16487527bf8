import { malformedPolicyDocument, notModelled, type Refusal } from '../sts/refusals.ts';
import type { PolicyDocument } from './policies.ts';

type Json = { readonly [name: string]: unknown };

const documentElements = ['Version', 'Id', 'Statement'];
const statementElements = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

/**
 * Reads the JSON of a policy that must not name a principal. AWS checks the elements of all statements before it checks
 * what they say, and reports only one error.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string): PolicyDocument {
  const document = object(json(text));
  const { Version: version = '2008-10-17', Statement: statement } = document;
  if (
    !hasOnly(document, documentElements) ||
    !['2008-10-17', '2012-10-17'].includes(String(version)) ||
    statement === undefined
  ) {
    throw syntaxError();
  }
  const statements = [statement].flat().map(object);
  if (statements.length === 0) {
    throw syntaxError();
  }
  statements.forEach(checkElements);
  statements.forEach(checkValues);
  return document as unknown as PolicyDocument;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw syntaxError();
  }
}

function object(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw syntaxError();
  }
  return value as Json;
}

function checkElements(statement: Json): void {
  const { Effect: effect, Action, NotAction, Resource, NotResource } = statement;
  if (
    !hasOnly(statement, statementElements) ||
    (effect !== 'Allow' && effect !== 'Deny') ||
    (Action !== undefined && NotAction !== undefined) ||
    (Resource !== undefined && NotResource !== undefined) ||
    ![Action, NotAction, Resource, NotResource].every(isTexts)
  ) {
    throw syntaxError();
  }
}

function checkValues(statement: Json): void {
  if (statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined) {
    throw malformedPolicyDocument('Policy document should not specify a principal.');
  }
  if (statement['Condition'] !== undefined) {
    throw notModelled('conditions in policies');
  }
  const actions = texts(statement['Action'] ?? statement['NotAction']);
  const resources = texts(statement['Resource'] ?? statement['NotResource']);
  if (actions.length === 0) {
    throw malformedPolicyDocument('Policy statement must contain actions.');
  }
  if (resources.length === 0) {
    throw malformedPolicyDocument('Policy statement must contain resources.');
  }
  if (!actions.every((action) => action === '*' || /^[\w-]+:/.test(action))) {
    throw malformedPolicyDocument(
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    );
  }
  const wrong = resources.find((resource) => resource !== '*' && !/^arn:(?:.*:){4}/s.test(resource));
  if (wrong !== undefined) {
    throw malformedPolicyDocument(`Resource ${wrong} must be in ARN format or "*".`);
  }
}

function hasOnly(element: Json, names: readonly string[]): boolean {
  return Object.keys(element).every((name) => names.includes(name));
}

function isTexts(value: unknown): boolean {
  return value === undefined || [value].flat().every((each) => typeof each === 'string');
}

function texts(value: unknown): readonly string[] {
  return value === undefined ? [] : ([value].flat() as unknown as readonly string[]);
}

/** AWS does not say where the error is. */
function syntaxError(): Refusal {
  return malformedPolicyDocument('Syntax errors in policy.');
}
