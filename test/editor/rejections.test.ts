import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { mayComeFrom } from '../vscode/extensionErrors.ts';

/** Unhandled rejections since this file was loaded, which is before any test runs. */
const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

after('the extension had no unhandled rejection', () => {
  const dist = join(vscode.extensions.getExtension('rolecall.rolecall')!.extensionPath, 'dist') + sep;
  assert.deepEqual(
    rejections.filter((reason) => mayComeFrom(stackOf(reason), dist)),
    [],
  );
});

function stackOf(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? '') : '';
}
