import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Oniguruma from 'vscode-oniguruma';
import type * as TextMate from 'vscode-textmate';
import { grammar as currentGrammar } from '../../../../packaging/grammar/grammar.ts';

const require = createRequire(import.meta.url);
const { createOnigScanner, createOnigString, loadWASM } = require('vscode-oniguruma') as typeof Oniguruma;
const { INITIAL, parseRawGrammar, Registry } = require('vscode-textmate') as typeof TextMate;

/** A part of a line and its scopes, without those of the language and of the line. */
export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

/** A grammar as VS Code reads it. */
export async function loadGrammar(text = currentGrammar()): Promise<TextMate.IGrammar> {
  await loadWASM({ data: readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')) });
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: () => Promise.resolve(parseRawGrammar(text, 'grammar.json')),
  });
  return (await registry.loadGrammar(JSON.parse(text).scopeName))!;
}

/** The lines of a text, as VS Code divides it. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/u);
}

/** The tokens of each line. */
export function tokenize(grammar: TextMate.IGrammar, text: string): readonly (readonly Token[])[] {
  let state: TextMate.StateStack = INITIAL;
  return linesOf(text).map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1).map((scope) => scope.replace(/\.aws-config$/u, '')),
    }));
  });
}
