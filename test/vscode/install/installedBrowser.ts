import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The path of an installed Chrome, Chromium, or Edge. `ROLECALL_BROWSER` overrides it. */
export function installedBrowser(): string | undefined {
  const chosen = process.env['ROLECALL_BROWSER'];
  return [...(chosen ? [chosen] : []), ...usualPaths()].find((path) => existsSync(path));
}

function usualPaths(): readonly string[] {
  if (process.platform === 'win32') return combine(windowsFolders(), windowsPrograms);
  if (process.platform === 'darwin') return combine(macFolders(), macPrograms);
  return combine((process.env['PATH'] ?? '').split(delimiter).filter(Boolean), linuxPrograms);
}

const windowsPrograms = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
const macPrograms = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `${name}.app/Contents/MacOS/${name}`,
);
const linuxPrograms = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
];

function windowsFolders(): readonly string[] {
  const names = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
  return names.map((name) => process.env[name] ?? '').filter(Boolean);
}

function macFolders(): readonly string[] {
  return ['/Applications', join(homedir(), 'Applications')];
}

function combine(folders: readonly string[], programs: readonly string[]): readonly string[] {
  return programs.flatMap((program) => folders.map((folder) => join(folder, program)));
}
