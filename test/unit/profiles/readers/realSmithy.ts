import { loadSharedConfigFiles, loadSsoSessionData, parseKnownFiles } from '@smithy/shared-ini-file-loader';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plain, PlainSections, Texts } from './plainResults.ts';

/** Calls AWS's loader for JavaScript with temporary files, which are deleted after the surrounding tests. */
export function useRealSmithy(): (texts: Texts) => Promise<Plain> {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'smithy-'))));
  after(() => rm(folder, { recursive: true }));
  return async ({ config, credentials }) => {
    const configFilepath = join(folder, 'config');
    const filepath = join(folder, 'credentials');
    await Promise.all([writeFile(configFilepath, config), writeFile(filepath, credentials)]);
    const init = { configFilepath, filepath, ignoreCache: true };
    const profiles = plainSections(await parseKnownFiles(init));
    const { configFile } = await loadSharedConfigFiles(init);
    return {
      profiles: select(profiles, (name) => !/^(?:sso-session|services)\./u.test(name)),
      ssoSessions: plainSections(await loadSsoSessionData(init)),
      services: select(plainSections(configFile), (name) => name.startsWith('services.'), 'services.'.length),
    };
  };
}

type Loaded = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

function plainSections(loaded: Loaded): PlainSections {
  return new Map(
    Object.entries(loaded).map(([name, values]) => [
      name,
      new Map(Object.entries(values).map(([key, text]) => [key, text ?? ''])),
    ]),
  );
}

function select(sections: PlainSections, isMeant: (name: string) => boolean, cut = 0): PlainSections {
  return new Map(
    [...sections].filter(([name]) => isMeant(name)).map(([name, values]) => [name.slice(cut), values]),
  );
}
