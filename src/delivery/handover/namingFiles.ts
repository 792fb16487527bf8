import type { Environment } from '../../base/environment.ts';
import { isBlank, profileNames, regionNames } from './credentialVariables.ts';
import { union } from './namedVariables.ts';

/**
 * The variables that a start-up file of a shell sets, in the syntax of any shell. Not found is what another file sets
 * that it reads. Of most values, it is only known whether they are blank.
 */
export function variablesOfScript(text: string): Environment {
  return variablesOfLines(text.split('\n').filter((line) => !/^\s*#/u.test(line)));
}

/**
 * Those of them that are set for certain: not under a condition, not in a function, and not for one command. This also
 * reads files such as `.env` and `mise.toml`.
 */
export function certainVariables(text: string): Environment {
  return variablesOfLines(
    text
      .split('\n')
      .filter((line) => statement.test(line) && !/\$\{\w+:[-=]/u.test(line) && !forOneCommand.test(line)),
  );
}

const statement =
  /^(?:export|declare|typeset|set|setenv|Set-Item|SETUVAR)\s|^(?:\$|\[(?:System\.)?Environment\]|A(?:WS|MAZON)_)/iu;
const forOneCommand = /^\w+=(?:"[^"]*"|'[^']*'|[^\s"';&]*)[ \t]+[^\s#;&]/u;

function variablesOfLines(lines: readonly string[]): Environment {
  const found = lines.flatMap((line) => assignments.flatMap((syntax) => [...line.matchAll(syntax)]));
  return union(
    found.map(({ groups: { name = '', value = '' } = {} }) => ({ [name]: knownValue(name, value.trim()) })),
  );
}

/** Names of profiles and regions are compared with ours. All other values stay out of memory. */
function knownValue(name: string, text: string): string {
  if (/^(?:""|'')?$/u.test(text)) return '';
  const { plain } = /^(["']?)(?<plain>[\w.@+-]+)\1$/u.exec(text)?.groups ?? {};
  return (shownNames.has(name) && plain) || unknownValue;
}

const shownNames: ReadonlySet<string> = new Set([...profileNames, ...regionNames]);
const unknownValue = '…';

/** In the order of the lines: sh, PowerShell, and Nushell; quoted in sh; fish and tcsh; xonsh; PowerShell; fish. */
const assignments = [
  /(?:^|[\s;&]|\$env[:.])(?<name>(?:AWS|AMAZON)_[A-Z_]+)[ \t]*=[ \t]*(?<value>[^\s;&]*)/giu,
  /\b(?:export|declare|typeset)[ \t]+(?:-\w+[ \t]+)*["'](?<name>(?:AWS|AMAZON)_[A-Z_]+)=(?<value>[^"']*)/gu,
  /\bset(?:env)?[ \t]+(?:-[\w-]+[ \t]+)*(?<name>(?:AWS|AMAZON)_[A-Z_]+)[ \t]+(?<value>[^\s;&]*)/gu,
  /^[ \t]*\$(?<name>(?:AWS|AMAZON)_[A-Z_]+)[ \t]*=(?!=)[ \t]*(?<value>\S*)/gu,
  /\bSet-Item[ \t]+(?:-Path[ \t]+)?env:\\?(?<name>(?:AWS|AMAZON)_[A-Z_]+)[ \t]+(?:-Value[ \t]+)?(?<value>\S*)/giu,
  /::SetEnvironmentVariable\(\s*["'](?<name>(?:AWS|AMAZON)_[A-Z_]+)["']\s*,\s*(?<value>[^\s,)]*)/giu,
  /^SETUVAR --export (?:--path )?(?<name>(?:AWS|AMAZON)_[A-Z_]+):(?<value>.*)$/gu,
];

/**
 * What of a file such as `.env` must not reach the programs that load it next to our keys. They load only variables
 * that are not set yet, and may mean all others for themselves or for their containers. Blank names choose nothing.
 */
export function profilesIn(env: Environment): Environment {
  const chosen = profileNames.filter((name) => !isBlank(env[name] ?? ''));
  return Object.fromEntries(chosen.map((name) => [name, env[name]]));
}

/**
 * The profiles that a kubeconfig names for the programs with which `kubectl` signs in, in the form in which the AWS CLI
 * writes it, or in another form of YAML or JSON.
 */
export function profilesOfKubeconfig(text: string): readonly string[] {
  const withoutComments = text.replaceAll(/^[ \t]*#.*$/gmu, '');
  const found = [nameFirst, valueFirst].flatMap((form) => [...withoutComments.matchAll(form)]);
  return [
    ...new Set(found.map(({ groups: { value = '' } = {} }) => value.trim()).filter((name) => name !== '')),
  ];
}

const nameFirst =
  /\bname["']?\s*:\s*["']?AWS_(?:DEFAULT_)?PROFILE["']?\s*,?\s*["']?value["']?\s*:[ \t]*["']?(?<value>[^"'\r\n,}]+)/gu;
const valueFirst =
  /\bvalue["']?\s*:[ \t]*["']?(?<value>[^"'\r\n,}]+)["']?\s*,?\s*["']?name["']?\s*:\s*["']?AWS_(?:DEFAULT_)?PROFILE\b/gu;
