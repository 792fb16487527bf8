import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './typescriptTokens.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

describe('docs/api.md', () => {
  it('contains the current types for other extensions to copy', () => {
    const fences = [...read('docs/api.md').matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, text]) => text);
    assert.equal(fences.at(-1), read('src/api.ts'));
  });

  it('documents every error code in the types', () => {
    const codes = [...read('src/api.ts').matchAll(/^ {3}\* - `(\w+)`/gmu)].map(([, code]) => code);
    assert.ok(codes.length >= 4);
    for (const code of codes) assert.match(read('docs/api.md'), new RegExp(`^\\| \`${code}\``, 'mu'));
  });
});
