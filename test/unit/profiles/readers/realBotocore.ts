import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Plain, PlainSections, Texts } from './plainResults.ts';

/** Forces UTF-8 regardless of the locale. */
const environment = { ...process.env, PYTHONUTF8: '1' };
const script = join(import.meta.dirname, 'readByBotocore.py');

const found = new Map<string, boolean>();

function hasModule(name: string): boolean {
  const known = found.get(name);
  if (known !== undefined) return known;
  const has = spawnSync('python3', ['-c', `import ${name}`], { env: environment }).status === 0;
  found.set(name, has);
  return has;
}

export const hasBotocore = (): boolean => hasModule('botocore.session');
/** Whether the CLI is installed as a Python package, so that its `configure` commands can be imported. */
export const hasAwsCli = (): boolean => hasModule('awscli.customizations.configure.get');

/** Runs one Python process for all items. */
function askPython(what: 'read' | 'get', items: readonly unknown[]): readonly unknown[] {
  const { status, stdout, stderr } = spawnSync('python3', [script, what], {
    env: environment,
    input: JSON.stringify(items),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as readonly unknown[];
}

/** The results of the real botocore for each pair of files. */
export function readByBotocore(all: readonly Texts[]): readonly (Plain | 'fails')[] {
  const items = all.map(({ config, credentials }) => [config, credentials]);
  const readings = askPython('read', items) as readonly (readonly [Loaded, Loaded, Loaded] | null)[];
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

/** The profiles of `aws configure list-profiles`, with the output of `aws configure get` for these keys. */
export function getByAwsCli(
  all: readonly { readonly texts: Texts; readonly keys: readonly string[] }[],
): readonly (PlainSections | 'fails')[] {
  const items = all.map(({ texts: { config, credentials }, keys }) => [config, credentials, keys]);
  return (askPython('get', items) as readonly (Loaded | null)[]).map((printed) =>
    printed ? plainSections(printed) : 'fails',
  );
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

/** The installed CLI's value for a key of profile `a`, or `fails`; undefined if no CLI is installed. */
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

/** The exit code of a wrapper script whose program is not installed. */
const shellFoundNothing = 127;
