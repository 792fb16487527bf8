import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LocalAws } from '../../aws/localAws.ts';
import { awsCli } from '../../unit/delivery/awsPrograms.ts';
import { inFreshProcess, joinSamples } from '../freshProcess.ts';
import { compare, type Group } from '../rows.ts';
import { millisecondsOf, type Samples } from '../samples.ts';
import { chainConfig, chainCredentials } from './chain.ts';

const run = promisify(execFile);

const runs = 5;
const times = '10';

interface ChainParts {
  /** A local AWS with the roles of the chain. */
  readonly aws: LocalAws;
  readonly sdkBundle: string;
  readonly folder: string;
}

/**
 * The time to assume the third role of a chain. The peer is the AWS CLI, which assumes the same roles and calls
 * GetCallerIdentity.
 */
export async function benchChains({ aws, sdkBundle, folder }: ChainParts): Promise<Group> {
  const locks = join(folder, 'locks');
  const taken: Record<string, Samples>[] = [];
  for (let i = 0; i < runs; i++)
    taken.push(
      await inFreshProcess(new URL('./rolecallChain.ts', import.meta.url), aws.url, sdkBundle, locks, times),
    );
  const rolecall = joinSamples(taken);
  const cli = awsCli
    ? await benchCli(awsCli, aws.url, join(folder, 'cli')).catch(() => undefined)
    : undefined;
  const peer = cli ? 'aws sts get-caller-identity' : 'a bare request (no suitable AWS CLI)';
  const other = joinSamples(cli ?? [await benchRequests(aws.url)]);
  return {
    title: 'A chain of three roles (Node)',
    rows: [
      compare('cold, loading the SDK', rolecall('cold'), peer, other('cold')),
      compare('two of three cached', rolecall('prefix'), peer, other('prefix')),
      compare('all cached', rolecall('cached'), peer, other('cached'), { ms: 2 }),
    ],
  };
}

/**
 * The CLI caches its sessions in files, so it reuses sessions, too. Rejects if the CLI is older than
 * `AWS_ENDPOINT_URL_STS`.
 */
async function benchCli(cli: string, url: string, home: string): Promise<Record<string, Samples>[]> {
  const cache = join(home, '.aws', 'cli', 'cache');
  await mkdir(cache, { recursive: true });
  await writeFile(join(home, '.aws', 'config'), chainConfig(2));
  await writeFile(join(home, '.aws', 'credentials'), chainCredentials);
  const { PATH, PYENV_VERSION } = process.env;
  const env = { PATH, PYENV_VERSION, HOME: home, AWS_ENDPOINT_URL_STS: url, AWS_DEFAULT_REGION: 'us-east-1' };
  const whoIs = (profile: string): Promise<number> =>
    millisecondsOf(() => run(cli, ['sts', 'get-caller-identity', '--profile', profile], { env }));
  const taken: Record<string, Samples>[] = [];
  for (let i = 0; i < runs; i++) {
    await rm(cache, { recursive: true });
    const [cold, prefix, cached] = [await whoIs('end-0'), await whoIs('end-1'), await whoIs('end-1')];
    taken.push({ cold: [cold], prefix: [prefix], cached: [cached] });
  }
  return taken;
}

/** The minimum for an HTTP request: a form without an action. */
async function benchRequests(url: string): Promise<Record<string, Samples>> {
  const post = (): Promise<string> =>
    fetch(url, { method: 'POST', body: 'Version=2011-06-15', redirect: 'manual' }).then((answer) =>
      answer.text(),
    );
  const samples: number[] = [];
  for (let i = 0; i < 20; i++) samples.push(await millisecondsOf(post));
  return { cold: samples, prefix: samples, cached: samples };
}
