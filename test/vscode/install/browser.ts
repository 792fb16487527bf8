import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { cached } from './cache.ts';
import { installedBrowser } from './installedBrowser.ts';

const flags = '--no-sandbox --disable-gpu --disable-quic --disable-background-networking';
const moreFlags = '--disable-component-update --disable-sync --disable-dev-shm-usage';
const args = [...flags.split(' '), ...moreFlags.split(' ')];

/** Opens a headless browser: an installed Chrome, Chromium, or Edge, or else the one in npm's `@sparticuz/chromium`. */
export async function openBrowser(): Promise<Browser> {
  const installed = installedBrowser();
  if (!installed) return launch(await npmChromium());
  // The program may be a stub that only asks to install a package.
  return launch(installed).catch(async () => launch(await npmChromium()));
}

async function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true });
}

async function npmChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      'No browser found: install Chrome, Chromium, or Edge, or set ROLECALL_BROWSER to a browser',
    );
  const { default: packaged } = await import('@sparticuz/chromium');
  const folder = await cached(`chromium-${await packageVersion()}`, async (unfinished) => {
    // The package always unpacks into the temporary folder, and accepts incomplete files that a killed run left there.
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = unfinished;
    try {
      await packaged.executablePath();
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });
  return join(folder, 'chromium');
}

async function packageVersion(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(join(entry, '..', '..', 'package.json'), 'utf8'),
  );
  return manifest.version;
}
