import assert from 'node:assert/strict';
import { shownTexts } from '../unit/display/shownTexts.ts';
import { type AwsFiles, awsFiles } from './awsFiles.ts';
import type { Check } from './check.ts';
import { textWithSecret } from './secrets.ts';

/**
 * Reads and plans everything in the files, and makes all texts about it. The error names the place of a text with a
 * secret.
 */
export const hiddenSecrets: Check<AwsFiles> = {
  name: 'shows files with anything in them, without a secret in any text',
  inputs: awsFiles,
  assert: async ({ secrets, ...given }) => {
    const texts = await shownTexts(given);
    for (const [where, shown] of Object.entries(texts))
      assert.equal(textWithSecret(shown, secrets), undefined, where);
  },
};
