import * as vscode from 'vscode';
import type { Button } from '../notifications.ts';

/** A secret that was copied. */
export interface CopiedSecret {
  /** When the clipboard will be cleared, as a sentence for the user. */
  readonly sentence: string;
  /** Clears the clipboard now. */
  readonly clear: Button;
}

interface ClipboardDependencies {
  /** The time after which the clipboard is cleared; 0 means never. */
  readonly clearSeconds: { readonly value: number };
  /** Called when the clipboard no longer contains the secret. */
  readonly onDidEnd: () => void;
}

/** The longest time that a timer can wait, in seconds, is more than three weeks. This is a day. */
const maxSeconds = 86_400;

/**
 * Copies secrets, and clears the clipboard after a time if it still contains them. In a browser, reading the clipboard
 * may ask the user for permission, so that happens only when the user presses the button.
 */
export class SecretClipboard {
  readonly #dependencies: ClipboardDependencies;
  #copied: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(dependencies: ClipboardDependencies) {
    this.#dependencies = dependencies;
  }

  async copy(secret: string): Promise<CopiedSecret> {
    await vscode.env.clipboard.writeText(secret);
    this.#copied = secret;
    clearTimeout(this.#timer);
    const seconds = secondsOf(this.#dependencies.clearSeconds.value);
    if (seconds > 0 && mayRead()) {
      this.#timer = setTimeout(() => void this.#clear(secret), seconds * 1000);
      this.#timer.unref();
    }
    const clear = { title: vscode.l10n.t('Clear Clipboard'), follow: () => this.#clear(secret) };
    return { sentence: sentenceFor(seconds), clear };
  }

  /** Clears what was copied last, if it is still there. Does not reject. */
  async clear(): Promise<void> {
    if (this.#copied !== undefined) await this.#clear(this.#copied);
  }

  /** Clears what was copied before the window closes. Does not reject. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const { value } = this.#dependencies.clearSeconds;
    if (secondsOf(value) > 0 && mayRead()) await this.clear();
  }

  /** Keeps what was copied since. */
  async #clear(secret: string): Promise<void> {
    try {
      if ((await vscode.env.clipboard.readText()) === secret) await vscode.env.clipboard.writeText('');
    } catch {
      // The user or the system does not let VS Code read the clipboard.
      return;
    }
    if (this.#copied !== secret) return;
    this.#copied = undefined;
    clearTimeout(this.#timer);
    this.#dependencies.onDidEnd();
  }
}

/** A settings file may contain anything. */
function secondsOf(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, maxSeconds) : 0;
}

function mayRead(): boolean {
  return vscode.env.uiKind === vscode.UIKind.Desktop;
}

function sentenceFor(seconds: number): string {
  const t = vscode.l10n.t;
  if (seconds === 0) return t('The clipboard is not cleared automatically.');
  if (!mayRead()) return t('In a browser, the clipboard is not cleared automatically.');
  return seconds === 1
    ? t('The clipboard is cleared in one second unless you copy something else.')
    : t('The clipboard is cleared in {0} seconds unless you copy something else.', seconds);
}
