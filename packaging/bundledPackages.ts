import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What esbuild's metafile says about the bundles (https://esbuild.github.io/api/#metafile). */
export interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

/** The packages of `package-lock.json` by their folder. */
export interface LockFile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

/** A package of which the bundles contain files. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX license identifier. */
  readonly license: string;
  /** The address of its repository. */
  readonly repository: string | undefined;
  /** The texts of its license files, then of its NOTICE files, which section 4(d) of Apache-2.0 asks to pass on. */
  readonly texts: readonly string[];
  /** The names of the packages that it depends on, bundled or not. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The hash of its archive in the registry, as hexadecimal digits. */
  readonly sha512: string;
}

/** The licenses that allow shipping a package as part of Rolecall, with its notices. */
const allowedLicenses: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
];

/** Throws an error if a package must not be shipped, or if its license text or its hash is missing. */
export function bundledPackages(
  root: string,
  { outputs }: Metafile,
  lock: LockFile,
): readonly BundledPackage[] {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(files.flatMap((path) => packageFolder(path) ?? []));
  const read = [...folders].toSorted().map((folder) => readPackage(root, folder, lock));
  const packages = read.map((bundled) => withText(bundled, read));
  const unfit = packages.flatMap((bundled) => whyNotShipped(bundled) ?? []);
  if (unfit.length > 0) throw new Error(`The bundles contain what must not be shipped:\n${unfit.join('\n')}`);
  return packages;
}

/** A package without a license file gets the texts of another one from the same repository and with the same license. */
function withText(bundled: BundledPackage, all: readonly BundledPackage[]): BundledPackage {
  const { texts, license, repository } = bundled;
  if (texts.length > 0 || repository === undefined) return bundled;
  const other = all.find(
    (each) => each.repository === repository && each.license === license && each.texts.length > 0,
  );
  return other ? { ...bundled, texts: other.texts } : bundled;
}

function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(input)?.[0];
}

function readPackage(root: string, folder: string, lock: LockFile): BundledPackage {
  const texts = (kind: RegExp): readonly string[] =>
    readdirSync(join(root, folder))
      .filter((name) => kind.test(name))
      .toSorted()
      .map((name) => readFileSync(join(root, folder, name), 'utf8'));
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const licenses = texts(/^(?:licen[cs]e|copying)/iu);
  const [algorithm, hash = ''] = lock.packages[folder]?.integrity?.split('-') ?? [];
  return {
    name: manifest.name,
    version: manifest.version,
    license: manifest.license,
    repository: manifest.repository?.url,
    texts: licenses.length > 0 ? [...licenses, ...texts(/^notice/iu)] : [],
    dependencies: manifest.dependencies ?? {},
    sha512: algorithm === 'sha512' ? Buffer.from(hash, 'base64').toString('hex') : '',
  };
}

function whyNotShipped({ name, version, license, texts, sha512 }: BundledPackage): string | undefined {
  if (!allowedLicenses.includes(license)) return `${name} ${version} has the license ${license}`;
  if (texts.length === 0) return `${name} ${version} has no license file`;
  return sha512 === '' ? `${name} ${version} has no SHA-512 hash in package-lock.json` : undefined;
}

/** The content of `ThirdPartyNotices.txt`. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const rule = '-'.repeat(80);
  const notices = packages.map(({ name, version, license, texts }) => {
    const title = `${rule}\n${name} ${version} (${license})\n${rule}`;
    return [title, ...texts.map((text) => text.trimEnd())].join('\n\n');
  });
  const text = ['Rolecall contains code from these packages.', ...notices].join('\n\n');
  return `${text.replaceAll('\r\n', '\n')}\n`;
}
