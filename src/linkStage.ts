import * as vscode from 'vscode';
import { followArnCommand } from './base/contributions.ts';
import type { Event } from './base/event.ts';
import type { CommandStage } from './commandStage.ts';
import type { Delivery } from './deliveryStage.ts';
import { registerTerminalLinks } from './display/terminalLinks.ts';
import { setting } from './host/settings.ts';
import { settled, targetOf } from './session/activeState.ts';
import type { LinkedArn } from './views/terminalArns.ts';
import { loadLanguage, loadLater } from './startUp.ts';
import type { ViewFacts } from './views/viewSources.ts';
import { withSentences } from './viewStage.ts';

/** Where resources are named by their ARNs. AWS files have links of their own. */
const selector: vscode.DocumentSelector = [
  ...['json', 'jsonc', 'yaml', 'terraform', 'terraform-vars', 'opentofu', 'opentofu-vars'].map(
    (language) => ({
      language,
    }),
  ),
  { pattern: '**/*.{json,jsonc,yml,yaml,tf,tofu,tfvars}' },
];

/** Longer documents and lines of terminals have no links. UTF-16 code units. */
const maxDocument = 1_000_000;
const maxLine = 20_000;

/**
 * Makes ARNs in files and terminals links that open the AWS console. Nothing is loaded before a text has an ARN, and
 * nothing is requested before the user follows a link.
 */
export function registerArnLinks(
  facts: ViewFacts,
  { openTerminals }: Pick<Delivery['inTerminals'], 'openTerminals'>,
  { followArn }: Pick<CommandStage, 'followArn'>,
): vscode.Disposable {
  const isOn = setting('console.arnLinks');
  const mayHaveLinks = (text: string, maxLength: number): boolean =>
    isOn.value && text.length <= maxLength && text.includes('arn:aws');
  return vscode.Disposable.from(
    registerDocumentLinks(facts, isOn, (text) => mayHaveLinks(text, maxDocument)),
    registerTerminalLinks<LinkedArn>({
      find: async (line, terminal) => {
        if (!mayHaveLinks(line, maxLine)) return [];
        const [{ terminalArns }, sources] = await Promise.all([loadLater(), withSentences(facts)]);
        return terminalArns(line, openTerminals.targetOf(terminal), sources);
      },
      open: ({ arn }, terminal) => followArn(arn, openTerminals.targetOf(terminal)),
    }),
    vscode.commands.registerCommand(followArnCommand, (arn: unknown) => followArn(arn)),
  );
}

/** What links say depends on more than the document: VS Code asks for them again when they have another provider. */
function registerDocumentLinks(
  facts: ViewFacts,
  isOn: { readonly onChange: Event<unknown> },
  mayHaveLinks: (text: string) => boolean,
): vscode.Disposable {
  let links: Promise<vscode.DocumentLinkProvider> | undefined;
  const load = async (): Promise<vscode.DocumentLinkProvider> => {
    const [{ createArnLinkProvider }, sources] = await Promise.all([loadLanguage(), withSentences(facts)]);
    return createArnLinkProvider(sources);
  };
  const provider: vscode.DocumentLinkProvider = {
    provideDocumentLinks: async (document, token) =>
      mayHaveLinks(document.getText())
        ? (await (links ??= load())).provideDocumentLinks(document, token)
        : undefined,
    resolveDocumentLink: async (link, token) => (await (links ??= load())).resolveDocumentLink?.(link, token),
  };
  const register = (): vscode.Disposable => vscode.languages.registerDocumentLinkProvider(selector, provider);
  let registered = register();
  const again = (): void => {
    if (!links) return;
    registered.dispose();
    registered = register();
  };
  const { active, accountNames, production, store } = facts;
  let inUse = targetOf(settled(active.state));
  return vscode.Disposable.from(
    active.onDidChange((state) => {
      const before = inUse;
      inUse = targetOf(settled(state));
      if (before !== inUse) again();
    }),
    ...[accountNames, production, store].map(({ onDidChange }) => onDidChange(again)),
    isOn.onChange(() => {
      links ??= load();
      again();
    }),
    { dispose: () => registered.dispose() },
  );
}
