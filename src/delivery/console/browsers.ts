import type { Environment } from '../../base/environment.ts';

/** A page of the console for one target, which a browser keeps apart from the pages of others. */
export interface ConsolePage {
  readonly url: string;
  /** The name of the target. */
  readonly profile: string;
  /** The AWS account ID, if it is known. */
  readonly account: string | undefined;
  /** The color of the target's terminals, such as `terminal.ansiRed`. */
  readonly color: string;
}

/** The program to start and its arguments, without a shell. */
export type BrowserCommand = readonly [program: string, ...args: readonly string[]];

interface System {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
}

interface Browser {
  /** Its program on Linux, by all names that distributions have for it. */
  readonly linux: readonly string[];
  /** Its app on macOS. */
  readonly app: string;
  /** Its program on Windows, below one of the folders for programs. */
  readonly windows: string;
}

const firefox: Browser = {
  linux: ['firefox', 'firefox-esr', 'firefox-developer-edition'],
  app: 'Firefox',
  windows: String.raw`Mozilla Firefox\firefox.exe`,
};
const chrome: Browser = {
  linux: ['google-chrome', 'google-chrome-stable'],
  app: 'Google Chrome',
  windows: String.raw`Google\Chrome\Application\chrome.exe`,
};
const chromium: Browser = {
  linux: ['chromium', 'chromium-browser'],
  app: 'Chromium',
  windows: String.raw`Chromium\Application\chrome.exe`,
};
const edge: Browser = {
  linux: ['microsoft-edge', 'microsoft-edge-stable'],
  app: 'Microsoft Edge',
  windows: String.raw`Microsoft\Edge\Application\msedge.exe`,
};
const brave: Browser = {
  linux: ['brave-browser', 'brave'],
  app: 'Brave Browser',
  windows: String.raw`BraveSoftware\Brave-Browser\Application\brave.exe`,
};
const vivaldi: Browser = {
  linux: ['vivaldi', 'vivaldi-stable'],
  app: 'Vivaldi',
  windows: String.raw`Vivaldi\Application\vivaldi.exe`,
};

/** The values of `rolecall.console.browser` that name a browser, which keeps the targets apart. */
const readyMade: ReadonlyMap<string, readonly [Browser, (page: ConsolePage) => readonly string[]]> = new Map([
  ['firefox-containers', [firefox, inContainer('ext+container')]],
  ['firefox-granted', [firefox, inContainer('ext+granted-containers')]],
  ['chrome-profiles', [chrome, inProfile]],
  ['chromium-profiles', [chromium, inProfile]],
  ['edge-profiles', [edge, inProfile]],
  ['brave-profiles', [brave, inProfile]],
  ['vivaldi-profiles', [vivaldi, inProfile]],
]);

/**
 * The commands that open a page as the setting `rolecall.console.browser` says. The first one counts whose program
 * exists. Undefined: the default browser.
 */
export function browserCommands(
  setting: unknown,
  page: ConsolePage,
  system: System,
): readonly BrowserCommand[] | undefined {
  if (isCommand(setting)) return [filled(setting, page)];
  const found = typeof setting === 'string' ? readyMade.get(setting) : undefined;
  if (!found) return undefined;
  const [browser, argumentsFor] = found;
  return programs(browser, system).map((program) => [...program, ...argumentsFor(page)]);
}

function isCommand(setting: unknown): setting is BrowserCommand {
  return (
    Array.isArray(setting) &&
    setting.length > 0 &&
    setting.every((word) => typeof word === 'string' && word !== '')
  );
}

/** Replaces what stands for the page. A command that does not say where the address belongs gets it at its end. */
function filled([program, ...args]: BrowserCommand, page: ConsolePage): BrowserCommand {
  const values = new Map([
    ['{url}', page.url],
    ['{profile}', safeName(page.profile)],
    ['{account}', page.account ?? ''],
    ['{color}', containerColor(page.color)],
  ]);
  const all = args.some((word) => word.includes('{url}')) ? args : [...args, '{url}'];
  const fill = (word: string): string =>
    word.replaceAll(/\{(?:url|profile|account|color)\}/gu, (name) => values.get(name) ?? '');
  return [program, ...all.map(fill)];
}

/** The program of macOS that starts apps. */
const opener = '/usr/bin/open';

/** The name of the program that a command starts. On macOS, that of the app: its opener always exists. */
export function programOf([program, , opened]: BrowserCommand): string {
  const [browser] = [...readyMade.values()].find(([{ app }]) => app === opened) ?? [];
  return program === opener && browser ? browser.app : program;
}

function programs(
  { linux, app, windows }: Browser,
  { platform, environment }: System,
): readonly BrowserCommand[] {
  switch (platform) {
    case 'darwin':
      return [[opener, '-na', app, '--args']];
    case 'win32': {
      const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((name) =>
        variable(name, environment),
      );
      const installed = folders.flatMap((folder) => (folder ? [[`${folder}\\${windows}`] as const] : []));
      // Browsers from the Microsoft Store are on the path.
      return [...installed, [windows.split('\\').at(-1)!]];
    }
    default:
      return linux.map((program) => [program]);
  }
}

/** On Windows, the case of a variable's name does not count. */
function variable(name: string, environment: Environment): string | undefined {
  const found = Object.keys(environment).find((each) => each.toLowerCase() === name.toLowerCase());
  return found === undefined ? undefined : environment[found];
}

/** In a container of Firefox. Its address has the form that add-ons for containers read. */
function inContainer(scheme: string): (page: ConsolePage) => readonly string[] {
  return ({ url, profile, color }) => {
    const facts = { name: safeName(profile), url, color: containerColor(color), icon: 'fingerprint' };
    const query = Object.entries(facts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return ['--new-tab', `${scheme}:${query.join('&')}`];
  };
}

/**
 * In a profile of a browser made of Chromium, which creates it. The name begins with `AWS`, because the user's own
 * profiles have names such as `Default`.
 */
function inProfile({ url, profile }: ConsolePage): readonly string[] {
  const folder = `--profile-directory=AWS ${safeName(profile)}`;
  return [folder, '--no-first-run', '--no-default-browser-check', url];
}

/**
 * The name of a target as it can be an argument, the name of a container, and that of a folder on all systems.
 * Different targets have different names. A hyphen at the start would make it an option.
 */
function safeName(profile: string): string {
  return profile.replaceAll(
    /^-|[^\p{L}\p{N} .@_-]|[ .]$/gu,
    (sign) => `~${sign.codePointAt(0)!.toString(16)}~`,
  );
}

/** The color of a container that comes closest to the color of the target's terminals. */
function containerColor(color: string): string {
  return containerColors.get(color) ?? 'blue';
}

const containerColors: ReadonlyMap<string, string> = new Map([
  ['terminal.ansiRed', 'red'],
  ['terminal.ansiGreen', 'green'],
  ['terminal.ansiYellow', 'yellow'],
  ['terminal.ansiBlue', 'blue'],
  ['terminal.ansiMagenta', 'purple'],
  ['terminal.ansiCyan', 'turquoise'],
]);
