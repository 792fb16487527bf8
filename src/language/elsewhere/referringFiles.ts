/** How a file that is no AWS file names profiles. */
export type ReferringKind = 'json' | 'env' | 'compose' | 'terraform';

interface ReferringFiles {
  readonly kind: ReferringKind;
  /** The names of the files. Each has at most one `*`, as in VS Code's patterns. */
  readonly names: readonly string[];
  /** IDs of languages for files with other names, and for texts without a file. */
  readonly languages: readonly string[];
}

/** The files in which profile names are looked for. */
export const referringFiles: readonly ReferringFiles[] = [
  { kind: 'json', names: ['settings.json', '*.code-workspace', 'launch.json', 'tasks.json'], languages: [] },
  { kind: 'env', names: ['.env', '.envrc', '.env.*', '*.env'], languages: ['dotenv'] },
  {
    kind: 'compose',
    names: ['compose', 'docker-compose'].flatMap((name) =>
      ['yml', 'yaml'].flatMap((ending) => [`${name}.${ending}`, `${name}.*.${ending}`]),
    ),
    languages: ['dockercompose'],
  },
  { kind: 'terraform', names: ['*.tf', '*.tofu'], languages: ['terraform', 'opentofu'] },
];

/** Undefined for a file in which no names are looked for. `path` has slashes, as in a URI. */
export function referringKind(path: string, languageId: string): ReferringKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const row =
    referringFiles.find(({ names }) => names.some((pattern) => isNamed(name, pattern))) ??
    referringFiles.find(({ languages }) => languages.includes(languageId));
  return row?.kind;
}

/** Whether profile names are looked for in the file. Small, because start-up asks this for each file that is opened. */
export function mayReferToProfiles(path: string, languageId: string): boolean {
  return referringKind(path, languageId) !== undefined;
}

/** Whether the file is a template such as `.env.example`, whose values stand for others. */
export function isTemplate(path: string): boolean {
  return /\.(?:example|sample|template|dist)$/u.test(path);
}

function isNamed(name: string, pattern: string): boolean {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return name === start;
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}
