import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { parseConfig } from '../../../src/config/parse.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { awsText } from '../../../src/language/awsText.ts';
import { Linter } from '../../../src/language/lint/lint.ts';
import type { Diagnostics } from '../../../src/providers/fileDiagnostics.ts';
import type { LintContext } from '../../../src/providers/lintContext.ts';
import { type CodeAction, CodeActionKind, registered } from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { handlers } from '../../fakes/vscode.ts';

const { registerCodeActions } = await import('../../../src/providers/codeActions.ts');

type Provider = (
  document: unknown,
  range: unknown,
  context: { readonly only?: unknown; readonly diagnostics: readonly unknown[] },
) => readonly CodeAction[];

/** What is offered for all problems of a config file. */
function offersFor(
  text: string,
  credentials: { readonly inEditor: string; readonly onDisk: string } = { inEditor: '', onDisk: '' },
): {
  readonly fixes: readonly CodeAction[];
  readonly onSave: (only: unknown) => readonly CodeAction[];
  readonly off: readonly string[];
} {
  const path = '/home/maya/.aws/config';
  const document = { uri: fakeVscode.Uri.file(path), getText: () => text } as unknown as TextDocument;
  const aws = awsText('config', parseConfig(text), parseConfig(credentials.inEditor));
  const state = { profiles: buildProfiles(parseConfig(text), parseConfig(credentials.onDisk)) };
  const facts = { now: 0, disabled: new Set<string>() };
  const range = { intersection: () => range };
  const findings = new Linter().lint(aws, facts).map((finding) => ({ finding, problem: { range } }));
  const off: string[] = [];
  registerCodeActions(
    {
      selector: 'aws-config',
      store: { paths: { config: path, credentials: '/home/maya/.aws/credentials' }, state },
      turnOff: async (code: string) => void off.push(code),
    } as unknown as LintContext,
    { of: () => ({ text: aws, facts, findings }) } as unknown as Diagnostics,
  );
  const [quick, save] = registered
    .filter(({ kind }) => kind === 'CodeActions')
    .slice(-2)
    .map(({ provider }) => provider['provideCodeActions'] as unknown as Provider);
  return {
    fixes: quick!(document, range, { diagnostics: [] }),
    onSave: (only) => save!(document, range, { only, diagnostics: [] }),
    off,
  };
}

describe('the quick fixes of an AWS file', () => {
  it('make a new credentials file private, also if an editor shows one that was deleted', () => {
    const config = '[profile dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
    const isPrivate = (inEditor: string, onDisk: string): boolean => {
      const { fixes } = offersFor(config, { inEditor, onDisk });
      const move = fixes.find(({ title }) => title === 'Move the access keys to the credentials file');
      return move!.command?.command === '_rolecall.makeCredentialsPrivate';
    };
    assert.deepEqual(
      [isPrivate('', ''), isPrivate('[a]\n', ''), isPrivate('[a]\n', '[a]\n')],
      [true, true, false],
    );
  });

  it('end with turning off each check', async () => {
    const { fixes, off } = offersFor('[profile dev]\nouput = json\nregion = eu-west-1a\n');
    assert.deepEqual(
      fixes.map(({ title }) => title),
      [
        'Rename to output',
        'Change to eu-west-1',
        'Turn off the check “misspelledKey”',
        'Turn off the check “zoneAsRegion”',
      ],
    );
    const { command, arguments: given = [] } = fixes[2]!.command!;
    const run = handlers.get(command) as unknown as (...args: readonly unknown[]) => Promise<void>;
    await run(...given);
    await run('no such code');
    assert.deepEqual(off, ['misspelledKey']);
  });

  it('prefer no answer where there are several', () => {
    const { fixes } = offersFor(
      '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = base\n',
    );
    assert.deepEqual(
      fixes.map(({ title, isPreferred }) => [title, isPreferred]),
      [
        ['Add [base]', false],
        ['Turn off the check “missingSource”', false],
      ],
    );
  });

  it('have a part that may run on saving', () => {
    const { onSave } = offersFor('[profile dev]\noutput =\nregion = EU-WEST-1\nregoin = eu-west-1\n');
    const [action, ...more] = onSave(CodeActionKind.SourceFixAll);
    assert.deepEqual(more, []);
    assert.deepEqual(
      action?.edit?.replaced.map(({ text }) => text),
      // The end of the line stays.
      ['region = eu-west'],
    );
    assert.deepEqual(onSave(undefined), []);
    assert.deepEqual(
      offersFor('[profile dev]\nregoin = eu-west-1\n').onSave(CodeActionKind.SourceFixAll),
      [],
    );
  });
});
