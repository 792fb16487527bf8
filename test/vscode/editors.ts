import { join } from 'node:path';
import type { Counts } from './counts.ts';
import { runInNpmVscode } from './editorSuite.ts';
import { canRunDesktop, desktopVscode, runInDesktopVscode } from './install/desktopVscode.ts';
import { npmVscode } from './install/npmVscode.ts';
import type { Release } from './install/releases.ts';

const root = join(import.meta.dirname, '..', '..');

/** Runs the editor suite in one VS Code. */
export type RunEditorSuite = () => Promise<Counts>;

/** Prepares a VS Code: the desktop version if possible, or else the one from npm. `ROLECALL_VSCODE` forces either. */
export async function prepareEditor(
  release: Release,
  report: (line: string) => void,
): Promise<RunEditorSuite> {
  const { version } = release;
  const suite = { extension: root, tests: join(root, 'out/editor/index.js'), version, idleTimeoutMs: 90_000 };
  if (await canRunDesktop()) {
    try {
      const program = await desktopVscode(version, report);
      return () => runInDesktopVscode(program, suite);
    } catch (error) {
      if (process.env['ROLECALL_VSCODE'] === 'desktop') throw error;
      report(`VS Code ${version}: the desktop version is not available (${String(error)})`);
    }
  }
  const vscode = await npmVscode(release, report);
  return () => runInNpmVscode(vscode, suite);
}
