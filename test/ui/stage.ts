import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../vscode/browser.ts';
import { npmVscode } from '../vscode/npmVscode.ts';
import { packagedExtension } from '../vscode/package.ts';
import { current } from '../vscode/releases.ts';
import { createSandbox } from '../vscode/sandbox.ts';
import type { Sandbox } from '../vscode/sandbox.ts';
import { startServer } from '../vscode/server.ts';
import type { VscodeServer } from '../vscode/server.ts';
import type { Settings } from '../vscode/settings.ts';
import { Workbench } from './workbench.ts';

export interface StageOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  /** A module that VS Code's processes load before anything else. */
  readonly preload?: string;
  /** Whether VS Code asks the person if a folder is to be trusted; all are unless set. */
  readonly asksForTrust?: boolean;
  /** As without a keyring: VS Code takes secrets as always, and forgets them with the page. */
  readonly forgetsSecrets?: boolean;
  /** Packages of other extensions. */
  readonly otherExtensions?: readonly string[];
  /** Puts things into the home folder before VS Code starts. */
  readonly prepareHome?: (home: string) => Promise<void>;
}

export interface WindowOptions {
  /** The folder to open; the stage's own unless set. */
  readonly folder?: string;
  /** A person's browser, with the secrets it keeps; a new one unless set. */
  readonly person?: BrowserContext;
  /** Such as `ja`: the extension's texts are in it, the workbench's own stay English. */
  readonly language?: string;
}

/** A VS Code with the packaged extension installed, a home folder of its own, and a browser to look at it. */
export class Stage {
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

  /** Two windows of one person share a browser context, as two tabs do. */
  async newPerson(language?: string): Promise<BrowserContext> {
    const person = await this.#browser.newContext({ viewport: { width: 1280, height: 800 } });
    // What the workbench reads to choose the language of extensions; a language pack would set it.
    if (language)
      await person.addInitScript(
        (value) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: value }),
        language,
      );
    return person;
  }

  async openWindow(options: WindowOptions = {}): Promise<Workbench> {
    const { folder = this.workspace, person, language } = options;
    const page = await (person ?? (await this.newPerson(language))).newPage();
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

export async function openStage({
  prepareHome,
  otherExtensions = [],
  ...options
}: StageOptions = {}): Promise<Stage> {
  const vscode = await npmVscode(current, console.log);
  const vsixes = [await packagedExtension(), ...otherExtensions];
  const sandbox = await createSandbox();
  const { home, data } = sandbox;
  await prepareHome?.(home);
  const server = await startServer({ vscode, data, home, vsixes, ...options });
  return new Stage(sandbox, server, await openBrowser());
}
