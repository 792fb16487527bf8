import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** Markdown of plain texts, for tooltips with several paragraphs. It contains no links and no icons. */
export class PlainMarkdown {
  readonly value = new vscode.MarkdownString();

  text(text: string): this {
    this.value.appendText(displayText(text));
    return this;
  }

  bold(text: string): this {
    this.value.appendMarkdown('**').appendText(displayText(text)).appendMarkdown('**');
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

  append({ value }: PlainMarkdown): this {
    this.value.appendMarkdown(value.value);
    return this;
  }
}
