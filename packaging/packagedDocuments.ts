/** The parts of an extension's `package.json` that decide what its documents can show. */
export interface Published {
  readonly version: string;
  /** As npm describes it: https://docs.npmjs.com/cli/configuring-npm/package-json#repository */
  readonly repository?: unknown;
}

/**
 * The options of vsce for links. With a repository, vsce makes the links and pictures of the README and the changelog
 * absolute: they lead to the tag of the release. Without one, links stay relative.
 */
export function linkOptions({ version, repository }: Published): readonly string[] {
  if (repository !== undefined) return ['--githubBranch', `v${version}`];
  return ['--no-rewrite-relative-links', '--allow-missing-repository'];
}

/**
 * A document without the lines that have nothing but a picture of the checkout. VS Code and the marketplaces show only
 * pictures from `https:` addresses.
 */
export function withoutHiddenPictures(markdown: string): string {
  return markdown.replaceAll(/^!\[[^\]\n]*\]\((?!https:)[^)\n]*\)\r?\n(?:\r?\n)?/gmu, '');
}

/**
 * The text of a page with relative links as text, `guarded (docs/production.md)`, because VS Code and the marketplaces
 * follow no relative links.
 */
export function withoutDeadLinks(markdown: string): string {
  return markdown.replaceAll(/\[([^\]\n]+)\]\((?![a-z]+:|#)([^)\s#]+)[^)\n]*\)/gu, '$1 ($2)');
}

/** The same files of a package with documents as they should be in it. */
export function withPackagedDocuments(
  files: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      path,
      path.endsWith('.md') ? Buffer.from(packagedDocument(path, Buffer.from(content).toString())) : content,
    ]),
  );
}

function packagedDocument(path: string, markdown: string): string {
  const text = withoutHiddenPictures(markdown);
  if (/^extension\/(?:readme|changelog)\.md$/u.test(path)) return withoutDeadLinks(text);
  // vsce renames README.md, so links to it have to follow.
  return text.replaceAll(/\]\((?:\.\.\/)?README\.md/gu, (link) => link.replace('README', 'readme'));
}
