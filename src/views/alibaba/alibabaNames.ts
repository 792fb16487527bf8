import * as vscode from 'vscode';
import type { AlibabaTool } from '../../plan/alibaba/alibabaPlan.ts';
import {
  alibabaName,
  type AlibabaSource,
  type AlibabaTarget,
  sourceNamed,
} from '../../profiles/alibaba/alibabaTarget.ts';
import type { AlibabaFile } from '../alibabaRows.ts';

/** The codicon for Alibaba Cloud. That of Identity Center is `cloud`. */
export const alibabaCloudIcon = 'server-environment';

/** The name that views show for a target. */
export function alibabaLabel(target: AlibabaTarget): string {
  const t = vscode.l10n.t;
  switch (target.kind) {
    case 'credentialsUri':
      return t('Instance RAM role (credentials URI)');
    case 'credentialsFile':
      return t('Instance RAM role (file)');
    case 'ecsRamRole':
      return t('ECS RAM role');
    case 'ramEnvironment':
      return t('Environment keys');
    case 'rrsa':
      return t('RRSA (OIDC)');
    default:
      return alibabaName(target);
  }
}

/** The same for a target of which only the name is known, as in `alibabaName`. */
export function labelOfName(name: string): string {
  const source = sourceNamed(name);
  return source ? alibabaLabel(source) : name;
}

/** Whether it is the RAM role of the instance, by whichever way the instance provides it. */
export function isInstanceRole({ kind }: AlibabaTarget): boolean {
  return kind === 'credentialsUri' || kind === 'credentialsFile';
}

/** The file of a target, for a row that stands beside those of other files. */
export function fileOf(target: AlibabaTarget): AlibabaFile | undefined {
  if (target.kind === 'cliProfile') return 'cli';
  return target.kind === 'iniProfile' ? target.file : undefined;
}

/** The name of a file. Users know the INI files by their names, and they are not translated. */
export function fileLabel(file: AlibabaFile): string {
  if (file === 'cli') return vscode.l10n.t('Alibaba Cloud CLI');
  return file === 'named' ? 'ALIBABA_CLOUD_CREDENTIALS_FILE' : file;
}

/** Where a file is. */
export function filePlace(file: AlibabaFile): string {
  if (file === 'cli') return '~/.aliyun/config.json';
  return file === 'named' ? fileLabel(file) : `~/.alibabacloud/${file}`;
}

export function toolName(tool: AlibabaTool): string {
  const t = vscode.l10n.t;
  const names: Readonly<Record<AlibabaTool, string>> = {
    node: t('SDK for Node.js'),
    python: t('SDK for Python'),
    go: t('SDK for Go'),
    java: t('SDK for Java'),
    cli: t('Alibaba Cloud CLI'),
    terraform: 'Terraform',
  };
  return names[tool];
}

export function toolNames(tools: readonly AlibabaTool[]): string {
  return tools.map(toolName).join(', ');
}

/** Where the credentials of a source come from, in a sentence about other tools: `the CLI profile “old”`. */
export function sourceName(source: AlibabaSource): string {
  const t = vscode.l10n.t;
  switch (source.kind) {
    case 'cliProfile':
      return t('the CLI profile “{0}”', source.name);
    case 'iniProfile':
      return t('the section “{0}” of {1}', source.name, filePlace(source.file));
    case 'ramEnvironment':
      return t('the access keys in the environment');
    case 'rrsa':
      return t('the OIDC token in the environment');
    case 'ecsRamRole':
      return t('the RAM role of the ECS instance');
    case 'credentialsUri':
    case 'credentialsFile':
      return t('the instance’s RAM role');
  }
}
