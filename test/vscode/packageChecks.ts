import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, posix, sep } from 'node:path';
import { isOver, measureSizes, printSizes } from '../bench/sizes.ts';
import type { Counts } from './counts.ts';
import { billPath, packageCopy } from './package.ts';
import { callWithPackagedSdk } from './packagedSdk.ts';
import { packagesWithoutNotice, wrongInBill } from './shippedPackages.ts';

/** The files of a package by their path in it. */
export type Files = Readonly<Record<string, Uint8Array>>;

interface Check {
  readonly what: string;
  /** What is wrong. */
  readonly found: readonly string[];
}

/** Checks the package and the bill of materials that were made last, and that another machine would make the same. */
export async function checkPackage(root: string, vsix: string): Promise<Counts> {
  const sizes = await measureSizes(root);
  printSizes('Sizes', sizes);
  const [archive, bill] = [await readFile(vsix), await readFile(billPath(vsix))];
  const files = unzipSync(archive);
  const metafile = JSON.parse(await readFile(join(root, 'out/metafile.json'), 'utf8'));
  const all = { ...files, 'the bill of materials': bill };
  const checks: readonly Check[] = [
    ...sizes.map((size) => ({ what: 'size', found: isOver(size) ? [`${size.what} is too large`] : [] })),
    { what: 'links', found: deadLinks(files) },
    { what: 'pictures', found: hiddenPictures(files) },
    { what: 'notices', found: packagesWithoutNotice(root, metafile, files) },
    { what: 'bill of materials', found: wrongInBill(root, metafile, bill.toString()) },
    { what: 'this machine', found: tracesOf(machineWords(root), all) },
    { what: 'reproducible', found: await differencesOfCopy(root, archive, bill) },
    { what: 'calls to AWS', found: await callWithPackagedSdk(root) },
  ];
  for (const { what, found } of checks) for (const line of found) console.error(`  ${what}: ${line}`);
  const failed = checks.filter(({ found }) => found.length > 0).length;
  return { passed: checks.length - failed, failed };
}

async function differencesOfCopy(root: string, archive: Buffer, bill: Buffer): Promise<readonly string[]> {
  const copy = await packageCopy(root);
  return [
    ...(copy.archive.equals(archive) ? [] : ['A copy of the checkout makes another .vsix']),
    ...(copy.bill.equals(bill) ? [] : ['A copy of the checkout makes another bill of materials']),
  ];
}

/** What identifies this machine, in the ways in which text files spell it. */
function machineWords(root: string): readonly string[] {
  const folders = [root + sep, homedir() + sep];
  const registry = process.env['npm_config_registry'] ?? 'https://registry.npmjs.org/';
  const host = new URL(registry).host;
  return [
    ...folders.flatMap((path) => [path, path.replaceAll('\\', '/'), path.replaceAll('\\', '\\\\')]),
    ...(host === 'registry.npmjs.org' ? [] : [host]),
  ];
}

/** Source maps, references to them, and files that contain one of the words. */
export function tracesOf(words: readonly string[], files: Files): readonly string[] {
  return Object.entries(files).flatMap(([path, content]) => {
    const bytes = Buffer.from(content);
    const mapped = path.endsWith('.map') || (path.endsWith('.js') && bytes.includes('sourceMappingURL='));
    return [
      ...(mapped ? [`${path} has a source map`] : []),
      ...(words.some((word) => bytes.includes(word)) ? [`${path} names this machine`] : []),
    ];
  });
}

/** The links in a package's texts to missing files: `extension/readme.md → docs/images/picker.png`. */
export function deadLinks(files: Files): readonly string[] {
  return documentsIn(files).flatMap(([path, text]) =>
    linksIn(text)
      .map((link) => link.replace(/[#?].*$/u, ''))
      .filter((link) => link !== '' && !isUrl(link))
      .filter((link) => !Object.hasOwn(files, posix.join(posix.dirname(path), link)))
      .map((link) => `${path} → ${link}`),
  );
}

/**
 * The pictures that nobody sees: VS Code's page of an extension and the marketplaces show only those from `https:`
 * addresses, and no SVGs.
 */
export function hiddenPictures(files: Files): readonly string[] {
  const hidden = documentsIn(files).flatMap(([path, text]) =>
    picturesIn(text)
      .filter((link) => !/^https:/iu.test(link) || /\.svg$/iu.test(link))
      .map((link) => `${path} → ${link}`),
  );
  return [...hidden, ...Object.keys(files).filter((path) => path.startsWith('extension/docs/images/'))];
}

function documentsIn(files: Files): readonly (readonly [path: string, text: string])[] {
  return Object.entries(files)
    .filter(([path]) => path.endsWith('.md'))
    .map(([path, text]) => [path, new TextDecoder().decode(text)]);
}

export function isUrl(link: string): boolean {
  return /^[a-z][a-z+.-]*:/iu.test(link);
}

/** The targets of Markdown and HTML links and pictures. */
export function linksIn(markdown: string): readonly string[] {
  return targetsIn(markdown, /\]\(\s*<?([^\s)>]+)|\s(?:src|href)="([^"]+)"/gu);
}

function picturesIn(markdown: string): readonly string[] {
  return targetsIn(markdown, /!\[[^\]\n]*\]\(\s*<?([^\s)>]+)|\ssrc="([^"]+)"/gu);
}

function targetsIn(markdown: string, pattern: RegExp): readonly string[] {
  const found = withoutCode(markdown).matchAll(pattern);
  return [...found].map(([, inMarkdown, inHtml]) => decodeURI(inMarkdown ?? inHtml ?? ''));
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```.*?^```|`[^`\n]*`/gmsu, '');
}
