import type { AssignmentLine } from '../../../config/syntax.ts';
import { roleArnPattern } from '../../../profiles/keys/credentialRows.ts';
import { type LocalFinding, replaceValue, valueSpan } from './localFinding.ts';

/** The least length of a role's ARN in the API model of STS, which the AWS CLI checks. */
export const shortestArn = 20;

export function roleArnFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const { value } = line;
  const span = valueSpan(line);
  if (value.length < shortestArn) return { code: 'rejectedRoleArn', span, args: [key] };
  if (roleArnPattern.test(value)) return undefined;
  const [, partition, account, name] =
    /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)(?:\/\S*)?$/u.exec(value) ?? [];
  // The ARN of a session has no path, which roles of Identity Center have.
  const isPlain = name !== undefined && !name.startsWith('AWSReservedSSO_');
  const meant = isPlain ? `arn:${partition}:iam::${account}:role/${name}` : meantRoleArn(value);
  return {
    code: 'notRoleArn',
    span,
    args: [key],
    ...(meant !== undefined && { fix: replaceValue(line, meant) }),
  };
}

/** The ARN that is meant in spite of wrong colons, case, or dashes, or by a link of the console to switch roles. */
function meantRoleArn(written: string): string | undefined {
  const [, query] = /^https:\/\/signin\.aws\.amazon\.com\/switchrole\?(\S+)$/u.exec(written) ?? [];
  const parts = new URLSearchParams(query);
  const [, partition = 'aws', account, name] =
    query === undefined
      ? (usualMistakes.exec(written) ?? [])
      : [query, 'aws', parts.get('account') ?? '', parts.get('roleName') ?? ''];
  if (account === undefined || name === undefined) return undefined;
  const arn = `arn:${partition.toLowerCase()}:iam::${account.replaceAll('-', '')}:role/${name}`;
  return roleArnPattern.test(arn) ? arn : undefined;
}

const usualMistakes =
  /^(?:arn:+)?(?:(aws(?:-[a-z]+){0,2}):+)?iam:+(?:[a-z]{2}(?:-[a-z]+){1,2}-\d:)?(\d[\d-]{10,13}\d):roles?[/:](\S{1,200}?)\/?$/iu;

export function deviceFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const isDevice = /^arn:aws[a-z-]*:iam::\d{12}:(?:mfa|sms-mfa)\/\S+$/u.test(line.value);
  const isSerial = /^[\w+=/,.@-]{9,256}$/u.test(line.value);
  return isDevice || isSerial ? undefined : { code: 'notMfaDevice', span: valueSpan(line), args: [key] };
}

export function loginFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const isLogin = /^arn:aws[a-z-]*:(?:iam|sts)::\d{12}:\S+$/u.test(line.value);
  return isLogin ? undefined : { code: 'notLoginArn', span: valueSpan(line), args: [key] };
}

export function accountFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  if (/^\d{12}$/u.test(line.value)) return undefined;
  const digits = line.value.replaceAll(/[\s-]/gu, '');
  const fix = /^\d{12}$/u.test(digits) ? { fix: replaceValue(line, digits) } : {};
  return { code: 'notAccountId', span: valueSpan(line), args: [key], ...fix };
}
