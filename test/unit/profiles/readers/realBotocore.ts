import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Plain, PlainSections, Texts } from './readings.ts';

/** UTF-8, whatever the locale; the files are given, not those of the person who runs the tests. */
const environment = { ...process.env, PYTHONUTF8: '1' };
const script = join(import.meta.dirname, 'readByBotocore.py');

let found: boolean | undefined;

export function hasBotocore(): boolean {
  found ??= spawnSync('python3', ['-c', 'import botocore.session'], { env: environment }).status === 0;
  return found;
}

/** What the real botocore makes of each pair of files; one process for all. */
export function readByBotocore(all: readonly Texts[]): readonly (Plain | 'fails')[] {
  const input = JSON.stringify(all.map(({ config, credentials }) => [config, credentials]));
  const { status, stdout, stderr } = spawnSync('python3', [script], {
    env: environment,
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  const readings = JSON.parse(stdout) as readonly (readonly [Loaded, Loaded, Loaded] | null)[];
  return readings.map((reading) => {
    if (!reading) return 'fails';
    const [profiles, ssoSessions, services] = reading.map(plainSections) as [
      PlainSections,
      PlainSections,
      PlainSections,
    ];
    return { profiles, ssoSessions, services };
  });
}

type Texted = Readonly<Record<string, string>>;
type Loaded = Readonly<Record<string, Readonly<Record<string, string | Texted>>>>;

function plainSections(loaded: Loaded): PlainSections {
  return new Map(
    Object.entries(loaded).map(([name, values]) => [
      name,
      new Map(Object.entries(values).flatMap(plainValue)),
    ]),
  );
}

function plainValue([key, value]: [string, string | Texted]): [string, string][] {
  if (typeof value === 'string') return [[key, value]];
  return Object.entries(value).map(([inner, text]) => [`${key}.${inner}`, text]);
}

const run = promisify(execFile);

/** What the installed CLI gives for a key of profile `a`, or that it fails; undefined where there is no CLI. */
export async function awsConfigureGet(
  texts: Texts,
  key: string,
): Promise<{ value: string } | 'fails' | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'aws-cli-'));
  const [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
  await Promise.all([writeFile(config, texts.config), writeFile(credentials, texts.credentials)]);
  const env = { ...environment, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
  try {
    const { stdout } = await run('aws', ['configure', 'get', key, '--profile', 'a'], { env });
    return { value: stdout.replace(/\r?\n$/u, '') };
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return code === 'ENOENT' || code === shellFoundNothing ? undefined : 'fails';
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** From a script that stands for a program that is not installed. */
const shellFoundNothing = 127;
