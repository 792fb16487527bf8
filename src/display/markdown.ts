import * as vscode from 'vscode';
import type { CommandId } from '../base/contributions.ts';
import { displayText } from '../base/plainText.ts';

/**
 * Markdown of plain texts, for tooltips with several paragraphs. Texts contain no links and no icons: only `icon` adds
 * icons, and only `link` adds links, to commands of our own without arguments.
 */
export class PlainMarkdown {
  readonly value = new vscode.MarkdownString('', true);
  readonly #commands = new Set<CommandId>();

  text(text: string): this {
    this.value.appendText(displayText(text));
    return this;
  }

  bold(text: string): this {
    this.value.appendMarkdown('**').appendText(displayText(text)).appendMarkdown('**');
    return this;
  }

  /** `icon` is the ID of a codicon. */
  icon(icon: string): this {
    this.value.appendMarkdown(`$(${icon}) `);
    return this;
  }

  /** A link that runs a command of our own. VS Code runs no other command for this text. */
  link(text: string, command: CommandId): this {
    this.value.appendMarkdown('[').appendText(displayText(text)).appendMarkdown(`](command:${command})`);
    return this.#trust([command]);
  }

  /** A space at which a line may end. VS Code keeps those in texts together, and breaks words instead. */
  space(): this {
    this.value.appendMarkdown(' ');
    return this;
  }

  lineBreak(): this {
    this.value.appendMarkdown('  \n');
    return this;
  }

  paragraph(): this {
    this.value.appendMarkdown('\n\n');
    return this;
  }

  append(other: PlainMarkdown): this {
    this.value.appendMarkdown(other.value.value);
    return this.#trust(other.#commands);
  }

  #trust(commands: Iterable<CommandId>): this {
    for (const command of commands) this.#commands.add(command);
    if (this.#commands.size > 0) this.value.isTrusted = { enabledCommands: [...this.#commands] };
    return this;
  }
}
