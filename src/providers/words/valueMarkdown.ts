import * as vscode from 'vscode';
import { PlainMarkdown } from '../../display/markdown.ts';
import type { ArnParts } from '../../language/hover/arnParts.ts';
import { regionWords } from '../../views/regionWords.ts';
import type { ViewSources } from '../../views/viewSources.ts';

type Names = Pick<ViewSources, 'accountNames' | 'production'>;

/** The parts of an ARN, with the name of the account. */
export function arnMarkdown(parts: ArnParts, names: Names): PlainMarkdown {
  const t = vscode.l10n.t;
  const { partition, service, region, account, resourceType, resource } = parts;
  const lines = [
    account !== '' && accountLine(account, names),
    region !== '' && t('Region {0}', regionWords(region)),
    t('Service {0}', service),
    partition !== 'aws' && t('Partition {0}', partition),
  ];
  const markdown = new PlainMarkdown().text(`${resourceType} `).bold(resource).paragraph();
  for (const line of lines) if (line) markdown.text(line).lineBreak();
  return markdown;
}

/** Undefined if nothing but the ID is known. */
export function accountMarkdown(id: string, names: Names): PlainMarkdown | undefined {
  const { name, email } = names.accountNames.ofId(id);
  const isProduction = names.production.ofAccount(id) !== undefined;
  if (name === undefined && !isProduction) return undefined;
  const markdown = new PlainMarkdown();
  if (isProduction) markdown.icon('flame');
  markdown.bold(name ?? id);
  if (isProduction) markdown.text(` · ${vscode.l10n.t('production')}`);
  return email === undefined ? markdown : markdown.lineBreak().text(email);
}

function accountLine(id: string, { accountNames, production }: Names): string {
  const t = vscode.l10n.t;
  const { name } = accountNames.ofId(id);
  const account = t('Account {0}', name === undefined ? id : `${name} (${id})`);
  return production.ofAccount(id) === undefined ? account : `${account} · ${t('production')}`;
}

export function regionMarkdown(code: string): PlainMarkdown | undefined {
  const words = regionWords(code);
  return words === code ? undefined : new PlainMarkdown().text(words);
}

/** A service in a `[services]` section. */
export function serviceMarkdown(id: string): PlainMarkdown {
  const t = vscode.l10n.t;
  return new PlainMarkdown()
    .bold(id)
    .paragraph()
    .text(t('The endpoint of one service, in the line below: endpoint_url = …'))
    .lineBreak()
    .text(t('Environment variables that win over it: {0}', `AWS_ENDPOINT_URL_${id.toUpperCase()}`));
}

/** A key that no tool of AWS reads. */
export function toolKeyMarkdown(key: string, tool: string): PlainMarkdown {
  return new PlainMarkdown().bold(key).paragraph().text(vscode.l10n.t('A key of {0}.', tool));
}
