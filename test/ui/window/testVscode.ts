import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../../vscode/install/browser.ts';
import { npmVscode } from '../../vscode/install/npmVscode.ts';
import { current } from '../../vscode/install/releases.ts';
import { packagedExtension } from '../../vscode/package.ts';
import { createSandbox } from '../../vscode/sandbox.ts';
import type { Sandbox } from '../../vscode/sandbox.ts';
import { startServer } from '../../vscode/server.ts';
import type { VscodeServer } from '../../vscode/server.ts';
import type { Settings } from '../../vscode/settings.ts';
import { Workbench } from './workbench.ts';

export interface VscodeOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  /** A module that VS Code's processes load first. */
  readonly preload?: string;
  /** Whether VS Code asks for workspace trust; unless set, it trusts all folders. */
  readonly asksForTrust?: boolean;
  /** As on a machine without a keyring: VS Code accepts secrets, but forgets them when the page closes. */
  readonly inMemorySecrets?: boolean;
  /** The `.vsix` files of other extensions. */
  readonly otherExtensions?: readonly string[];
  /** Prepares the home folder before VS Code starts. */
  readonly prepareHome?: (home: string) => Promise<void>;
  /** Fills the folder that windows open before VS Code starts. */
  readonly prepareWorkspace?: (workspace: string) => Promise<void>;
}

export interface WindowOptions {
  /** The folder to open; the sandbox's workspace unless set. */
  readonly folder?: string;
  /** The browser context, which keeps the secrets; a new one unless set. */
  readonly context?: BrowserContext;
  /** Such as `ja`. It is the language of the extension's texts; the workbench stays English. */
  readonly language?: string;
}

/** A VS Code server with the packaged extension and its own home folder, and a browser that opens windows of it. */
export class TestVscode {
  readonly server: VscodeServer;
  readonly home: string;
  readonly workspace: string;
  readonly windows: Workbench[] = [];
  readonly #sandbox: Sandbox;
  readonly #browser: Browser;

  constructor(sandbox: Sandbox, server: VscodeServer, browser: Browser) {
    this.#sandbox = sandbox;
    this.#browser = browser;
    this.server = server;
    this.home = sandbox.home;
    this.workspace = sandbox.workspace;
  }

  /** Windows of one context share storage and secrets, as two tabs of one browser do. */
  async newBrowserContext(language?: string): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    // The workbench reads the language of extensions from here. Usually a language pack sets it.
    if (language)
      await context.addInitScript(
        (value) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: value }),
        language,
      );
    return context;
  }

  /** A browser context in which a page can read and write the clipboard. */
  async newContextWithClipboard(): Promise<BrowserContext> {
    const context = await this.newBrowserContext();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    return context;
  }

  async openWindow(options: WindowOptions = {}): Promise<Workbench> {
    const { folder = this.workspace, context, language } = options;
    const page = await (context ?? (await this.newBrowserContext(language))).newPage();
    page.setDefaultTimeout(15_000);
    const window = new Workbench(page);
    this.windows.push(window);
    await page.goto(this.server.address({ folder }), { timeout: 60_000 });
    await window.waitUntilReady();
    return window;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
    await this.#sandbox.remove();
  }
}

export async function openTestVscode({
  prepareHome,
  prepareWorkspace,
  otherExtensions = [],
  ...options
}: VscodeOptions = {}): Promise<TestVscode> {
  const vscode = await npmVscode(current, console.log);
  const vsixes = [await packagedExtension(), ...otherExtensions];
  const sandbox = await createSandbox();
  const { home, data, workspace } = sandbox;
  await prepareHome?.(home);
  await prepareWorkspace?.(workspace);
  const server = await startServer({ vscode, data, home, vsixes, ...options });
  return new TestVscode(sandbox, server, await openBrowser());
}
