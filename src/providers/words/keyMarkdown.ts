import * as vscode from 'vscode';
import { PlainMarkdown } from '../../display/markdown.ts';
import { s3Block } from '../../language/completion/keyCompletions.ts';
import { configKey } from '../../profiles/keys.ts';
import type { KeyFacts, Tool } from '../../profiles/keys/keyFacts.ts';
import { keyFacts, s3Facts } from '../../profiles/keys/knownKeys.ts';
import { keyWords, s3Words } from './keyWords.ts';

/** What a key is for, its values, and who reads it. `parent` is the key whose block it is in. */
export function keyMarkdown(key: string, parent?: string): PlainMarkdown {
  const isOfS3 = parent === s3Block;
  const words = isOfS3 ? s3Words(key) : keyWords(key);
  const facts = isOfS3 ? s3Facts(key) : keyFacts(key);
  const markdown = new PlainMarkdown().bold(key);
  if (words) markdown.paragraph().text(words.sentence);
  markdown.paragraph();
  for (const line of factLines(key, isOfS3, facts)) markdown.text(line).lineBreak();
  if (words?.page) markdown.paragraph().page(vscode.l10n.t('AWS documentation'), words.page);
  return markdown;
}

function factLines(key: string, isOfS3: boolean, facts: KeyFacts | undefined): readonly string[] {
  const t = vscode.l10n.t;
  const row = isOfS3 ? undefined : configKey(key);
  const variables = row?.variables?.join(', ');
  const tools = facts?.readBy.map(toolName).join(', ');
  const lines = [
    formLine(facts),
    row?.example !== undefined && !facts?.values && t('Example: {0}', row.example),
    facts?.default !== undefined && t('Default: {0}', facts.default),
    variables && t('Environment variables that win over it: {0}', variables),
    tools && t('Read by: {0}', tools),
    facts?.since !== undefined && t('In the AWS CLI since version {0}', facts.since),
    row?.accessKey === 'secret' && t('Secret: keep it in the credentials file.'),
  ];
  return lines.filter((line) => typeof line === 'string' && line !== '') as readonly string[];
}

/** What a value looks like, if that can be said in a few words. */
function formLine(facts: KeyFacts | undefined): string | undefined {
  const t = vscode.l10n.t;
  if (facts?.values) return t('Values: {0}', facts.values.join(', '));
  const [least, most] = facts?.range ?? [];
  if (least !== undefined)
    return most === undefined ? t('A number from {0}', least) : t('A number from {0} to {1}', least, most);
  switch (facts?.form) {
    case 'integer':
      return t('A number');
    case 'list':
      return t('A list with commas');
    case 'size':
      return t('A size, such as {0}', '8MB');
    case 'rate':
      return t('A rate, such as {0}', '50MB/s');
    default:
      return undefined;
  }
}

/** Names of products, which are not translated. */
function toolName(tool: Tool): string {
  return toolNames[tool] ?? tool;
}

const toolNames: Partial<Readonly<Record<string, string>>> = {
  boto3: 'boto3',
  cli: 'AWS CLI',
  javascript: 'SDK for JavaScript',
  go: 'SDK for Go',
  rust: 'SDK for Rust',
  toolkit: 'AWS Toolkit',
};
