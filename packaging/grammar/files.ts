import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { grammar } from './grammar.ts';
import { languageConfiguration } from './languageConfiguration.ts';

/** The files in `media/language` that VS Code reads, by their names. */
export const languageFiles: Readonly<Record<string, () => string>> = {
  'aws-config.tmLanguage.json': grammar,
  'aws-config.language-configuration.json': languageConfiguration,
};

/** Relative to the root of the project. */
export const languageFolder = 'media/language';

if (import.meta.main)
  for (const [name, text] of Object.entries(languageFiles))
    writeFileSync(join(import.meta.dirname, '../..', languageFolder, name), text());
