import { join } from 'node:path';
import type { Counts } from './counts.ts';
import { desktopIsPossible, desktopVscode, runInDesktopVscode } from './desktopVscode.ts';
import { runInNpmVscode } from './editorSuite.ts';
import { npmVscode } from './npmVscode.ts';
import type { Release } from './releases.ts';

const root = join(import.meta.dirname, '..', '..');

/** Runs the editor suite in one VS Code. */
export type RunEditorSuite = () => Promise<Counts>;

/** Gets a VS Code: the desktop one where that works, else the one from npm. `ROLECALL_VSCODE` forces either. */
export async function prepareEditor(
  release: Release,
  report: (line: string) => void,
): Promise<RunEditorSuite> {
  const { version } = release;
  const suite = { extension: root, tests: join(root, 'out/editor/index.js'), version, silence: 90_000 };
  if (await desktopIsPossible()) {
    try {
      const program = await desktopVscode(version, report);
      return () => runInDesktopVscode(program, suite);
    } catch (error) {
      if (process.env['ROLECALL_VSCODE'] === 'desktop') throw error;
      report(`VS Code ${version}: the desktop version cannot be had (${String(error)})`);
    }
  }
  const vscode = await npmVscode(release, report);
  return () => runInNpmVscode(vscode, suite);
}
