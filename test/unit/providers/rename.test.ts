import assert from 'node:assert/strict';
import type { Target } from '../../../src/profiles/profiles.ts';
import type { WorkspaceEdit } from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { OpenFiles, words } from './openFiles.ts';

const { registerRenameProvider } = await import('../../../src/providers/renameProvider.ts');

function open(config: string, credentials = ''): OpenFiles {
  const files = new OpenFiles(config, credentials);
  registerRenameProvider(files.context);
  return files;
}

async function rename(files: OpenFiles, to: string): Promise<void> {
  files.apply((await files.ask('Rename', 'provideRenameEdits', to)) as WorkspaceEdit);
}

type Texts = readonly [config: string, credentials?: string];

function renames(before: Texts, to: string, ...[config, credentials = '']: Texts): void {
  it(`makes ${JSON.stringify(config)} of ${JSON.stringify(before)}`, async () => {
    const files = open(...before);
    await rename(files, to);
    assert.deepEqual(files.texts, { config, credentials });
  });
}

function refuses(before: Texts, to: string, sentence: RegExp): void {
  it(`refuses to rename ${JSON.stringify(before)} to “${to}”`, async () => {
    await assert.rejects(async () => rename(open(...before), to), sentence);
  });
}

function refusesHere(before: Texts, sentence: RegExp): void {
  it(`does not begin to rename ${JSON.stringify(before)}`, () => {
    assert.throws(() => open(...before).ask('Rename', 'prepareRename'), sentence);
  });
}

describe('renaming in the editor', () => {
  const config =
    '[DEFAULT]\nsource_profile=maya\n[profile "maya"]\n[profile ops]\nsource_profile = maya # x\n';
  renames(
    [config.replace('"maya', '"ma|ya'), '[maya]\r\nk = 1\r\n'],
    'ada',
    config.replaceAll('maya', 'ada'),
    '[ada]\r\nk = 1\r\n',
  );
  renames([config, '\uFEFF[ma|ya]\n'], 'ada', config.replaceAll('maya', 'ada'), '\uFEFF[ada]\n');
  renames(
    ['[profile ops]\nsource_profile = ma|ya\n', '[maya]\n'],
    'ada',
    '[profile ops]\nsource_profile = ada\n',
    '[ada]\n',
  );
  renames(
    ['[def|ault]\n[profile a]\nsource_profile = default\n'],
    'b',
    '[profile b]\n[profile a]\nsource_profile = b\n',
  );
  renames(
    ['[sso-session co|rp]\n[profile corp]\nsso_session = corp\n'],
    'acme',
    '[sso-session acme]\n[profile corp]\nsso_session = acme\n',
  );
  renames(
    ['[services x]\n[profile corp]\nservices = |x\n'],
    'y',
    '[services y]\n[profile corp]\nservices = y\n',
  );
  renames(['[profile m|aya]\n'], 'maya', '[profile maya]\n');

  refuses(['[profile a|]\n[profile b]\n'], 'b', /Profile “b”: This profile is already in your AWS files/u);
  refuses(['[profile a|]\n', '[b]\n'], 'b', /already in your AWS files/u);
  refuses(['[profile a|]\n'], 'b]', /cannot be used for a profile/u);
  refuses(['[sso-session a|]\n[sso-session b]\n'], 'b', /\[sso-session b\] is already in your config file/u);
  refuses(['[services a|]\n'], '', /A section cannot have this name/u);

  it('begins with the name', () => {
    const begun = open('[profile "my p|rof"]\n').ask('Rename', 'prepareRename');
    const { range, placeholder } = begun as { range: unknown; placeholder: string };
    assert.equal(placeholder, 'my prof');
    assert.equal(words(range), '1:10-1:17');
  });
  refusesHere(['[profile a]\nreg|ion = x\n'], /Only the names of profiles/u);
  refusesHere(
    ['[profile a]\nsource_profile = g|one\n'],
    /Profile “gone”: This profile is not in your AWS files/u,
  );
  refusesHere(['[profile a]\nsso_session = g|one\n'], /\[sso-session gone\] is not in your config file/u);
});

describe('renaming a profile that is in use', () => {
  const { settings, workspace } = fakeVscode;
  const [config, renamed] = ['[profile ma|ya]\n', '[profile ada]\n'];
  const maya: Target = { kind: 'profile', name: 'maya' };
  const key = 'rolecall.profile';

  beforeEach(() => {
    [settings.user, settings.workspace, settings.folders] = [{}, {}, {}];
    [workspace.workspaceFolders, workspace.workspaceFile] = [[], undefined];
  });
  after(() => {
    [settings.user, settings.workspace, settings.folders] = [{}, {}, {}];
    [workspace.workspaceFolders, workspace.workspaceFile] = [[], undefined];
  });

  const profileIn = () => [settings.user[key], settings.workspace[key]];

  it('changes the settings once the file is saved', async () => {
    [settings.user[key], settings.workspace[key]] = ['maya', 'maya'];
    const files = open(config);
    await files.ask('Rename', 'provideRenameEdits', 'ada');
    await files.save();
    assert.deepEqual(profileIn(), ['maya', 'maya'], 'the user may have cancelled');
    files.texts.config = renamed;
    assert.deepEqual(profileIn(), ['maya', 'maya'], 'unsaved');
    await files.save();
    assert.deepEqual(profileIn(), ['ada', 'ada']);
    await files.save();
    assert.deepEqual(files.failures, []);
  });

  it('changes them back when the user undoes the rename, and again', async () => {
    settings.workspace[key] = 'maya';
    const files = open(config);
    const before = files.texts.config;
    await rename(files, 'ada');
    await files.save();
    files.texts.config = before;
    await files.save();
    assert.equal(settings.workspace[key], 'maya');
    files.texts.config = renamed;
    await files.save();
    assert.equal(settings.workspace[key], 'ada');
  });

  it('leaves other settings as they are', async () => {
    [settings.user[key], settings.workspace[key]] = ['other', 7];
    const files = open(config);
    await rename(files, 'ada');
    await files.save();
    assert.deepEqual(profileIn(), ['other', 7]);
  });

  it('changes the settings of folders', async () => {
    workspace.workspaceFile = {};
    workspace.workspaceFolders = ['one', 'two'].map((name) => ({ name, uri: name }));
    settings.folders = { one: { [key]: 'maya' }, two: { [key]: 'other' } };
    const files = open(config);
    await rename(files, 'ada');
    await files.save();
    assert.deepEqual(settings.folders, { one: { [key]: 'ada' }, two: { [key]: 'other' } });
    assert.deepEqual(files.chosen, [], 'a binding that is not followed needs consent as before');
  });

  it('goes on in the window with the new name, and asks nothing about its binding', async () => {
    settings.workspace[key] = 'maya';
    const files = open(config);
    files.state = { kind: 'waiting', target: maya, failure: { code: 'needsPerson', profile: 'maya' } };
    await rename(files, 'ada');
    assert.deepEqual(files.used, []);
    await files.save();
    assert.deepEqual(files.used, [{ kind: 'profile', name: 'ada' }]);
    assert.deepEqual(files.chosen, [[undefined, 'ada', 'maya']]);
  });

  it('does nothing in a window that uses another profile', async () => {
    const files = open(config);
    files.state = {
      kind: 'waiting',
      target: { kind: 'environment' },
      failure: { code: 'forgotten', profile: '' },
    };
    await rename(files, 'ada');
    await files.save();
    assert.deepEqual(files.used, []);
  });

  it('reports settings that cannot be written', async () => {
    workspace.workspaceFile = {};
    workspace.workspaceFolders = [{ name: 'one', uri: 'one' }];
    settings.folders = { one: Object.freeze({ [key]: 'maya' }) };
    const files = open(config);
    await rename(files, 'ada');
    await files.save();
    assert.deepEqual(files.failures, ['settingsUnwritable']);
  });
});
