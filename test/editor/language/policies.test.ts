import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { useAwsEditors, writeIn } from './awsEditor.ts';

const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
const policy = (action: string): string =>
  `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Deny", "Resource": "*",
    "Action": ${action}
  }
}
`;

describe('session policies in editors', function () {
  this.timeout(60_000);
  useAwsEditors();

  const folder = join(workspace, 'policies');
  before(() => mkdirSync(folder, { recursive: true }));
  after(() => {
    rmSync(folder, { recursive: true });
    rmSync(join(homedir(), 'home.json'), { force: true });
  });

  it('have the problem of a mistake at its line while it is typed, until it is corrected', async () => {
    const document = await open('agents.session-policy.json', policy('"s3:Get*"'));
    await writeIn(document, policy('["s3:Get*", "s3Put"]'));
    const [problem] = await problemsOf(document, ['actionForm']);
    assert.equal(problem?.range.start.line, 3);
    assert.equal(document.getText(problem.range), '"s3Put"');
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem.message, /s3Put/u);
    await writeIn(document, policy('["s3:Get*", "s3:Put"]'));
    await problemsOf(document, []);
  });

  const { Global, Workspace } = vscode.ConfigurationTarget;
  for (const [key, path, level] of [
    ['access', join('policies', 'named.json'), Workspace],
    ['productionAccess', join(folder, 'whole.json'), Global],
    ['agents.access', '~/home.json', Global],
  ] as const)
    it(`have problems if rolecall.${key} names them, and other JSON files have none`, async () => {
      const name = basename(path);
      const document = await open(name, policy('[]'), path.startsWith('~') ? homedir() : folder);
      await problemsOf(document, []);
      await change(key, ['readOnly', path], level);
      try {
        await problemsOf(document, ['emptyList']);
      } finally {
        await change(key, undefined, level);
      }
      await problemsOf(document, []);
    });

  async function open(name: string, text: string, inFolder = folder): Promise<vscode.TextDocument> {
    const path = join(inFolder, name);
    writeFileSync(path, text);
    return vscode.workspace.openTextDocument(vscode.Uri.file(path));
  }
});

function change(key: string, to: unknown, level: vscode.ConfigurationTarget): Thenable<void> {
  return vscode.workspace.getConfiguration('rolecall').update(key, to, level);
}

/** Waits until Rolecall reports problems with exactly these codes. VS Code itself reports others in JSON. */
function problemsOf(
  { uri }: vscode.TextDocument,
  codes: readonly string[],
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(() => {
    const problems = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'rolecall');
    assert.deepEqual(
      problems.map(({ code }) => (typeof code === 'object' ? code.value : code)),
      codes,
    );
    return problems;
  });
}
