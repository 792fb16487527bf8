import * as vscode from 'vscode';
import type { FailureCode } from '../../base/failure.ts';
import type { AlibabaPaths } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import type { Remedy } from '../attempt.ts';
import { callOf, sourceOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { entryLine } from './entryLine.ts';

/** Opens the file that has a target, at its section or profile. */
export async function openAlibabaFile(argument: unknown, context: AlibabaContext): Promise<void> {
  const { target } = callOf(argument, context) ?? {};
  if (target) await context.attempt(target, () => reveal(target, context));
}

async function reveal(target: AlibabaTarget, { sources }: AlibabaContext): Promise<void> {
  const path = fileOf(target, sources.store.state.paths);
  if (path === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const at = new vscode.Position(entryLine(sourceOf(target), document.getText()) ?? 0, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

/** Undefined if no file has the source of the target. */
function fileOf(target: AlibabaTarget, paths: AlibabaPaths): string | undefined {
  const source = sourceOf(target);
  switch (source.kind) {
    case 'cliProfile':
      return paths.cli;
    case 'iniProfile':
      return paths.ini[source.file];
    case 'credentialsFile':
      return paths.credentialsFile;
    default:
      return undefined;
  }
}

/** What the user can correct in a file. */
const inFiles: ReadonlySet<FailureCode> = new Set([
  'alibabaFileInvalid',
  'alibabaKeyMissing',
  'alibabaValueInvalid',
  'alibabaModeUnknown',
  'alibabaModeUnsupported',
  'alibabaSourceMissing',
  'alibabaSourceLoop',
  'alibabaKeysExpired',
  'alibabaKeysRefused',
  'credentialsFileInvalid',
  'ecsRoleMissing',
  'oidcTokenUnreadable',
  'ramParameterRefused',
  'ramRoleMissing',
  'ramRoleRefused',
  'processBadCommand',
  'processNotStarted',
]);

/** A button that opens the file of a target. Undefined if it is in no file. */
export function openFileRemedy(target: AlibabaTarget, context: AlibabaContext): Remedy | undefined {
  if (fileOf(target, context.sources.store.state.paths) === undefined) return undefined;
  return {
    title: vscode.l10n.t('Open File'),
    isFor: ({ code }) => inFiles.has(code),
    follow: () => void context.attempt(target, () => reveal(target, context)),
  };
}
