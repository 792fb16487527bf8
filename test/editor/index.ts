import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

/** Precedes each line that mocha prints, to distinguish it from other output on the editor's console. */
const mark = '│ ';

/** Runs the bundled tests in this folder. VS Code calls it in the extension host. */
export async function run(): Promise<void> {
  // The bundle turns static imports into require(), which returns another shape in the Node of older editors.
  const { default: Mocha } = await import('mocha');
  Mocha.reporters.Base.consoleLog = (...args: readonly unknown[]): void => {
    for (const line of format(...args).split('\n')) console.log(mark + line);
  };
  const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, color: process.env['ROLECALL_COLOR'] === '1' });
  const names = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => each.endsWith('.test.js')).toSorted()) {
    mocha.addFile(join(__dirname, name));
  }
  const counts = await new Promise<{ readonly passed: number; readonly failed: number }>((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
  });
  const results = process.env['ROLECALL_RESULTS'];
  if (results) writeFileSync(results, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} failed`);
}
