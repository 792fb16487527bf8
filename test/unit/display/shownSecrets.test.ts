import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { keysWhere } from '../../../src/profiles/keys.ts';
import { goodLines, type Misplaced, misplacedPlainSecrets, misplacedSecrets } from './misplacedSecrets.ts';
import { shownTexts } from './shownTexts.ts';

/** The secret, and what would help to guess it. */
function partsOf(secret: string): readonly string[] {
  return [secret, secret.slice(0, 24), secret.slice(-24)];
}

/** Asserts for files with misplaced secrets that nothing shows them, for as long as a test may take. */
async function assertHidden(files: fc.Arbitrary<Misplaced>, parts: (secret: string) => readonly string[]) {
  await fc.assert(
    fc.asyncProperty(files, async (misplaced) => {
      const texts = await shownTexts(misplaced);
      assert.ok(texts.vscode.length > 100);
      for (const part of parts(misplaced.secret))
        for (const [where, shown] of Object.entries(texts))
          assert.equal(
            shown.find((text) => text.includes(part)),
            undefined,
            where,
          );
    }),
    { seed, numRuns: 100_000, interruptAfterTimeLimit: milliseconds },
  );
}

/** Other seeds and more time find more. */
const seed = Number(process.env['ROLECALL_SEED'] ?? 20_261_127);
const milliseconds = Number(process.env['ROLECALL_FUZZ_MS'] ?? 4000);

describe('a secret in the wrong place', function () {
  this.timeout(600_000);

  it('is shown nowhere', () => assertHidden(misplacedSecrets, partsOf));

  it('is shown nowhere if only its name tells that it is one', () =>
    assertHidden(misplacedPlainSecrets, (secret) => [secret]));

  it('is in no message if it does not have the form of its key, even if it looks harmless', async () => {
    const words = 'correct horse battery';
    const names = keysWhere(({ example }) => example).filter((key) => key !== 'external_id');
    for (const name of names) {
      const keys = goodLines('x').config.filter((line) => !line.startsWith(`${name} =`));
      const config = keys.map((line) =>
        line.replace(/^\[profile .*/u, (header) => `${header}\n${name} = ${words}`),
      );
      const texts = await shownTexts({ config: config.join('\n'), credentials: '', environment: {} });
      assert.ok(
        texts.targets.some((text) => text.includes(name)),
        name,
      );
      for (const shown of [texts.targets, texts.vscode, texts.log])
        assert.equal(
          shown.find((text) => text.includes(words)),
          undefined,
          name,
        );
    }
  });
});
