import type { ServiceRequest } from '../http/service.ts';
import { notModelled } from './refusals.ts';

/** The parameters of a request in the AWS query protocol. */
export type Parameters = ReadonlyMap<string, string>;

/** STS reads them from the query string of a GET request or the form in a POST request. */
export function readParameters(request: ServiceRequest): Parameters {
  if (request.method === 'GET') {
    return firstOfEach(request.query);
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return firstOfEach(new URLSearchParams(isForm ? request.body : ''));
}

/** STS uses the first value of a repeated parameter. */
function firstOfEach(pairs: URLSearchParams): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!parameters.has(name)) {
      parameters.set(name, value);
    }
  }
  return parameters;
}

/**
 * The names of the members of a list, in their order: `PolicyArns.member.1`. Of structures, which have several
 * parameters, without the name of the field.
 */
export function listMembers(parameters: Parameters, list: string): readonly string[] {
  const numbers = [...parameters.keys()].flatMap((name) => {
    const [first, member, number] = name.split('.');
    return first === list && member === 'member' ? [Number(number)] : [];
  });
  return [...new Set(numbers)].toSorted((a, b) => a - b).map((number) => `${list}.member.${number}`);
}

/** Rejects parameters that this server would have to ignore. */
export function refuseUnmodelled(parameters: Parameters, unmodelled: readonly string[]): void {
  // A list is encoded as `Tags.member.1.Key`.
  const names = [...parameters.keys()].map((name) => name.split('.')[0] ?? '');
  const unknown = names.find((name) => unmodelled.includes(name));
  if (unknown !== undefined) {
    throw notModelled(unknown);
  }
}

// The parameters that the service model marks as sensitive. TokenCode is not one of them: it works only once and for a
// short time.
const sensitive: ReadonlySet<string> = new Set(['WebIdentityToken', 'SAMLAssertion', 'TradeInToken']);
const protocol: ReadonlySet<string> = new Set(['Action', 'Version']);

/** The parameters without sensitive values. */
export function recordable(parameters: Parameters): Readonly<Record<string, string>> {
  return Object.fromEntries([...parameters].filter(([name]) => !sensitive.has(name) && !protocol.has(name)));
}
