import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type { Environment } from '../../base/environment.ts';
import { codeOf } from '../../base/errorCode.ts';
import { FailureError } from '../../base/failure.ts';
import { editorVariables, ProcessVariables } from '../handover/processVariables.ts';
import { type BrowserCommand, programOf } from './browsers.ts';

/** A program that ends with an error within this time has opened nothing. Browsers that run go on. Milliseconds. */
const watchMs = 2000;

/**
 * Starts the first command whose program exists, apart from VS Code. Rejects with `browserNotStarted`. Then nothing was
 * opened, as far as the program tells.
 */
export async function startBrowser(
  commands: readonly BrowserCommand[],
  profile: string,
  environment: Environment,
): Promise<void> {
  for (const command of commands) {
    const reason = await start(command, environment);
    if (reason === undefined) return;
    if (reason !== 'ENOENT') throw failure(command, profile, reason);
  }
  throw failure(commands[0]!, profile, 'ENOENT');
}

function failure(command: BrowserCommand, profile: string, reason: string): FailureError {
  return new FailureError({ code: 'browserNotStarted', profile, program: programOf(command), reason });
}

/** Resolves to the reason why the program did not start, or to its exit code if it failed. */
function start([program, ...args]: BrowserCommand, environment: Environment): Promise<string | undefined> {
  return new Promise((resolve) => {
    try {
      const child = spawn(program, args, {
        cwd: homedir(),
        env: environmentFor(environment),
        stdio: 'ignore',
        detached: true,
      });
      child.on('error', (error) => resolve(codeOf(error) || error.name));
      child.on('exit', (code, signal) => resolve(code === 0 ? undefined : String(code ?? signal)));
      child.unref();
      setTimeout(resolve, watchMs, undefined);
    } catch (error) {
      resolve(codeOf(error) || 'EINVAL');
    }
  });
}

/** A browser needs nothing of AWS, and what VS Code sets for its own processes would change a browser, too. */
function environmentFor(environment: Environment): NodeJS.ProcessEnv {
  const kept = ProcessVariables.of(environment, process.platform).without(editorVariables).without(/^AWS_/iu);
  return kept.toRecord() as NodeJS.ProcessEnv;
}
