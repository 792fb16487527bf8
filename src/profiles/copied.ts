/** Credentials as people copy them from somewhere. Holds secrets: not to be logged or shown. */
export interface CopiedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string | undefined;
  /** The section that they were copied with. */
  readonly profile: string | undefined;
}

/**
 * Recognises what the AWS access portal offers to copy (`export …`, `SET …`, `$Env:…`, the section of a credentials
 * file), what `aws sts assume-role` and its kin print (`Credentials`, or as a credential process does), what `aws
 * configure export-credentials` prints (also for fish), and `.env` files. Undefined where there are no complete keys.
 */
export function recognizeCredentials(text: string): CopiedCredentials | undefined {
  const found = fromJson(text) ?? fromLines(text);
  const accessKeyId = found.get('aws_access_key_id');
  const secretAccessKey = found.get('aws_secret_access_key');
  const sessionToken = found.get('aws_session_token') ?? found.get('aws_security_token');
  if (!accessKeyId || !/^[A-Z0-9]{16,128}$/u.test(accessKeyId)) return undefined;
  if (!secretAccessKey || /\s/u.test(secretAccessKey) || /\s/u.test(sessionToken ?? '')) return undefined;
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    region: found.get('aws_region') ?? found.get('aws_default_region') ?? found.get('region'),
    profile: found.get('profile'),
  };
}

type Found = ReadonlyMap<string, string>;

/** `{"AccessKeyId": …}`, at the top or as `Credentials` of an answer of STS. */
function fromJson(text: string): Found | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const inner = isRecord(value) && isRecord(value['Credentials']) ? value['Credentials'] : value;
  if (!isRecord(inner)) return undefined;
  const names = {
    AccessKeyId: 'aws_access_key_id',
    SecretAccessKey: 'aws_secret_access_key',
    SessionToken: 'aws_session_token',
  };
  return new Map(
    Object.entries(names).flatMap(([name, key]): [string, string][] => {
      const held = inner[name];
      return typeof held === 'string' ? [[key, held]] : [];
    }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** `export A=b`, `SET A=b`, `set -gx A b;`, `$Env:A="b"`, `A = b`. */
const assignment =
  /^\s*(?:export\s+|set\s+-\w+\s+|set\s+|\$env:)?(?<name>aws_\w+|region)(?:\s*=\s*|\s+)(?<value>.+?)\s*;?\s*$/iu;
const header = /^\s*\[\s*(?:profile\s+)?(?<name>[^\]]+?)\s*\]\s*$/u;

/** One assignment a line, or several joined by `;` or `&&`; a second section is another profile's. */
function fromLines(text: string): Found {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n|&&|;(?=\s*(?:export|set|\$env:))/iu)) {
    const section = header.exec(line)?.groups?.['name'];
    if (section !== undefined) {
      if (found.has('aws_access_key_id')) break;
      found.set('profile', unquoted(section));
      continue;
    }
    const { name, value } = assignment.exec(line)?.groups ?? {};
    if (name !== undefined && value !== undefined) found.set(name.toLowerCase(), unquoted(value));
  }
  return found;
}

function unquoted(text: string): string {
  return /^(?<quote>["'])(?<inner>.*)\k<quote>$/u.exec(text)?.groups?.['inner'] ?? text;
}
