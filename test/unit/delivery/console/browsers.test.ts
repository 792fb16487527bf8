import assert from 'node:assert/strict';
import { browserCommands, type ConsolePage, programOf } from '../../../../src/delivery/console/browsers.ts';

const url =
  'https://signin.aws.amazon.com/federation?Action=login&Destination=https%3A%2F%2Fx%23%2Fa&SigninToken=a+b%2F';
const page: ConsolePage = { url, profile: 'prod', account: '111111111111', color: 'terminal.ansiRed' };
const linux = { platform: 'linux', environment: {} } as const;
const mac = { platform: 'darwin', environment: {} } as const;
const windows = {
  platform: 'win32',
  environment: {
    programfiles: String.raw`C:\Program Files`,
    LOCALAPPDATA: String.raw`C:\Users\me\AppData\Local`,
  },
} as const;
const profileArguments = [
  '--profile-directory=AWS prod',
  '--no-first-run',
  '--no-default-browser-check',
  url,
];

/** The address that a container of Firefox opens. */
function addressFor(setting: string, more: Partial<ConsolePage> = {}): URL {
  const [command] = browserCommands(setting, { ...page, ...more }, linux) ?? [];
  assert.deepEqual(command?.slice(0, 2), ['firefox', '--new-tab']);
  return new URL(command?.[2] ?? '');
}

/** What stands for the name of a profile. */
function named(profile: string): string {
  return browserCommands(['b', '{profile}', '{url}'], { ...page, profile }, linux)?.[0]?.[1] ?? '';
}

describe('the browser for the console', () => {
  it('is the default one, unless the setting names another', () => {
    for (const setting of ['default', undefined, '', 'lynx', [], ['firefox', 7], [''], 7, {}])
      assert.equal(browserCommands(setting, page, linux), undefined, JSON.stringify(setting));
  });

  it('is found by all names of its program on Linux', () => {
    assert.deepEqual(browserCommands('chrome-profiles', page, linux), [
      ['google-chrome', ...profileArguments],
      ['google-chrome-stable', ...profileArguments],
    ]);
    const programs = (setting: string): readonly string[] | undefined =>
      browserCommands(setting, page, linux)?.map(([program]) => program);
    assert.deepEqual(programs('firefox-containers')?.slice(0, 2), ['firefox', 'firefox-esr']);
    assert.deepEqual(programs('edge-profiles'), ['microsoft-edge', 'microsoft-edge-stable']);
    assert.deepEqual(programs('brave-profiles'), ['brave-browser', 'brave']);
    assert.deepEqual(programs('vivaldi-profiles'), ['vivaldi', 'vivaldi-stable']);
    assert.deepEqual(programs('chromium-profiles'), ['chromium', 'chromium-browser']);
  });

  it('is an app on macOS', () => {
    assert.deepEqual(browserCommands('edge-profiles', page, mac), [
      ['/usr/bin/open', '-na', 'Microsoft Edge', '--args', ...profileArguments],
    ]);
  });

  it('has the name by which the user knows it, which never contains the address', () => {
    for (const [setting, system, name] of [
      ['edge-profiles', mac, 'Microsoft Edge'],
      ['edge-profiles', linux, 'microsoft-edge'],
      [['/usr/bin/open', '-a', '{url}'], mac, '/usr/bin/open'],
      [['Safari'], mac, 'Safari'],
    ] as const) {
      const [command] = browserCommands(setting, page, system) ?? [];
      assert.equal(command && programOf(command), name);
    }
  });

  it('is in a folder for programs on Windows, or on the path', () => {
    assert.deepEqual(browserCommands('chrome-profiles', page, windows), [
      [String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`, ...profileArguments],
      [String.raw`C:\Users\me\AppData\Local\Google\Chrome\Application\chrome.exe`, ...profileArguments],
      ['chrome.exe', ...profileArguments],
    ]);
  });

  it('opens a container of Firefox with the color of the profile’s terminals', () => {
    const { protocol, pathname, search } = addressFor('firefox-containers');
    assert.deepEqual([protocol, search], ['ext+container:', '']);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(pathname)), {
      name: 'prod',
      url,
      color: 'red',
      icon: 'fingerprint',
    });
    assert.equal(addressFor('firefox-granted').protocol, 'ext+granted-containers:');
    const colors = ['Green', 'Yellow', 'Blue', 'Magenta', 'Cyan', 'Unknown'].map((name) =>
      new URLSearchParams(addressFor('firefox-containers', { color: `terminal.ansi${name}` }).pathname).get(
        'color',
      ),
    );
    assert.deepEqual(colors, ['green', 'yellow', 'blue', 'purple', 'turquoise', 'blue']);
  });

  it('can be a command, in which the page is filled in', () => {
    const command = (...setting: readonly string[]): unknown => browserCommands(setting, page, windows);
    assert.deepEqual(command('my browser', '-P', '{profile}', '--tag={account}:{color}', '{url}', '{x}'), [
      ['my browser', '-P', 'prod', '--tag=111111111111:red', url, '{x}'],
    ]);
    assert.deepEqual(command('{url}', '--app={url}'), [['{url}', `--app=${url}`]]);
    assert.deepEqual(command('browser'), [['browser', url]]);
    assert.deepEqual(browserCommands(['b', '{account}'], { ...page, account: undefined }, linux), [
      ['b', '', url],
    ]);
    // A filled-in text is not filled in again.
    assert.deepEqual(browserCommands(['b', '{url}'], { ...page, url: '{profile}' }, linux), [
      ['b', '{profile}'],
    ]);
  });

  it('gets names that are no options, paths, or several parameters, and differ as those of profiles do', () => {
    for (const safe of ['dev', 'my_dev-2', 'Admin@111111111111', 'a b', 'größe', '開発'])
      assert.equal(named(safe), safe);
    const odd = [
      '-P',
      '../x',
      'a/b',
      'a&b',
      'a\\b',
      'a\nb',
      'a%b',
      'a"b',
      "a'b",
      'a$b',
      'x.',
      'x ',
      'a\u202Eb',
      'a~b',
      'a:b',
      '.',
    ];
    const names = odd.map(named);
    for (const [i, name] of names.entries())
      assert.match(name, /^(?!-)[\w .@~-]*[\w@~-]$/u, JSON.stringify(odd[i]));
    assert.equal(new Set(names).size, odd.length);
    for (const [one, other] of [
      ['a/b', 'a~2fb'],
      ['a/0', 'a\u02F0'],
      ['a\uE0001', 'a\u{E0001}'],
    ] as const)
      assert.notEqual(named(one), named(other), JSON.stringify(one));
  });
});
