import { mergeEdits } from '../../../config/edit.ts';
import type { Span } from '../../../config/syntax.ts';
import { addSections } from '../../../config/editSections.ts';
import { setValues } from '../../../config/editValues.ts';
import { configKey, keys } from '../../../profiles/keys.ts';
import { type FileRole, sharedTitle } from '../../../profiles/profiles.ts';
import { isWritableName, profileTitle } from '../../../profiles/profileNames.ts';
import type { FileEdits } from '../../../profiles/sections.ts';
import { type LintedFiles, type LintedSection, placed } from '../files/lintedFiles.ts';
import { type Finding, type Fix, lazyFix } from '../finding.ts';
import { moveToServices } from './serviceMoves.ts';
import type { LocalFinding, LocalFix, SectionKind } from './localFinding.ts';
import { sectionFindings } from './sectionChecks.ts';

/** Remembers what is wrong in each section, by what it says. */
export class ValueMemory {
  readonly #known: Readonly<Record<FileRole, WeakMap<LintedSection['text'], readonly LocalFinding[]>>> = {
    config: new WeakMap(),
    credentials: new WeakMap(),
  };

  read({ file, text: said }: LintedSection, kind: SectionKind, text: () => string): readonly LocalFinding[] {
    const known = this.#known[file].get(said);
    if (known) return known;
    const found = sectionFindings(text(), file, kind);
    this.#known[file].set(said, found);
    return found;
  }
}

/** What is wrong with the keys and values of a file, section by section. */
export function valueFindings(files: LintedFiles, memory: ValueMemory): readonly Finding[] {
  const { text } = files.documents[files.role];
  return files.own.flatMap((each): readonly Finding[] => {
    const kind = checkedKind(each);
    if (kind === undefined) return [];
    const { start, end } = each.section;
    const found = memory.read(each, kind, () => text.slice(start, end));
    return found.flatMap((local) => (isIdle(files, each, local) ? [] : findingAt(files, each, local)));
  });
}

/** Nothing looks at the value of a role's key in a profile without one, which is a finding of its own. */
function isIdle(
  files: LintedFiles,
  { name }: LintedSection,
  { args: [key = ''], code }: LocalFinding,
): boolean {
  if (!/^(?:rejected|refused|outOf)/u.test(code) || !configKey(key)?.role) return false;
  return key !== keys.roleArn && files.profiles.get(name)?.has(keys.roleArn) === false;
}

function checkedKind({ file, kind, section }: LintedSection): SectionKind | undefined {
  if (section.title === sharedTitle) return 'profile';
  if (file === 'credentials' || kind === 'profile' || kind === 'default') return 'profile';
  return kind === 'sso-session' || kind === 'services' ? kind : undefined;
}

function findingAt(files: LintedFiles, section: LintedSection, local: LocalFinding): Finding {
  const { start } = section.section;
  const span = { start: start + local.span.start, end: start + local.span.end };
  const fixes = local.fix ? fixesAt(files, section, local.fix, span) : [];
  return { code: local.code, span, args: local.args, fixes };
}

function fixesAt(files: LintedFiles, section: LintedSection, fix: LocalFix, at: Span): readonly Fix[] {
  if (fix.code === 'replaceEverywhere')
    return [lazyFix(fix.code, [fix.to], () => everywhere(files, section, fix, at))];
  if (fix.code === 'moveToServices') return moveToServices(files, section, fix);
  if (fix.code === 'moveToConfig') return moveToConfig(files, section, fix.key, fix.value);
  const { start } = section.section;
  const edits = (): FileEdits['config'] =>
    fix.edits.map((edit) => ({ start: start + edit.start, end: start + edit.end, text: edit.text }));
  return [lazyFix(fix.code, fix.args, () => inFile(section.file, edits()))];
}

function inFile(file: FileRole, edits: FileEdits['config']): FileEdits {
  return file === 'config' ? { config: edits, credentials: [] } : { config: [], credentials: edits };
}

/** Old sign-ins keep their token in a file that is named after the text of the start URL. */
function everywhere(
  files: LintedFiles,
  own: LintedSection,
  { key, from, to }: Extract<LocalFix, { readonly code: 'replaceEverywhere' }>,
  at: Span,
): FileEdits {
  const editsIn = (file: FileRole): FileEdits['config'] => {
    const found = files.sections[file].flatMap((section) => {
      const fact = section.text.keys.get(key);
      return fact?.value === from ? [placed(section, fact).valueSpan] : [];
    });
    // A later line with the same key may be the one that counts.
    const isMissing = file === own.file && found.every(({ start }) => start !== at.start);
    return mergeEdits([...found, ...(isMissing ? [at] : [])].map((span) => ({ ...span, text: to })));
  };
  return { config: editsIn('config'), credentials: editsIn('credentials') };
}

/** The config file has no such key yet: the credentials file would win over it. */
function moveToConfig(
  files: LintedFiles,
  { name, section }: LintedSection,
  key: string,
  value: string,
): readonly Fix[] {
  const sections = files.profiles.get(name)?.sections.filter(({ file }) => file === 'config') ?? [];
  if (!isWritableName(name) || sections.some(({ text }) => text.keys.has(key))) return [];
  if (sections.length === 0 && files.shared.has('config')) return [];
  const { config, credentials } = files.documents;
  return [
    lazyFix('moveToConfig', [key], () => ({
      config:
        sections.length > 0
          ? setValues(
              config,
              sections.map((each) => each.section),
              [[key, value]],
            )
          : addSections(config, [{ title: profileTitle('config', name), values: [[key, value]] }]),
      credentials: setValues(credentials, [section], [[key, undefined]]),
    })),
  ];
}
