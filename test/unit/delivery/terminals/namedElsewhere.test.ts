import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually } from '../../../eventually.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { NamedElsewhere } = await import('../../../../src/delivery/terminals/namedElsewhere.ts');
const readers = await import('../../../../src/delivery/terminals/readNamingFiles.ts');
const { OverruledChoices } = await import('../../../../src/delivery/terminals/overruledChoices.ts');

const platform = { win32: 'windows', darwin: 'osx' }[process.platform as string] ?? 'linux';
const withKeys = new Map([
  ['AWS_ACCESS_KEY_ID', 'ASIA1'],
  ['AWS_REGION', 'eu-west-1'],
]);
const withName = new Map([['AWS_PROFILE', 'ci']]);
const task = (env: object) => ({ version: '2.0.0', tasks: [{ label: 'a', options: { env } }] });

describe('what names an identity elsewhere', () => {
  let folder: string;
  let opened: InstanceType<typeof NamedElsewhere>[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-named-'));
    opened = [];
    const uri = { scheme: 'file', fsPath: join(folder, 'workspace'), path: '/workspace' };
    fakeVscode.workspace.workspaceFolders = [{ uri, name: 'workspace', index: 0 }];
    fakeVscode.takeShownTexts();
  });
  afterEach(async () => {
    for (const each of opened) each.dispose();
    fakeVscode.workspace.workspaceFolders = [];
    Object.assign(fakeVscode.settings, { user: {}, workspace: {} });
    delete process.env['KUBECONFIG'];
    delete process.env['ROLECALL_TEST_PROFILE'];
    await rm(folder, { recursive: true, force: true });
  });

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }

  /** Opens a window after `files` were found there, or in the home folder. */
  async function open(files: number): Promise<InstanceType<typeof NamedElsewhere>> {
    const named = new NamedElsewhere(() => Promise.resolve(readers), join(folder, 'home'));
    opened.push(named);
    void named.value;
    await eventually(() => assert.equal(named.files.length + named.profilesOfKubectl.length, files));
    return named;
  }

  it('has the variables of Alibaba Cloud, and none that belong to no cloud', async () => {
    const env = {
      ALICLOUD_ASSUME_ROLE_ARN: 'x',
      ALIBABA_CLOUD_PROFILE: 'y',
      SECURITY_TOKEN: 'z',
      OTHER: 'o',
    };
    Object.assign(fakeVscode.settings, {
      user: { [`terminal.integrated.env.${platform}`]: env },
      workspace: { tasks: task({ OSS_SESSION_TOKEN: 't' }) },
    });
    const named = await open(0);
    assert.deepEqual(Object.keys(named.value).toSorted(), [
      'ALIBABA_CLOUD_PROFILE',
      'ALICLOUD_ASSUME_ROLE_ARN',
      'OSS_SESSION_TOKEN',
      'SECURITY_TOKEN',
    ]);
  });

  for (const [where, level, name, value] of [
    ['the user’s own tasks', 'user', 'tasks', task({ AWS_PROFILE: 'x' })],
    ['the tasks of the workspace', 'workspace', 'tasks', task({ AWS_PROFILE: 'x' })],
    ['a setting', 'user', `terminal.integrated.env.${platform}`, { AWS_PROFILE: 'x' }],
    [
      'the profile for tasks',
      'user',
      `terminal.integrated.automationProfile.${platform}`,
      { path: 'bash', env: { AWS_PROFILE: 'x' } },
    ],
    [
      'a profile of terminals',
      'workspace',
      `terminal.integrated.profiles.${platform}`,
      { bash: { path: 'bash', env: { AWS_PROFILE: 'x' } } },
    ],
  ] as const)
    it(`is found in ${where}`, async () => {
      fakeVscode.settings.workspace['tasks'] = { tasks: [] };
      fakeVscode.settings[level][name] = value;
      assert.deepEqual((await open(0)).value, { AWS_PROFILE: 'x' });
    });

  it('is blank if VS Code’s environment has no value', async () => {
    const tasks = task({ AWS_PROFILE: '${env:ROLECALL_TEST_PROFILE}' });
    fakeVscode.settings.workspace['tasks'] = tasks;
    assert.deepEqual((await open(0)).value, { AWS_PROFILE: '' });
    process.env['ROLECALL_TEST_PROFILE'] = 'x';
    assert.deepEqual((await open(0)).value, { AWS_PROFILE: 'x' });
  });

  for (const [path, text] of [
    ['home/.bashrc', 'export AWS_PROFILE=x\n'],
    ['home/.config/fish/fish_variables', '# VERSION: 3.0\nSETUVAR --export AWS_PROFILE:x\n'],
    ['home/.config/nushell/env.nu', '$env.AWS_PROFILE = "x"\n'],
    ['home/.xonshrc', "$AWS_PROFILE = 'x'\n"],
    ['home/.config/powershell/Microsoft.PowerShell_profile.ps1', '$Env:AWS_PROFILE = "x"\n'],
    ['home/.login', 'setenv AWS_PROFILE x\n'],
    ['workspace/.env', 'AWS_PROFILE=x\nAWS_ACCOUNT_ID=1\n'],
    ['workspace/.envrc', 'export AWS_PROFILE=x\n'],
    ['workspace/mise.toml', '[env]\nAWS_PROFILE = "x"\n'],
  ] as const) {
    it(`is found in ${path}`, async () => {
      await write(path, text);
      assert.deepEqual((await open(1)).value, { AWS_PROFILE: 'x' });
    });

    it(`is explained to the user if it is not the profile in use: ${path}`, async () => {
      await write(path, text);
      const name = path.replace('home/', '~/').replace('workspace/', '');
      for (const variables of [withKeys, withName])
        assert.deepEqual(await toldOf(1, variables, 'ci'), [
          `The file ${name} sets AWS_PROFILE. Some programs may use these values instead of those of AWS profile ci.`,
        ]);
      assert.deepEqual(await toldOf(1, withKeys, 'x'), [], 'the same profile');
      assert.deepEqual(await toldOf(1, new Map([['AWS_CONFIG_FILE', '/mirror']]), 'ci'), [], 'live');
    });
  }

  it('is explained for each profile that a kubeconfig names, in all files of KUBECONFIG', async () => {
    await write('a', '- name: AWS_PROFILE\n  value: prod\n');
    await write('b', '- name: AWS_PROFILE\n  value: stage\n');
    process.env['KUBECONFIG'] = [join(folder, 'a'), '', join(folder, 'b')].join(
      process.platform === 'win32' ? ';' : ':',
    );
    const sentence =
      'Your kubeconfig names AWS profiles for clusters (prod, stage), but in terminals, kubectl uses the profile in use.';
    assert.deepEqual(await toldOf(2, withKeys, 'ci'), [sentence]);
    // The CLI prefers this name to `AWS_PROFILE`.
    assert.deepEqual(await toldOf(2, new Map([['AWS_DEFAULT_PROFILE', 'ci']]), 'ci'), [sentence]);
    assert.deepEqual(await toldOf(2, new Map([...withName, ['AWS_ACCESS_KEY_ID', '']]), 'ci'), []);
  });

  it('is explained if a setting names it for tasks', async () => {
    const name = `terminal.integrated.automationProfile.${platform}`;
    fakeVscode.settings.user[name] = { path: 'bash', env: { AWS_PROFILE: 'x' } };
    assert.deepEqual(await toldOf(0, withKeys, 'ci'), [
      `The setting ${name} sets AWS_PROFILE, but the values of AWS profile ci take precedence.`,
    ]);
  });

  it('is not explained if a task passes on what VS Code has, or nothing', async () => {
    const overruled = await choices(0);
    overruled.follow(new Map([[undefined, { variables: withKeys, profile: 'ci' }]]));
    const env = { AWS_PROFILE: '${env:ROLECALL_TEST_PROFILE}' };
    overruled.check({ kind: 'task', name: 'a', env, folder: undefined });
    await shown();
    assert.deepEqual(sentences(), []);
    process.env['ROLECALL_TEST_PROFILE'] = 'x';
    overruled.check({ kind: 'task', name: 'a', env, folder: undefined });
    await shown();
    assert.equal(sentences().length, 1);
  });

  const memory = { get: <T>(_: string, value?: T) => value as T, update: () => Promise.resolve() };

  async function choices(files: number) {
    return new OverruledChoices({
      named: await open(files),
      mode: { value: 'environment' },
      memory,
      loadWarning: () => import('../../../../src/delivery/terminals/overruledWarning.ts'),
    });
  }

  /** What the user is told when a window with these variables opens. */
  async function toldOf(
    files: number,
    variables: ReadonlyMap<string, string>,
    profile: string,
  ): Promise<readonly string[]> {
    const overruled = await choices(files);
    overruled.follow(new Map([[undefined, { variables, profile }]]));
    await shown();
    return sentences();
  }
});

/** Until messages are loaded and shown. */
async function shown(): Promise<void> {
  await import('../../../../src/delivery/terminals/overruledWarning.ts');
  await new Promise((resolve) => setImmediate(resolve));
}

/** Without what follows about the mode `live`. A long message is also in a dialog. */
function sentences(): readonly string[] {
  const told = fakeVscode
    .takeShownTexts()
    .filter((text) => /^(?:The|Your|Task|Terminal) .* (?:sets|names) /u.test(text))
    .map((text) => text.replace(/ In the terminal mode “live”.*$/u, ''));
  return [...new Set(told)];
}
