import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { parseConfig } from '../../../src/config/parse.ts';
import type { FileRole } from '../../../src/profiles/profiles.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { AwsDocuments } = await import('../../../src/providers/awsDocuments.ts');

const home = '/home/maya/.aws';
const onDisk = { config: parseConfig('[profile disk]\n'), credentials: parseConfig('[disk]\n') };

function documents() {
  return new AwsDocuments({
    roleAt: (uri): FileRole | undefined =>
      (['config', 'credentials'] as const).find((role) => uri.path === `${home}/${role}`),
    onDisk: () => onDisk,
  });
}

function open(path: string, text: string, { scheme = 'file', language = 'aws-config' } = {}): TextDocument {
  const uri = { scheme, path, fsPath: path, toString: () => `${scheme}:${path}` };
  const document = { uri, languageId: language, version: 1, getText: () => text };
  fakeVscode.workspace.textDocuments.push(document);
  return document as unknown as TextDocument;
}

function roleOf(path: string): FileRole | undefined {
  return documents().textOf(open(path, ''))?.role;
}

describe('the documents that are AWS files', () => {
  const { joinPath } = fakeVscode.Uri;
  before(() => {
    fakeVscode.Uri.joinPath = ((uri: { scheme: string; path: string }) => ({
      toString: () => `${uri.scheme}:${uri.path.replace(/\/[^/]*$/u, '')}`,
    })) as never;
  });
  after(() => void (fakeVscode.Uri.joinPath = joinPath));
  afterEach(() => fakeVscode.workspace.textDocuments.splice(0));

  it('are known by their path, whatever their language is', () => {
    const document = open(`${home}/credentials`, '[a]\n', { language: 'plaintext' });
    assert.equal(documents().textOf(document)?.role, 'credentials');
  });

  it('are known by their language elsewhere, and by their name which of the two they are', () => {
    assert.equal(roleOf('/repo/samples/config'), 'config');
    assert.equal(roleOf('/repo/samples/aws.conf'), 'config');
    assert.equal(roleOf('/repo/samples/credentials'), 'credentials');
    assert.equal(roleOf('/repo/samples/credentials.sample'), 'credentials');
    assert.equal(roleOf('/repo/credentials/config'), 'config');
  });

  it('are no versions that cannot be edited, and no documents in another language', () => {
    assert.equal(documents().textOf(open(`${home}/config`, '', { scheme: 'git' })), undefined);
    assert.equal(documents().textOf(open('/repo/config', '', { language: 'ini' })), undefined);
    assert.ok(documents().textOf(open('Untitled-1', '', { scheme: 'untitled' })));
  });

  it('go with the other file on disk, or in its editor', () => {
    const config = open(`${home}/config`, '[profile a]\n');
    assert.equal(documents().textOf(config)?.other, onDisk.credentials);
    open(`${home}/credentials`, '[b]\n');
    assert.deepEqual([...(documents().textOf(config)?.profiles.profiles.keys() ?? [])], ['a', 'b']);
  });

  it('go with no file of another place, if they are those of the user', () => {
    open('/repo/samples/credentials', '[foreign]\n');
    const config = open(`${home}/config`, '[profile a]\n');
    assert.deepEqual([...(documents().textOf(config)?.profiles.profiles.keys() ?? [])], ['a', 'disk']);
  });

  it('go with the open file beside them in other places, and else with that of the user', () => {
    const config = open('/repo/samples/config', '[profile a]\n');
    assert.deepEqual([...(documents().textOf(config)?.profiles.profiles.keys() ?? [])], ['a', 'disk']);
    open('/repo/samples/credentials', '[beside]\n');
    assert.deepEqual([...(documents().textOf(config)?.profiles.profiles.keys() ?? [])], ['a', 'beside']);
  });

  it('are parsed once for each version', () => {
    let reads = 0;
    const config = open(`${home}/config`, '');
    const counted = Object.assign(config, { getText: () => `[profile a${reads++}]\n` });
    const known = documents();
    assert.equal(known.textOf(counted), known.textOf(counted));
    assert.equal(reads, 1);
    Object.assign(counted, { version: 2 });
    assert.ok(known.textOf(counted)?.profiles.profiles.has('a1'));
  });
});
