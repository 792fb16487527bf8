import type { AssignmentLine } from '../../../config/syntax.ts';
import type { KeyFacts } from '../../../profiles/keys/keyFacts.ts';
import { configKey, keys } from '../../../profiles/keys.ts';
import { accountFinding, deviceFinding, loginFinding, roleArnFinding, shortestArn } from './arnChecks.ts';
import {
  booleanFinding,
  commandFinding,
  enumFinding,
  integerFinding,
  isInteger,
  rateFinding,
  roleNameFinding,
  sizeFinding,
  textFinding,
} from './formChecks.ts';
import { keySpan, type LocalFinding, removeLine, valueSpan, wholeValue } from './localFinding.ts';
import { isCliRegion, regionFinding } from './regionChecks.ts';
import { isCliUrl, urlFinding } from './urlChecks.ts';

/** What is wrong with the value of a key without lines below. */
export function valueFindings(
  text: string,
  line: AssignmentLine,
  key: string,
  facts: KeyFacts,
): readonly LocalFinding[] {
  const comment = commentFinding(text, line, key, facts);
  const own = ownFinding(line, key, facts);
  return [comment, own].filter((each) => each !== undefined);
}

function ownFinding(line: AssignmentLine, key: string, facts: KeyFacts): LocalFinding | undefined {
  if (line.value === '') return emptyFinding(line, key, facts);
  return quotesFinding(line, key, facts) ?? formFinding(line, key, facts);
}

function formFinding(line: AssignmentLine, key: string, facts: KeyFacts): LocalFinding | undefined {
  switch (facts.form) {
    case 'boolean':
      return booleanFinding(key, line, facts);
    case 'integer':
      return integerFinding(key, line, facts);
    case 'enum':
      return enumFinding(key, line, facts);
    case 'size':
      return sizeFinding(key, line, facts);
    case 'rate':
      return rateFinding(key, line, facts);
    case 'region':
      return regionFinding(key, line);
    case 'url':
      return urlFinding(key, line);
    case 'roleArn':
      return roleArnFinding(key, line);
    case 'mfaDevice':
      return deviceFinding(key, line);
    case 'loginArn':
      return loginFinding(key, line);
    case 'accountId':
      return accountFinding(key, line);
    case 'command':
      return commandFinding(key, line, facts);
    case 'text':
    case 'list':
      // What is wrong with access keys is seen in all of them together.
      if (configKey(key)?.accessKey) return undefined;
      return key === keys.ssoRoleName ? roleNameFinding(key, line, facts) : textFinding(key, line, facts);
    case 'path':
      return tokenFileFinding(key, line);
    case 'block':
    case 'profile':
    case 'services':
    case 'ssoSession':
    case 'time':
      return undefined;
  }
}

/** Only a shell replaces `~`, and the AWS CLI opens this file at once. */
function tokenFileFinding(key: string, line: AssignmentLine): LocalFinding | undefined {
  const isHome = key === keys.webIdentityTokenFile && line.value.startsWith('~');
  return isHome ? { code: 'homeInPath', span: valueSpan(line), args: [key] } : undefined;
}

/** Whether the AWS CLI fails on the value before it calls AWS. */
export function failsInCli(
  value: string,
  key: string,
  { form, cliFails, values = [], anyCase }: KeyFacts,
): boolean {
  switch (form) {
    case 'region':
      return !isCliRegion(value);
    case 'integer':
      return cliFails === true && !isInteger(value);
    case 'enum':
      return cliFails === true && !values.some((each) => each === (anyCase ? value.toLowerCase() : value));
    case 'url':
      return key !== keys.ssoStartUrl && !isCliUrl(value);
    case 'roleArn':
      return value.length < shortestArn;
    case 'boolean':
      return cliFails === true && !/^(?:true|false)$/iu.test(value);
    case 'block':
    case 'profile':
    case 'ssoSession':
    case 'services':
      return true;
    case 'size':
      return !/^\d+\s*(?:[KMGT]i?B)?$/iu.test(value);
    default:
      return false;
  }
}

/** What other tools take as a comment is part of the value for the AWS CLI. */
export function commentFinding(
  text: string,
  line: AssignmentLine,
  key: string,
  facts: KeyFacts,
): LocalFinding | undefined {
  const whole = wholeValue(text, line);
  if (whole === line.value) return undefined;
  // Without a value, the offset of the value is before the space.
  const space = text.slice(line.valueStart, line.end).search(/\S/u);
  const start = line.valueStart + line.value.length;
  const end = line.valueStart + space + whole.length;
  const rest = text.slice(start, end);
  const comment = rest.trimStart();
  const indent = text.slice(line.start, line.keyStart);
  const newline = /\r?\n$|\r$/u.exec(text.slice(line.start, line.end))?.[0] ?? '\n';
  // A comment in place of the value begins where the value would.
  const from = line.value === '' ? end - comment.length : start;
  return {
    code: failsInCli(whole, key, facts) ? 'rejectedComment' : 'inlineComment',
    span: { start: end - comment.length, end },
    args: [key],
    fix: {
      code: 'moveComment',
      args: [],
      edits: [
        { start: line.keyStart, end: line.keyStart, text: `${comment}${newline}${indent}` },
        { start: from, end, text: '' },
      ],
    },
  };
}

function quotesFinding(line: AssignmentLine, key: string, facts: KeyFacts): LocalFinding | undefined {
  const { value, valueStart, valueEnd } = line;
  const [, , inner] = /^(["'`“‘„])(.*)(["'`”’“])$/su.exec(value) ?? [];
  // Commands have their own quotes.
  if (inner === undefined || facts.form === 'command' || /["'`]/u.test(inner)) return undefined;
  return {
    code: failsInCli(value, key, facts) ? 'rejectedQuotes' : 'quotedValue',
    span: valueSpan(line),
    args: [key],
    fix: {
      code: 'removeQuotes',
      args: [],
      edits: [
        { start: valueStart, end: valueStart + 1, text: '' },
        { start: valueEnd - 1, end: valueEnd, text: '' },
      ],
    },
  };
}

function emptyFinding(line: AssignmentLine, key: string, facts: KeyFacts): LocalFinding | undefined {
  // An empty pager shows all output at once.
  if (key === keys.cliPager || configKey(key)?.accessKey) return undefined;
  if (key === keys.webIdentityTokenFile) return { code: 'emptyTokenFile', span: keySpan(line), args: [key] };
  const isRejected =
    key === keys.externalId ||
    key === keys.credentialProcess ||
    (facts.form !== 'url' && key !== keys.stsRegionalEndpoints && failsInCli('', key, facts));
  return {
    code: isRejected ? 'rejectedEmpty' : 'emptyValue',
    span: keySpan(line),
    args: [key],
    // Without these, the profile or sign-in has no credentials: the value is missing, not the key too much.
    ...(!isNeeded(key) && { fix: removeLine(key, line) }),
  };
}

function isNeeded(key: string): boolean {
  const row = configKey(key);
  return row?.leadsToCredentials === true && !optionalKeys.has(key) && !row.onlyReadBy;
}

const optionalKeys: ReadonlySet<string> = new Set([
  keys.externalId,
  keys.mfaSerial,
  keys.roleSessionName,
  keys.durationSeconds,
  keys.ssoRegistrationScopes,
]);
