import { globSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Something that could contain a secret. */
export interface Place {
  readonly name: string;
  readonly content: Buffer;
}

/** A larger file belongs to no state and no log. In bytes. */
const maxBytes = 32 * 1024 * 1024;

/** The files in a folder, hidden ones too, with their names, which programs could also make out of a secret. */
export function filesIn(folder: string, name: string, excluded: readonly string[] = []): readonly Place[] {
  return readFolder(folder)
    .filter((entry) => !excluded.includes(entry))
    .flatMap((entry) => {
      const [path, place] = [join(folder, entry), `${name}/${entry}`];
      const content = readFile(path);
      if (!content) return filesIn(path, place);
      return [{ name: place, content: Buffer.concat([Buffer.from(`${place}\n`), content]) }];
    });
}

/**
 * What changed in the folder for temporary files since a time (ms since the epoch), and all that has our name, apart
 * from some paths in it.
 */
export function temporaryFiles(folder: string, since: number, except: readonly string[]): readonly Place[] {
  const isOld = (name: string): boolean =>
    !name.startsWith('rolecall') && (mtimeOf(join(folder, name)) ?? 0) < since;
  const excluded = readFolder(folder).filter((name) => except.includes(join(folder, name)) || isOld(name));
  return filesIn(folder, 'tmp', excluded);
}

/** The command lines and environments of all processes except this one. Only Linux shows them. */
export function processes(): readonly Place[] {
  return globSync('/proc/[0-9]*').flatMap((folder) => {
    if (folder === `/proc/${process.pid}`) return [];
    const [commandLine, environment] = [readFile(`${folder}/cmdline`), readFile(`${folder}/environ`)];
    if (!commandLine || !environment) return [];
    const program = commandLine.toString().split('\0', 1)[0] ?? '';
    // The environment shows whether VS Code started it in a terminal, and of which home folder.
    const [, home = ''] = /(?:^|\0)HOME=([^\0]*)/u.exec(environment.toString()) ?? [];
    const kind = /(?:^|\0)TERM_PROGRAM=vscode\0/u.test(environment.toString()) ? 'terminal' : 'process';
    return [
      { name: `${kind} cmdline of ${program} (${home})`, content: commandLine },
      { name: `${kind} environ of ${program} (${home})`, content: environment },
    ];
  });
}

/** What a page shows, and what it stores for VS Code. */
export async function pageTexts(page: Page): Promise<readonly Place[]> {
  const stored = await page.evaluate<string>(dumpStorage);
  return [
    { name: 'page', content: Buffer.from(await page.content()) },
    { name: 'page storage', content: Buffer.from(stored) },
  ];
}

/** Runs in the page. VS Code keeps its state in IndexedDB, and secrets in the local storage. */
const dumpStorage = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = await done(database.transaction(store).objectStore(store).getAll());
      for (const each of all)
        texts.push(each instanceof Uint8Array ? new TextDecoder().decode(each) : JSON.stringify(each) ?? '');
    }
    database.close();
  }
  return texts.join('\\n');
})()`;

/** The names in a folder; none if it is a link, or no folder. */
function readFolder(path: string): readonly string[] {
  try {
    return lstatSync(path).isDirectory() ? readdirSync(path) : [];
  } catch {
    return [];
  }
}

function mtimeOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Undefined if it is no file, or no longer there. */
function readFile(path: string): Buffer | undefined {
  try {
    const found = statSync(path);
    return found.isFile() && found.size <= maxBytes ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}
