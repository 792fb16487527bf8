import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from '../../packaging/bundledPackages.ts';
import type { Files } from './packageChecks.ts';

interface Bill {
  readonly serialNumber?: string;
  readonly metadata: { readonly timestamp?: string };
  readonly components: readonly Component[];
}

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly unknown[];
}

/** The packages in the bundles whose name and version, or one of whose license texts, the package does not contain. */
export function packagesWithoutNotice(root: string, metafile: Metafile, files: Files): readonly string[] {
  const notices = new TextDecoder().decode(files['extension/ThirdPartyNotices.txt'] ?? new Uint8Array());
  const all = [...shipped(root, metafile)];
  return all.flatMap(([id, folder]) => {
    const [, section = ''] = notices.split(`\n${id} (`);
    const text = section.slice(section.indexOf('\n\n')).trimStart();
    const isComplete = possibleTexts(folder, all).some(
      ([first = '', ...others]) => text.startsWith(first) && others.every((each) => notices.includes(each)),
    );
    return isComplete ? [] : [`There is no notice for ${id}`];
  });
}

/** The license texts of a package, or, if it has none, those of the others from the same repository. */
function possibleTexts(
  folder: string,
  all: readonly (readonly [id: string, folder: string])[],
): readonly (readonly string[])[] {
  const own = ownTexts(folder);
  if (own.length > 0) return [own];
  const same = all.filter(([, other]) => repositoryOf(other) === repositoryOf(folder));
  return same.map(([, other]) => ownTexts(other)).filter((texts) => texts.length > 0);
}

function ownTexts(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => /licen[cs]e|notice|copying/iu.test(name));
  return names.map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}

function repositoryOf(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).repository?.url ?? folder;
}

/** How a bill of materials differs from what the bundles contain, from its schema, or from one run to the next. */
export function wrongInBill(root: string, metafile: Metafile, json: string): readonly string[] {
  const bill: Bill = JSON.parse(json);
  const expected = [...shipped(root, metafile).keys()];
  const listed = bill.components.map(
    ({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`,
  );
  const bare = bill.components.filter(
    ({ purl, licenses, hashes }) => !purl?.startsWith('pkg:npm/') || !licenses?.length || !hashes?.length,
  );
  return [
    ...(expected.length > 0 ? [] : ['The bundles contain no package']),
    ...expected.filter((id) => !listed.includes(id)).map((id) => `It lacks ${id}`),
    ...listed
      .filter((id) => !expected.includes(id))
      .map((id) => `It lists ${id}, which is not in the bundles`),
    ...bare.map(({ name }) => `It has no package URL, license, or hash for ${name}`),
    ...((bill.serialNumber ?? bill.metadata.timestamp) ? ['It has a random number or a time'] : []),
    ...wrongInSchema(root, bill),
  ];
}

/** How a document differs from the schema of CycloneDX 1.6. */
function wrongInSchema(root: string, document: unknown): readonly string[] {
  const read = (name: string): object =>
    JSON.parse(
      readFileSync(join(root, 'node_modules/@cyclonedx/cyclonedx-library/res/schema', name), 'utf8'),
    );
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv).addFormat('idn-email', true).addFormat('iri-reference', true);
  for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}`);
  const validate = ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
  return validate(document) ? [] : [ajv.errorsText(validate.errors)];
}

/** The folder of each package in the bundles, by its name and version. */
function shipped(root: string, { outputs }: Metafile): ReadonlyMap<string, string> {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = files
    .filter((path) => path.includes('node_modules/'))
    .map((path) => {
      const [last = ''] = path.split('node_modules/').slice(-1);
      const depth = last.startsWith('@') ? 2 : 1;
      const name = last.split('/').slice(0, depth).join('/');
      return join(root, path.slice(0, path.length - last.length), name);
    });
  return new Map(
    [...new Set(folders)].map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return [`${name} ${version}`, folder];
    }),
  );
}
