// `npm run package`, after `esbuild.mjs`: makes the .vsix and beside it the bill of materials. Both depend only on the files of
// the commit. `--out` sets the path of the .vsix.
import { unzipSync } from 'fflate';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { billOfMaterials } from './billOfMaterials.ts';
import { bundledPackages, thirdPartyNotices } from './bundledPackages.ts';
import { linkOptions, withPackagedDocuments } from './packagedDocuments.ts';
import { reproducibleZip } from './reproducibleZip.ts';

const root = join(import.meta.dirname, '..');
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const manifest = readJson('package.json');
const defaultName = `${manifest.name}-${manifest.version}.vsix`;
const { out } = parseArgs({ options: { out: { type: 'string', default: defaultName } } }).values;
const packages = bundledPackages(root, readJson('out/metafile.json'), readJson('package-lock.json'));

// Generated rather than committed, because only the bundles tell which packages need a notice.
writeFileSync(join(root, 'ThirdPartyNotices.txt'), thirdPartyNotices(packages));

const options = ['--no-dependencies', ...linkOptions(manifest)];
const vsce = [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', ...options, '--out', out];
execFileSync(process.execPath, vsce, { cwd: root, stdio: 'inherit' });
writeFileSync(out, reproducibleZip(withPackagedDocuments(unzipSync(readFileSync(out)))));
writeFileSync(out.replace(/\.vsix$/u, '.cdx.json'), billOfMaterials(manifest, packages));
