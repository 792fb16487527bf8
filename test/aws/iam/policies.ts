/**
 * A policy that does not name a principal: of a user, a role, or a session.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export type PolicyDocument = {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: OneOrMore<Statement>;
};

/** Conditions are not part of it: the local AWS rejects policies that have some. */
export type Statement = {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly NotResource?: OneOrMore<string>;
};

export type OneOrMore<T> = T | readonly T[];

/** `implicitDeny` means that no statement is about the request. */
export type Decision = 'allow' | 'implicitDeny' | 'explicitDeny';

/**
 * What the policies together say about a request. They are united: what one of them allows is allowed, unless one of
 * them denies it.
 *
 * @param action `s3:GetObject`
 * @param resource an ARN, or `*` for actions without one
 */
export function decide(policies: readonly PolicyDocument[], action: string, resource: string): Decision {
  const effects = policies
    .flatMap(({ Statement: statements }) => asList(statements))
    .filter((statement) => isAbout(statement, action, resource))
    .map(({ Effect: effect }) => effect);
  if (effects.includes('Deny')) {
    return 'explicitDeny';
  }
  return effects.includes('Allow') ? 'allow' : 'implicitDeny';
}

export function asList<T>(oneOrMore: OneOrMore<T> | undefined): readonly T[] {
  if (oneOrMore === undefined) {
    return [];
  }
  return Array.isArray(oneOrMore) ? oneOrMore : [oneOrMore as T];
}

function isAbout(statement: Statement, action: string, resource: string): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const isAction = (pattern: string) => matches(pattern.toLowerCase(), action.toLowerCase());
  const isResource = (pattern: string) => matches(pattern, resource);
  return (
    (NotAction === undefined ? asList(Action).some(isAction) : !asList(NotAction).some(isAction)) &&
    (NotResource === undefined ? asList(Resource).some(isResource) : !asList(NotResource).some(isResource))
  );
}

/** `*` stands for any characters, also none, and `?` for one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
