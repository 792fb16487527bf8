import { execFile, type ExecFileOptions, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { callsLocalAws } from '../../awsCliVersion.ts';
import { cliInForks } from './cliForks.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program until it ends. Aborting `signal` kills it. */
export function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: Pick<ExecFileOptions, 'signal' | 'uid' | 'gid' | 'cwd'> = {},
): Promise<Run> {
  return new Promise((resolve) => {
    execFile(program, [...args], { env, ...options }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

/** The full paths of the installed AWS CLIs. */
const clis = [...new Set((process.env['PATH'] ?? '').split(delimiter))]
  .map((folder) => join(folder, 'aws'))
  .filter((path) => existsSync(path));

/** The one that a terminal of the user would find. */
export const awsCli: string | undefined = clis.find(callsLocalAws);

/** The first one of version 2. */
export function awsCli2(): string | undefined {
  return clis.find((path) =>
    spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.startsWith('aws-cli/2'),
  );
}

/** The ARN of the caller's identity in the AWS CLI. */
export async function cliArn(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
  const called = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text', ...args];
  const inFork = env['HOME'] === undefined ? undefined : await cliInForks(awsCli ?? '', env['HOME']);
  const { stdout, stderr } = await (inFork?.(called, env) ?? run(awsCli ?? '', called, env));
  return stdout.trim() || stderr.trim();
}

/** The ARN of the caller's identity in a program with the default chain of the SDK for JavaScript. */
export async function sdkArn(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [join(import.meta.dirname, 'whoami.mjs')], env);
  return stdout.trim() || stderr.trim();
}
