import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../src/base/failure.ts';
import { maskSecrets } from '../../src/config/mask.ts';
import { parseConfig } from '../../src/config/parse.ts';
import type { Section } from '../../src/config/syntax.ts';
import type { ProfileChange } from '../../src/profiles/changes.ts';
import { keysWhere } from '../../src/profiles/keys.ts';
import { type FileRole, readTitle } from '../../src/profiles/profiles.ts';
import { type EditableFiles, makeChange, type Rewrite } from '../../src/profiles/writer.ts';
import { type AwsFiles, awsFiles } from './awsFiles.ts';
import { changeOf, changes } from './changes.ts';
import type { Check } from './check.ts';
import { textWithSecret } from './secrets.ts';

interface Input {
  readonly files: AwsFiles;
  readonly change: ProfileChange;
}

const paths = { config: 'config', credentials: 'credentials' } as const;
const referenceKeys: ReadonlySet<string> = new Set(keysWhere(({ namesProfile }) => namesProfile));

/** Files in memory, and what was written to them. */
class FilesInMemory implements EditableFiles {
  readonly texts: Map<string, string>;
  readonly rewrites: Rewrite[] = [];

  constructor(texts: Readonly<Record<FileRole, string>>) {
    this.texts = new Map(Object.entries(texts));
  }

  async current(path: string) {
    return { kind: 'text', text: this.texts.get(path) ?? '' } as const;
  }

  async rewrite(rewrites: readonly Rewrite[]) {
    this.rewrites.push(...rewrites);
    for (const { path, before, after } of rewrites) {
      assert.equal(this.texts.get(path), before);
      this.texts.set(path, after);
    }
    return 'written' as const;
  }
}

export const localEdits: Check<Input> = {
  name: 'edits nothing but the place of a change, undoes it completely, and hides secrets in the preview',
  inputs: fc
    .record({ files: awsFiles, make: changes })
    .map(({ files, make }) => ({ files, change: changeOf(files, make) })),
  assert: async ({ files, change }) => {
    const { config, credentials, secrets } = files;
    const memory = new FilesInMemory({ config, credentials });
    const made = await makeChange(memory, paths, change).catch(failureOf);
    if ('code' in made) return;
    for (const rewrite of memory.rewrites) {
      assertLocal(rewrite, change);
      const preview = maskSecrets(rewrite.after, () => '•');
      assert.equal(textWithSecret([preview], secrets), undefined, 'the preview has a secret');
    }
    assert.ok(await made.undo());
    assert.deepEqual(Object.fromEntries(memory.texts), { config, credentials });
  },
};

function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  throw error;
}

/** Joins what the edits keep and what they insert, and asserts that they keep all that is not part of the change. */
function assertLocal({ path, before = '', edits, after }: Rewrite, change: ProfileChange): void {
  let [at, result] = [0, ''];
  for (const { start, end, text } of edits) {
    assert.ok(start >= at && end >= start, 'edits overlap');
    result += before.slice(at, start) + text;
    at = end;
  }
  assert.equal(result + before.slice(at), after, 'the new text is not the old one with its edits');
  for (const { start, end } of foreignParts(path as FileRole, before, change))
    for (const edit of edits)
      assert.ok(
        edit.end <= start || edit.start >= end,
        `${JSON.stringify(edit)} changes ${JSON.stringify(before.slice(start, end))}`,
      );
}

/** The parts of a file that a change must leave as they are: the lines of other sections. */
function foreignParts(file: FileRole, text: string, change: ProfileChange) {
  const names = namesIn(change);
  return parseConfig(text).sections.flatMap((section) => {
    if (names.has(nameOf(file, section))) return [];
    return section.lines.filter((line) => {
      if (line.kind === 'blank' || line.kind === 'comment') return false;
      const isReference = line.kind === 'assignment' && referenceKeys.has(line.key.toLowerCase());
      return !(change.kind === 'rename' && isReference && line.value === change.name);
    });
  });
}

/** With the kind, because a sign-in and a profile can have the same name. */
function nameOf(file: FileRole, { title }: Section): string {
  if (file === 'credentials') return `profile ${title}`;
  const { kind, name } = readTitle(title);
  return `${kind === 'default' ? 'profile' : kind} ${name}`;
}

function namesIn(change: ProfileChange): ReadonlySet<string> {
  if (change.kind === 'addSsoSession') return new Set([`sso-session ${change.name}`]);
  const profiles =
    change.kind === 'populate' ? change.removed : change.kind === 'duplicate' ? [] : [change.name];
  return new Set(profiles.map((name) => `profile ${name}`));
}
