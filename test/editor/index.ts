import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';

/** Marks what mocha prints, to tell it from all else that an editor writes to its console. */
const mark = '│ ';

/** Runs the bundled tests beside this file in VS Code's extension host; VS Code calls it. */
export async function run(): Promise<void> {
  // A require, as a static import becomes, gives another shape in the Node of older editors.
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
