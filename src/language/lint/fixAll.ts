import { applyEdits, mergeEdits, type TextEdit } from '../../config/edit.ts';
import { parseConfig } from '../../config/parse.ts';
import type { FileRole } from '../../profiles/profiles.ts';
import type { FileEdits } from '../../profiles/sections.ts';
import { type AwsText, awsText } from '../awsText.ts';
import type { LintCode } from './codes.ts';
import type { Finding, Fix, LintFacts } from './finding.ts';
import { Linter } from './lint.ts';

/** The edits of both files that fix all findings with these codes which have a right answer. */
export function fixAll(text: AwsText, facts: LintFacts, isMeant: (code: LintCode) => boolean): FileEdits {
  const before = textsOf(text);
  let after = before;
  const linter = new Linter();
  for (let pass = 0; pass < maxPasses; pass++) {
    const [own, other] = otherFirst(text.role).map((file) => parseConfig(after[file]));
    const found = linter.lint(awsText(text.role, own!, other!), facts);
    const edits = apart(
      found.filter(({ code }) => isMeant(code)).flatMap((each) => preferredFix(each)?.edits ?? []),
    );
    if (edits.config.length + edits.credentials.length === 0) break;
    after = {
      config: applyEdits(after.config, edits.config),
      credentials: applyEdits(after.credentials, edits.credentials),
    };
  }
  return {
    config: difference(before.config, after.config),
    credentials: difference(before.credentials, after.credentials),
  };
}

/** The fix with the one right answer. */
export function preferredFix({ fixes: [first] }: Finding): Fix | undefined {
  return first?.isOffer ? undefined : first;
}

/** Fixes that touch each other come one after another. */
const maxPasses = 20;

function otherFirst(role: FileRole): readonly FileRole[] {
  return role === 'config' ? ['config', 'credentials'] : ['credentials', 'config'];
}

function textsOf({ role, document, other }: AwsText): Readonly<Record<FileRole, string>> {
  return role === 'config'
    ? { config: document.text, credentials: other.text }
    : { config: other.text, credentials: document.text };
}

/** As many whole fixes as do not touch each other. */
function apart(fixes: readonly FileEdits[]): FileEdits {
  const taken = { config: new Set<string>(), credentials: new Set<string>() };
  const spans = { config: [] as TextEdit[], credentials: [] as TextEdit[] };
  for (const fix of fixes) {
    const isFree = (['config', 'credentials'] as const).every((file) => isApart(fix[file], spans[file]));
    if (!isFree || taken.config.size + taken.credentials.size > maxAtOnce) continue;
    for (const file of ['config', 'credentials'] as const)
      for (const edit of fix[file]) {
        spans[file].push(edit);
        taken[file].add(`${edit.start}`);
      }
  }
  return { config: mergeEdits(spans.config), credentials: mergeEdits(spans.credentials) };
}

/** Each is compared with all before it. */
const maxAtOnce = 1000;

function isApart(edits: readonly TextEdit[], others: readonly TextEdit[]): boolean {
  return edits.every((edit) => others.every((other) => edit.end < other.start || other.end < edit.start));
}

/** One edit that leaves what both texts begin and end with. */
function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [{ start, end: before.length - end, text: after.slice(start, after.length - end) }];
}
