import type { AlibabaSource, AlibabaTarget, IniFile, RamRoleTarget } from './alibabaTarget.ts';

/** The longest policy that Alibaba Cloud accepts (RAM documentation, "AssumeRole"). */
const maxPolicyLength = 2048;

/** Whether this is a target. It may come from a keybinding, or from another version of Rolecall. */
export function isAlibabaTarget(value: unknown): value is AlibabaTarget {
  const target = factsIn(value);
  return target.kind === 'ramRole' ? isRamRole(target) : isAlibabaSource(target);
}

function isAlibabaSource(value: unknown): value is AlibabaSource {
  const { kind, file, name } = factsIn(value);
  switch (kind) {
    case 'credentialsUri':
    case 'credentialsFile':
    case 'ecsRamRole':
    case 'ramEnvironment':
    case 'rrsa':
      return true;
    case 'iniProfile':
      return isText(name) && Object.hasOwn(iniFiles, String(file));
    case 'cliProfile':
      return isText(name);
    default:
      return false;
  }
}

const iniFiles: Readonly<Record<IniFile, true>> = { credentials: true, 'credentials.ini': true, named: true };

function isRamRole({ roleArn, source, sessionName, ...options }: Facts): boolean {
  const { durationSeconds = '', externalId = '', policy = '' } = options;
  return (
    [roleArn, sessionName].every(isText) &&
    [durationSeconds, externalId, policy].every((option) => typeof option === 'string') &&
    (policy as string).length <= maxPolicyLength &&
    isAlibabaSource(source)
  );
}

type Facts = Readonly<Partial<Record<keyof RamRoleTarget | 'file' | 'name', unknown>>>;

/** The properties that the value itself has. */
function factsIn(value: unknown): Facts {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
