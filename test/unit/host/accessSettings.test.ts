import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import type { AccessSetting } from '../../../src/host/accessSettings.ts';
import type { PolicyFiles } from '../../../src/host/files/policyFiles.ts';
import { accessWord, isAtMost } from '../../../src/profiles/access/access.ts';
import { readAccess } from '../../../src/profiles/access/accessValue.ts';
import { readPolicyDocument } from '../../../src/profiles/policies/policyDocument.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { documentOf } from '../plan/access/scopedPlans.ts';

const { AccessSetting: Setting } = await import('../../../src/host/accessSettings.ts');
const { PolicyFiles: Files } = await import('../../../src/host/files/policyFiles.ts');
const { settings, workspace, reports } = fakeVscode;

const defaults = {
  'rolecall.access': 'full',
  'rolecall.productionAccess': 'same',
  'rolecall.agents.access': 'readOnly',
};
const denying = documentOf('Deny').text;

/** The word of an access, or the code of its failure. */
function wordOf(answer: AccessSetting['agents']['access'] | undefined): string {
  if (typeof answer === 'string') return answer;
  return answer && 'code' in answer ? answer.code : accessWord(answer);
}

function uriOf(name: string) {
  return { fsPath: `/${name}`, toString: () => `file:///${name}` };
}

/** The user's own setting and that of the workspace. Undefined: not set. */
function set(name: string, user: unknown, ofWorkspace?: unknown, isTrusted = true): void {
  const valueOf = (value: unknown) => (value === undefined ? {} : { [`rolecall.${name}`]: value });
  Object.assign(settings, { user: valueOf(user), workspace: valueOf(ofWorkspace) });
  Object.assign(workspace, { isTrusted });
  reports.configurationChanged.fire({
    affectsConfiguration: (each) => `rolecall.${name}`.startsWith(each),
  });
}

describe('the settings for access', () => {
  let folder: string;
  let files: PolicyFiles;
  let setting: AccessSetting;
  const home = process.env['HOME'];

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'rolecall-access-')));
    await mkdir(join(folder, 'repo'));
    process.env['HOME'] = folder;
  });
  after(async () => {
    process.env['HOME'] = home;
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    settings.defaults = defaults;
    files = new Files(async () => ({ readPolicyDocument }));
    setting = new Setting(files, { readAccess, isAtMost });
  });
  afterEach(() => {
    setting.dispose();
    files.dispose();
    Object.assign(settings, { defaults: {}, user: {}, workspace: {}, folders: {} });
    Object.assign(workspace, { isTrusted: true, workspaceFolders: [] });
  });

  const general = (): string => wordOf(setting.value.general);
  const agents = (): unknown => [wordOf(setting.agents.access), setting.agents.isHeld ?? false];
  const profileOfAgents = (): unknown => [setting.agents.profile, setting.agents.isHeld ?? false];

  it('limit nothing for the user by default, and agents to reading', () => {
    assert.deepEqual(setting.value, { general: undefined, production: undefined });
    assert.deepEqual(setting.agents, { access: { managed: ['readOnly'] }, profile: undefined });
  });

  it('of an open workspace only lower what agents get, until it is trusted or opened again', () => {
    set('agents.access', undefined, 'viewOnly');
    assert.deepEqual(agents(), ['viewOnly', false]);
    set('agents.access', undefined, 'same');
    assert.deepEqual(agents(), ['viewOnly', true]);
    set('agents.access', undefined, 'none');
    assert.deepEqual(agents(), ['none', false]);
    // As much as the user's own settings give.
    set('agents.access', undefined, 'readOnly');
    assert.deepEqual(agents(), ['readOnly', false]);
    set('agents.access', 'same', 'same');
    assert.deepEqual(agents(), ['same', false]);
    set('agents.access', undefined, ['readOnly', 'arn:aws:iam::aws:policy/PowerUserAccess']);
    assert.deepEqual(agents(), ['viewOnly', true]);
    reports.trustGranted.fire(undefined);
    set('agents.access', undefined, 'same');
    assert.deepEqual(agents(), ['same', false]);
  });

  it('of an open workspace change the profile for agents only to that of the user', () => {
    set('agents.profile', 'mine', 'looking');
    assert.deepEqual(profileOfAgents(), ['looking', false]);
    set('agents.profile', 'mine', 'admin');
    assert.deepEqual(profileOfAgents(), ['looking', true]);
    set('agents.profile', 'mine');
    assert.deepEqual(profileOfAgents(), ['mine', false]);
  });

  for (const [user, ofWorkspace, trusted, untrusted] of [
    ['readOnly', undefined, 'readOnly', 'readOnly'],
    ['readOnly', 'viewOnly', 'viewOnly', 'viewOnly'],
    ['readOnly', 'full', 'full', 'readOnly'],
    ['viewOnly', 'readOnly', 'readOnly', 'viewOnly'],
    ['viewOnly', 'securityAudit', 'securityAudit', 'viewOnly'],
    ['readOnly', 'same', 'full', 'readOnly'],
    [undefined, 'readOnly', 'readOnly', 'readOnly'],
    ['full', 'viewOnly', 'viewOnly', 'viewOnly'],
    // A slip of the pen gives nothing, wherever it is.
    ['readonyl', undefined, 'unknownAccess', 'unknownAccess'],
    ['readOnly', 'readonyl', 'unknownAccess', 'unknownAccess'],
    ['readonyl', 'viewOnly', 'viewOnly', 'unknownAccess'],
    ['none', undefined, 'unknownAccess', 'unknownAccess'],
    ['', undefined, 'unknownAccess', 'unknownAccess'],
    [null, undefined, 'unknownAccess', 'unknownAccess'],
    ['readOnly', null, 'unknownAccess', 'unknownAccess'],
    [['readOnly', 7], undefined, 'unknownAccess', 'unknownAccess'],
    [[], undefined, 'unknownAccess', 'unknownAccess'],
    [{ toString: 'x' }, undefined, 'unknownAccess', 'unknownAccess'],
    ['readOnly', { toString: 'x' }, 'unknownAccess', 'unknownAccess'],
  ] as const)
    it(`are for ${JSON.stringify([user, ofWorkspace])} ${trusted}, and ${untrusted} without trust`, () => {
      set('access', user, ofWorkspace);
      assert.equal(general(), trusted);
      set('access', user, ofWorkspace, false);
      assert.equal(general(), untrusted);
    });

  for (const [user, ofWorkspace, trusted, untrusted] of [
    [undefined, undefined, 'readOnly', 'readOnly'],
    ['same', undefined, 'same', 'same'],
    [undefined, 'same', 'same', 'readOnly'],
    [undefined, 'none', 'none', 'none'],
    [undefined, 'full', 'full', 'readOnly'],
    ['none', 'readOnly', 'readOnly', 'none'],
    ['same', 'readOnly', 'readOnly', 'readOnly'],
    ['none', 'x', 'unknownAccess', 'none'],
    ['viewOnly', ['readOnly', 'viewOnly'], 'custom', 'viewOnly'],
    [null, undefined, 'unknownAccess', 'unknownAccess'],
  ] as const)
    it(`give agents for ${JSON.stringify([user, ofWorkspace])} ${trusted}, and ${untrusted} without trust`, () => {
      set('agents.access', user, ofWorkspace);
      assert.equal(wordOf(setting.agents.access), trusted);
      set('agents.access', user, ofWorkspace, false);
      assert.equal(wordOf(setting.agents.access), untrusted);
    });

  it('name the setting and the value as written in a failure', () => {
    for (const [value, written] of [
      ['readonyl', 'readonyl'],
      [['readOnly', 7], '["readOnly",7]'],
      [{ a: 1 }, '{"a":1}'],
      [null, 'null'],
    ] as const) {
      set('productionAccess', value);
      assert.deepEqual(setting.value.production, {
        code: 'unknownAccess',
        profile: '',
        setting: 'rolecall.productionAccess',
        value: written,
      });
    }
  });

  it('take the profile for agents of a workspace only if that is trusted', () => {
    const profiles = [true, false].map((isTrusted) => {
      set('agents.profile', ' own ', ' theirs ', isTrusted);
      return setting.agents.profile;
    });
    assert.deepEqual(profiles, ['theirs', 'own']);
    for (const wrong of ['', '  ', 7, null, {}]) {
      set('agents.profile', wrong, wrong);
      assert.equal(setting.agents.profile, undefined);
    }
  });

  it('of a folder count in a window with one folder, and else for that folder, if they are trusted', () => {
    const inFolder = (name: string) => setting.ofFolder(uriOf(name) as never);
    settings.folders = { 'file:///a': { 'rolecall.access': 'viewOnly' }, 'file:///b': {} };
    settings.folders['file:///c'] = { 'rolecall.access': 'x' };
    workspace.workspaceFolders = [{ uri: uriOf('a') }];
    set('access', 'readOnly');
    assert.equal(general(), 'viewOnly');
    settings.folders = { ...settings.folders, 'file:///a': { 'rolecall.access': null } };
    set('access', 'full', 'full');
    assert.equal(general(), 'unknownAccess');
    settings.folders = { ...settings.folders, 'file:///a': { 'rolecall.access': 'viewOnly' } };
    workspace.workspaceFolders = [{ uri: uriOf('a') }, { uri: uriOf('b') }];
    set('access', 'readOnly');
    assert.equal(general(), 'readOnly');
    assert.deepEqual(inFolder('a'), { managed: ['viewOnly'] });
    assert.equal(inFolder('b'), undefined);
    assert.equal(wordOf(inFolder('c')), 'unknownAccess');
    set('access', 'readOnly', undefined, false);
    assert.equal(inFolder('a'), undefined);
  });

  it('with a policy file give nothing until it has been read', async () => {
    await writeFile(join(folder, 'deny.json'), denying);
    set('access', ['readOnly', '~/deny.json']);
    assert.partialDeepStrictEqual(setting.value.general, {
      code: 'policyFileUnreadable',
      path: '~/deny.json',
    });
    const [changes, text] = [[] as unknown[], denying];
    const listening = setting.onChange((change) => changes.push(change));
    await setting.ready();
    assert.deepEqual(setting.value.general, {
      managed: ['readOnly'],
      document: { file: '~/deny.json', text },
    });
    assert.equal(changes.length, 1);
    listening.dispose();
  });

  it('find a policy file of a workspace in its folder, and one of the user in their home', async () => {
    await writeFile(join(folder, 'own.json'), documentOf('Allow', 'ec2:*').text);
    await writeFile(join(folder, 'repo', 'own.json'), documentOf('Allow', 's3:*').text);
    workspace.workspaceFolders = [{ uri: { fsPath: join(folder, 'repo'), toString: () => 'file:///repo' } }];
    const texts: (string | undefined)[] = [];
    for (const [user, ofWorkspace] of [
      ['own.json', undefined],
      [undefined, 'own.json'],
      [undefined, './own.json'],
    ]) {
      set('access', user, ofWorkspace);
      await setting.ready();
      const answer = setting.value.general;
      texts.push(answer && 'document' in answer ? answer.document?.text : undefined);
    }
    const [inRepo, inHome] = [documentOf('Allow', 's3:*').text, documentOf('Allow', 'ec2:*').text];
    assert.deepEqual(texts, [inHome, inRepo, inRepo]);
  });

  it('find a policy file of the only folder in it, also if the file of the workspace is elsewhere', async () => {
    await writeFile(join(folder, 'own.json'), documentOf('Allow', 'ec2:*').text);
    await writeFile(join(folder, 'repo', 'own.json'), documentOf('Allow', 's3:*').text);
    workspace.workspaceFolders = [{ uri: { fsPath: join(folder, 'repo'), toString: () => 'file:///repo' } }];
    Object.assign(workspace, {
      workspaceFile: { scheme: 'file', fsPath: join(folder, 'all.code-workspace') },
    });
    settings.folders['file:///repo'] = { 'rolecall.access': 'own.json' };
    set('access', undefined);
    await setting.ready();
    const answer = setting.value.general;
    Object.assign(workspace, { workspaceFile: undefined });
    assert.ok(answer && 'document' in answer);
    assert.equal(answer.document?.text, documentOf('Allow', 's3:*').text);
  });

  it('never let an untrusted workspace leave out what the user’s own policy denies', async () => {
    await writeFile(join(folder, 'deny.json'), denying);
    for (const requested of ['readOnly', 'viewOnly', 'full', ['readOnly', '~/deny.json']]) {
      set('access', ['readOnly', '~/deny.json'], requested, false);
      await setting.ready();
      const answer = setting.value.general;
      assert.ok(
        answer && 'managed' in answer && answer.document?.text === denying,
        JSON.stringify(requested),
      );
    }
  });

  it('never read a file that an untrusted workspace names', () => {
    const get = mock.method(files, 'get');
    for (const requested of ['//server/share/own.json', '../own.json', ['readOnly', 'own.json']])
      for (const [user, expected] of [[undefined, 'full'] as const, ['viewOnly', 'viewOnly'] as const]) {
        set('access', user, requested, false);
        assert.equal(general(), expected);
      }
    assert.equal(get.mock.callCount(), 0);
    set('access', undefined, '../own.json');
    assert.deepEqual([general(), get.mock.callCount()], ['policyFileUnreadable', 1]);
  });

  it('are asked for again when the workspace becomes trusted', () => {
    set('access', 'readOnly', 'full', false);
    assert.equal(general(), 'readOnly');
    let fired = 0;
    const listening = setting.onChange(() => (fired += 1));
    Object.assign(workspace, { isTrusted: true });
    reports.trustGranted.fire(undefined);
    assert.deepEqual([fired, general()], [1, 'full']);
    listening.dispose();
  });
});
