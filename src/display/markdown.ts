import * as vscode from 'vscode';
import type { AlibabaCommandId, CommandId as AwsCommandId } from '../base/contributions.ts';
import { displayText } from '../base/plainText.ts';

type CommandId = AwsCommandId | AlibabaCommandId;

/** A page of AWS's documentation. */
export type AwsPage = `https://docs.aws.amazon.com/${string}`;

/**
 * Markdown of plain texts, for tooltips with several paragraphs. Texts contain no links and no icons: only `icon` adds
 * icons, only `link` adds links to commands of our own, and only `page` adds links to pages of AWS.
 */
export class PlainMarkdown {
  readonly value = new vscode.MarkdownString('', true);
  readonly #commands = new Set<CommandId>();

  text(text: string): this {
    const before = this.value.value;
    this.value.appendText(displayText(text));
    this.value.value = before + this.value.value.slice(before.length).replaceAll(keptSpace, ' ');
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

  /**
   * A link that runs a command of our own. VS Code runs no other command for this text. `row` stands for a row of ours
   * (`views/tree/ownRows.ts`) and consists of letters, digits, and hyphens.
   */
  link(text: string, command: CommandId, row?: string): this {
    const argument = row === undefined ? '' : `?${encodeURIComponent(JSON.stringify([row]))}`;
    const address = `command:${command}${argument}`;
    this.value.appendMarkdown('[').appendText(displayText(text)).appendMarkdown(`](${address})`);
    return this.#trust([command]);
  }

  /** A link to a page that is named in the sources. */
  page(text: string, page: AwsPage): this {
    this.value.appendMarkdown('[').appendText(displayText(text)).appendMarkdown(`](${page})`);
    return this;
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

/**
 * VS Code keeps all spaces of a text together, and breaks words instead. Lines may end at a single space between words,
 * unless it would make a list of a number.
 */
const keptSpace = /(?<!^|&nbsp;|^\d+[.)])&nbsp;(?!&nbsp;|$)/gu;
