import { posix } from 'node:path';
import { isOver, measureSizes, printSizes } from '../bench/sizes.ts';
import type { Counts } from './counts.ts';
import { readZip } from './install/zip.ts';

/** Checks that no file in the package exceeds its size budget and that all relative links in its texts work. */
export async function checkPackage(root: string, vsix: string): Promise<Counts> {
  const sizes = await measureSizes(root);
  printSizes('Sizes', sizes);
  const dead = deadLinks(await readZip(vsix));
  for (const link of dead) console.error(`  ${link} is not in the package`);
  const failed = sizes.filter(isOver).length + (dead.length > 0 ? 1 : 0);
  return { passed: sizes.length + 1 - failed, failed };
}

type Files = ReadonlyMap<string, Uint8Array>;

/** The links in a package's texts to missing files: `extension/readme.md → docs/images/picker.png`. */
export function deadLinks(files: Files): readonly string[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.endsWith('.md')) return [];
    const links = relativeLinks(new TextDecoder().decode(text));
    return links
      .filter((link) => !files.has(posix.join(posix.dirname(path), link)))
      .map((link) => `${path} → ${link}`);
  });
}

/** The targets of Markdown and HTML links and images, except URLs and links within the same text. */
function relativeLinks(markdown: string): readonly string[] {
  const withoutCode = markdown.replaceAll(/^```.*?^```|`[^`\n]*`/gmsu, '');
  const found = withoutCode.matchAll(/\]\(\s*<?([^\s)>]+)|\s(?:src|href)="([^"]+)"/gu);
  return [...found]
    .map(([, inMarkdown, inHtml]) => decodeURI((inMarkdown ?? inHtml ?? '').replace(/[#?].*$/u, '')))
    .filter((link) => link !== '' && !/^[a-z][a-z+.-]*:/iu.test(link));
}
