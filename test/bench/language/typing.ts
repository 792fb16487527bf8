// Runs in a process that `language.ts` starts: what an editor asks after each letter, of Rolecall for a config file,
// and of VS Code's JSON language service for a JSON file of the same size.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as Json from 'vscode-json-languageservice';
import { parseConfig } from '../../../src/config/parse.ts';
import { type AwsText, awsText } from '../../../src/language/awsText.ts';
import { completionsAt } from '../../../src/language/completion/completions.ts';
import { hoverTopicAt } from '../../../src/language/hover/hoverTopic.ts';
import { Linter } from '../../../src/language/lint/lint.ts';
import { createCompany } from '../company.ts';
import { takeTurns } from '../samples.ts';

const { getLanguageService, TextDocument } = createRequire(import.meta.url)(
  'vscode-json-languageservice',
) as typeof Json;
const [count = '500', rounds = '30'] = process.argv.slice(2);
const { config, credentials: credentialsText } = createCompany(Number(count));
const credentials = parseConfig(credentialsText);
const facts = { now: 0, disabled: new Set<string>() };
const linter = new Linter();

/** The editor's text after another letter in the middle of the file. */
const middle = config.indexOf('\n', config.length / 2) + 1;
let letters = 0;
function typed(text: string, at: number): string {
  letters += 1;
  return `${text.slice(0, at)}# ${letters}\n${text.slice(at)}`;
}

function read(): AwsText {
  return awsText('config', parseConfig(typed(config, middle)), credentials);
}

const service = getLanguageService({});
const json = toJson();
const jsonMiddle = json.indexOf('\n', json.length / 2) + 1;
function readJson() {
  const document = TextDocument.create(
    'file:///a.json',
    'json',
    letters,
    typed(json, jsonMiddle).replace(/# \d+$/mu, ''),
  );
  return { document, parsed: service.parseJSONDocument(document) };
}

/** The same profiles with the same keys, as objects. */
function toJson(): string {
  const sections = [...read().profiles.profiles].map(([name, { values }]) => [
    name,
    Object.fromEntries([...values].map(([key, { text }]) => [key, text])),
  ]);
  return JSON.stringify(Object.fromEntries(sections), undefined, 2);
}

const known = { signIns: [] };
const now = read();
const source = now.document.text.indexOf('source_profile = ', middle) + 'source_profile = '.length;
const inHeader = now.document.text.indexOf('[profile ', middle) + '[profile '.length + 1;
const nowJson = readJson();
const place = { line: nowJson.document.positionAt(jsonMiddle).line + 1, character: 8 };
assert.ok(completionsAt(now, source, known).length > Number(count) / 2);
assert.equal(hoverTopicAt(now, inHeader)?.kind, 'profile');

const samples = await takeTurns(
  {
    problems: () => linter.lint(read(), facts),
    jsonProblems: async () => {
      const { document, parsed } = readJson();
      await service.doValidation(document, parsed);
    },
    completion: () => completionsAt(now, source, known),
    jsonCompletion: () => service.doComplete(nowJson.document, place, nowJson.parsed),
    hover: () => hoverTopicAt(now, inHeader),
    jsonHover: () => service.doHover(nowJson.document, place, nowJson.parsed),
  },
  Number(rounds),
  5,
);
console.log(JSON.stringify(samples));
