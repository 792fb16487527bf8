import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Environment } from '../../../src/base/environment.ts';

const script = join(import.meta.dirname, 'planByBotocore.py');
/** Forces UTF-8 regardless of the locale. */
const environment = { ...process.env, PYTHONUTF8: '1' };

export interface Input {
  readonly config: string;
  readonly credentials: string;
  readonly environment: Environment;
}

/** How the CLI gets the credentials of profile `dev`. `machine`: it asks the container, then the instance. */
export type BotocorePlan =
  'fails' | 'machine' | { readonly links: readonly Link[]; readonly urls: readonly string[] };

/** The source, an assignment, or a role; the names of the values are botocore's. */
export type Link = Readonly<Record<string, string>>;

type Answer = null | { readonly error: string } | Exclude<BotocorePlan, string>;

export function hasBotocore(): boolean {
  return spawnSync('python3', ['-c', 'import botocore.session'], { env: environment }).status === 0;
}

/** Runs one Python process for all inputs. */
export function planByBotocore(inputs: readonly Input[]): readonly BotocorePlan[] {
  const items = inputs.map((input) => [input.config, input.credentials, input.environment]);
  const { status, stdout, stderr } = spawnSync('python3', [script], {
    env: environment,
    input: JSON.stringify(items),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return (JSON.parse(stdout) as readonly Answer[]).map((answer) => {
    if (answer === null) return 'machine';
    return 'error' in answer ? 'fails' : answer;
  });
}
