import { parseKnownFiles } from '@smithy/shared-ini-file-loader';
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Texts {
  readonly config: string;
  readonly credentials: string;
}

/** The profiles that a tool finds in both files, with their values by key. */
export type ToolReading = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Made when it is first needed. */
const folder = (() => {
  let made: string | undefined;
  return (): string => {
    if (made === undefined) {
      made = mkdtempSync(join(tmpdir(), 'rolecall-fuzz-'));
      process.once('exit', () => rmSync(made!, { recursive: true, force: true }));
    }
    return made;
  };
})();

function readingOf(
  found: Readonly<Record<string, Readonly<Record<string, string | undefined>>>>,
): ToolReading {
  return new Map(
    Object.entries(found).map(([name, values]) => [
      name,
      new Map(Object.entries(values).map(([key, value]) => [key, value ?? ''])),
    ]),
  );
}

/** Reads files as the SDK for JavaScript does. */
export async function readBySdk({ config, credentials }: Texts): Promise<ToolReading> {
  const [configFilepath, filepath] = [join(folder(), 'config'), join(folder(), 'credentials')];
  await Promise.all([writeFile(configFilepath, config), writeFile(filepath, credentials)]);
  const found = readingOf(await parseKnownFiles({ configFilepath, filepath, ignoreCache: true }));
  // It returns the other sections of the config file with a dot in their names.
  return new Map([...found].filter(([name]) => !/^(?:sso-session|services)\./u.test(name)));
}

/**
 * Reads one line of JSON with both texts at a time, and prints the profiles. As the CLI (botocore, `configloader.py`),
 * which joins the values of both files.
 */
const script = `
import configparser, json, shlex, sys

def sections(text):
    parser = configparser.RawConfigParser(default_section=None)
    parser.read_string(text)
    return {name: dict(parser.items(name)) for name in parser.sections()}

for line in sys.stdin:
    config, credentials = json.loads(line)
    try:
        profiles = {}
        for name, values in sections(config).items():
            if name.startswith('profile'):
                parts = shlex.split(name)
                if len(parts) == 2:
                    profiles[parts[1]] = values
            elif name == 'default':
                profiles[name] = values
        for name, values in sections(credentials).items():
            profiles.setdefault(name, {}).update(values)
        print(json.dumps(profiles), flush=True)
    except Exception as error:
        print(json.dumps({'error': {'text': str(error)}}), flush=True)
`;

let reader: ((texts: Texts) => Promise<ToolReading>) | undefined;

/** Reads files with the parser of the CLI; without Python, returns what the SDK reads. */
export function readByPython(texts: Texts): Promise<ToolReading> {
  reader ??= spawnSync('python3', ['-c', 'import configparser']).status === 0 ? startPython() : readBySdk;
  return reader(texts);
}

function startPython(): (texts: Texts) => Promise<ToolReading> {
  const env = { ...process.env, PYTHONUTF8: '1' };
  const python = spawn('python3', ['-c', script], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('exit', () => python.kill());
  const lines = createInterface({ input: python.stdout });
  // It must not keep the process running.
  python.unref();
  for (const stream of [python.stdin, python.stdout]) (stream as unknown as { unref(): void }).unref();
  return async ({ config, credentials }) => {
    const stream = python.stdout as unknown as { ref(): void; unref(): void };
    stream.ref();
    python.stdin.write(`${JSON.stringify([config.toWellFormed(), credentials.toWellFormed()])}\n`);
    const [line] = (await once(lines, 'line')) as [string];
    stream.unref();
    const found = JSON.parse(line) as Record<string, Record<string, string>>;
    assert.equal(found['error']?.['text'], undefined, 'Python rejects the file');
    return readingOf(found);
  };
}
