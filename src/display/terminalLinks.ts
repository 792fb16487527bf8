import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** A part of a line in a terminal that leads somewhere. In UTF-16 code units. */
export interface LinkedPart {
  readonly start: number;
  readonly end: number;
  readonly tooltip: string;
}

interface TerminalLinks<T extends LinkedPart> {
  /** Called when the pointer is over a line. */
  find(line: string, terminal: vscode.Terminal): readonly T[] | Promise<readonly T[]>;
  open(part: T, terminal: vscode.Terminal): unknown;
}

export function registerTerminalLinks<T extends LinkedPart>(links: TerminalLinks<T>): vscode.Disposable {
  const following = new WeakMap<vscode.TerminalLink, () => unknown>();
  return vscode.window.registerTerminalLinkProvider({
    provideTerminalLinks: async ({ line, terminal }) =>
      (await links.find(line, terminal)).map((part) => {
        const { start, end, tooltip } = part;
        const link = new vscode.TerminalLink(start, end - start, displayText(tooltip));
        following.set(link, () => links.open(part, terminal));
        return link;
      }),
    handleTerminalLink: async (link) => void (await following.get(link)?.()),
  });
}
