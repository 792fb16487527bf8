import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { TextDocument } from 'vscode';
import { Emitter } from '../../../src/base/event.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { awsText } from '../../../src/language/awsText.ts';
import type { LintContext } from '../../../src/providers/lintContext.ts';
import { type Diagnostic, DiagnosticSeverity, problems } from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { reports } from '../../fakes/vscode.ts';

const { Diagnostics } = await import('../../../src/providers/fileDiagnostics.ts');

const path = '/home/maya/.aws/config';

/** A config file in an editor, and its problems. */
class Checked {
  readonly document: TextDocument;
  readonly off = { value: new Set<string>() as ReadonlySet<string> | 'all', changed: new Emitter<unknown>() };
  readonly #filesChanged = new Emitter<unknown>();
  readonly #diagnostics: { dispose(): void };
  text: string;
  /** In ms since the epoch. */
  time = 0;
  credentials = '[maya]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';

  constructor(text: string) {
    this.text = text;
    const uri = { ...fakeVscode.Uri.file(path), toString: () => `file://${path}` };
    this.document = { uri, getText: () => this.text } as unknown as TextDocument;
    fakeVscode.workspace.textDocuments = [this.document];
    const { off } = this;
    this.#diagnostics = new Diagnostics({
      textOf: () => awsText('config', parseConfig(this.text), parseConfig(this.credentials)),
      store: {
        paths: { config: path, credentials: '/home/maya/.aws/credentials' },
        onDidChange: this.#filesChanged.event,
      },
      lintOff: {
        onChange: off.changed.event,
        get value() {
          return off.value;
        },
      },
      permissions: { othersMayRead: async () => false, makePrivate: async () => {} },
      now: () => this.time,
    } as unknown as LintContext);
  }

  /** The problems, once they were looked for. */
  get found(): readonly Diagnostic[] {
    mock.timers.tick(1000);
    return problems.get('rolecall')?.get(path) ?? [];
  }

  get codes(): readonly string[] {
    return this.found.map(({ code }) => (code as { readonly value: string }).value);
  }

  type(text: string): void {
    this.text = text;
    reports.documentChanged.fire({ document: this.document });
  }

  changeFiles(): void {
    this.#filesChanged.fire(undefined);
  }

  close(): void {
    this.#diagnostics.dispose();
    fakeVscode.workspace.textDocuments = [];
  }
}

/** Whether a problem is shown now, without waiting for a check. */
function isShown(wanted: string): boolean {
  const found = problems.get('rolecall')?.get(path) ?? [];
  return found.some(({ code }) => (code as { readonly value: string }).value === wanted);
}

describe('the problems of an AWS file', () => {
  let checked: Checked;
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => {
    checked.close();
    mock.timers.reset();
  });
  const role = 'role_arn = arn:aws:iam::123456789012:role/R\n';

  it('follow the text', () => {
    checked = new Checked(`[profile dev]\n${role}source_profile = may\n`);
    assert.deepEqual(checked.codes, ['missingSource']);
    checked.type(`[profile dev]\n${role}source_profile = maya\n`);
    assert.deepEqual(checked.codes, []);
  });

  it('follow the other file', () => {
    checked = new Checked(`[profile dev]\n${role}source_profile = maya\n`);
    assert.deepEqual(checked.codes, []);
    checked.credentials = '';
    checked.changeFiles();
    assert.deepEqual(checked.codes, ['missingSource']);
  });

  it('have a code that leads to its explanation', () => {
    checked = new Checked('[profile dev]\nouput = json\n');
    const [problem] = checked.found;
    assert.deepEqual([problem!.severity, problem!.source], [DiagnosticSeverity.Warning, 'rolecall']);
    const { target } = problem!.code as { target: { scheme: string; path: string; query: string } };
    assert.deepEqual([target.scheme, target.path], ['command', '_rolecall.explainProblem']);
    assert.deepEqual(JSON.parse(decodeURIComponent(target.query)), ['misspelledKey']);
  });

  it('are off by code, or altogether, from when the setting changes', () => {
    checked = new Checked('[profile dev]\nouput = json\nregion = eu-west-1a\n');
    assert.deepEqual(checked.codes, ['misspelledKey', 'zoneAsRegion']);
    const turnOff = (codes: ReadonlySet<string> | 'all'): readonly string[] => {
      checked.off.value = codes;
      checked.off.changed.fire(undefined);
      return checked.codes;
    };
    assert.deepEqual(turnOff(new Set(['misspelledKey'])), ['zoneAsRegion']);
    assert.deepEqual(turnOff('all'), []);
    assert.deepEqual(turnOff(new Set()), ['misspelledKey', 'zoneAsRegion']);
  });

  it('are the most severe if there are more than VS Code shows', () => {
    const warnings = Array.from({ length: 1200 }, (_, i) => `[profile p${i}]\nouput = json\n`).join('');
    checked = new Checked(`${warnings}[profile dev]\n${role}source_profile = nobody\n`);
    assert.equal(checked.found.length, 1000);
    assert.equal(checked.codes[0], 'missingSource');
  });

  it('include a byte order mark, which VS Code keeps out of the text', () => {
    checked = new Checked('[profile dev]\noutput = json\n');
    Object.assign(checked.document, { encoding: 'utf8bom' });
    checked.changeFiles();
    assert.deepEqual(checked.codes, ['byteOrderMark']);
  });

  it('appear when keys expire', () => {
    const minutes = (count: number): void => {
      for (let i = 0; i < count; i++) {
        checked.time += 60_000;
        mock.timers.tick(60_000);
      }
    };
    const keys = 'aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_session_token = t\n';
    checked = new Checked(`[profile dev]\n${keys}aws_expiration = 1970-01-01T03:30:00Z\n`);
    minutes(209);
    assert.ok(!isShown('expiredKeys'));
    minutes(2);
    assert.ok(isShown('expiredKeys'));
  });

  it('end when the file is closed', () => {
    checked = new Checked('[profile dev]\nouput = json\n');
    assert.equal(checked.found.length, 1);
    fakeVscode.workspace.textDocuments = [];
    reports.documentClosed.fire(checked.document);
    assert.deepEqual(checked.found, []);
  });
});
