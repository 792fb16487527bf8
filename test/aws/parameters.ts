import { notModelled } from './refusals.ts';
import type { ServiceRequest } from './service.ts';

/** The parameters of a request in AWS's query protocol. */
export type Parameters = ReadonlyMap<string, string>;

/** STS takes them from the query string of a GET or the form in a POST. */
export function readParameters(request: ServiceRequest): Parameters {
  if (request.method === 'GET') {
    return firstOfEach(request.query);
  }
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return firstOfEach(new URLSearchParams(isForm ? request.body : ''));
}

/** Of a parameter given twice, STS takes the first. */
function firstOfEach(pairs: URLSearchParams): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!parameters.has(name)) {
      parameters.set(name, value);
    }
  }
  return parameters;
}

/** Refuses what would have to be ignored. */
export function refuseUnmodelled(parameters: Parameters, unmodelled: readonly string[]): void {
  // A list is spelt `Tags.member.1.Key`.
  const names = [...parameters.keys()].map((name) => name.split('.')[0] ?? '');
  const unknown = names.find((name) => unmodelled.includes(name));
  if (unknown !== undefined) {
    throw notModelled(unknown);
  }
}

// The members that the service model marks as sensitive. A TokenCode is not among them: it works once and soon not at all.
const sensitive: ReadonlySet<string> = new Set(['WebIdentityToken', 'SAMLAssertion', 'TradeInToken']);
const protocol: ReadonlySet<string> = new Set(['Action', 'Version']);

/** What may be kept of the parameters. */
export function recordable(parameters: Parameters): Readonly<Record<string, string>> {
  return Object.fromEntries([...parameters].filter(([name]) => !sensitive.has(name) && !protocol.has(name)));
}
