/**
 * Why Alibaba Cloud would refuse a value (RAM documentation, "AssumeRole"). The rules differ from those of AWS.
 *
 * - `empty`, `tooShort`, `tooLong`, `characters`: as they say;
 * - `form`: no ARN of a role, no whole number, or no JSON; `awsArn`: an ARN of AWS;
 * - `range`: too few or too many seconds;
 * - `version`: a policy whose `Version` is not `"1"`, such as a policy of AWS.
 */
export type RoleProblem =
  'empty' | 'tooShort' | 'tooLong' | 'characters' | 'form' | 'awsArn' | 'range' | 'version';

/** An account has 16 digits; the name of a role has no path, and an ARN no partition. */
export function roleArnProblem(text: string): RoleProblem | undefined {
  if (text === '') return 'empty';
  if (/^arn:/iu.test(text)) return 'awsArn';
  return /^acs:ram::\d{1,20}:role\/[A-Za-z0-9.-]{1,64}$/u.test(text) ? undefined : 'form';
}

/** Whether this is the name of an instance's role, a part of a path. Older roles have underscores, too. */
export function isInstanceRole(text: string): boolean {
  return /^(?!\.{1,2}$)[\w.-]{1,64}$/u.test(text);
}

/** 2–64 characters, which also a few of AWS's such as `+`, `=`, and `,` are not. */
export function sessionNameProblem(text: string): RoleProblem | undefined {
  if (text === '') return 'empty';
  if (!/^[\w.@-]+$/u.test(text)) return 'characters';
  return lengthProblem(text, 2, 64);
}

/** In seconds: 900 up to the role's own maximum, which is never above 43,200. */
export function durationProblem(text: string): RoleProblem | undefined {
  if (text === '') return 'empty';
  if (!/^\d{1,9}$/u.test(text)) return 'form';
  const seconds = Number(text);
  return seconds < 900 || seconds > 43_200 ? 'range' : undefined;
}

/** 2–1,224 characters. */
export function externalIdProblem(text: string): RoleProblem | undefined {
  if (text === '') return 'empty';
  if (!/^[\w+=,.@:/-]+$/u.test(text)) return 'characters';
  return lengthProblem(text, 2, 1224);
}

/** A RAM policy of 1–2,048 characters that limits the session. */
export function policyProblem(text: string): RoleProblem | undefined {
  if (text.trim() === '') return 'empty';
  if (text.length > 2048) return 'tooLong';
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    return 'form';
  }
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return 'form';
  return 'Version' in policy && policy.Version === '1' ? undefined : 'version';
}

function lengthProblem(text: string, least: number, most: number): RoleProblem | undefined {
  if (text.length < least) return 'tooShort';
  return text.length > most ? 'tooLong' : undefined;
}

/**
 * The session name for roles if none is configured: the user's name on this machine, in characters that Alibaba Cloud
 * accepts, so that ActionTrail shows the user; `rolecall` if no valid name remains.
 */
export function defaultRamSessionName(userName: string): string {
  const name = userName.replaceAll(/[^\w.@-]+/gu, '-').slice(0, 64);
  return name.length >= 2 && /\w/u.test(name) ? name : 'rolecall';
}
