import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lintCodes } from '../src/language/lint/codes.ts';
import type { CodeFacts } from '../src/language/lint/codeFacts.ts';

/** The page that explains every code of the checks of AWS files. */
export function lintDocs(): string {
  const codes = Object.entries<CodeFacts>(lintCodes);
  return [
    '# Problems in AWS files',
    '',
    'Rolecall shows these problems in `~/.aws/config` and `~/.aws/credentials` while you type. An error is what the AWS CLI',
    'fails on. A warning is what other tools fail on or what is probably a mistake. A hint is only worth knowing.',
    '',
    ...codes.flatMap(([code, facts]) => section(code, facts)),
  ].join('\n');
}

function section(
  code: string,
  { severity, about, file, example, after, other, otherAfter }: CodeFacts,
): string[] {
  const otherFile = file === 'credentials' ? 'config' : 'credentials';
  const before = [...block(file ?? 'config', example), ...(other ? block(otherFile, other) : [])];
  const fixed =
    after === undefined ? [] : [...block(file ?? 'config', after), ...block(otherFile, otherAfter ?? '')];
  return [
    `## ${code}`,
    '',
    `**${severity}** – ${about}`,
    '',
    ...before,
    ...(fixed.length > 0 ? ['After the fix:', '', ...fixed] : []),
  ];
}

function block(file: string, text: string): readonly string[] {
  return text === ''
    ? []
    : ['```ini', `# ~/.aws/${file}`, text.trimEnd().replaceAll('\uFEFF', '<U+FEFF>'), '```', ''];
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '..', 'docs', 'lint.md'), lintDocs());
