import * as vscode from 'vscode';
import { PlainMarkdown } from '../../display/markdown.ts';
import { keys } from '../../profiles/keys.ts';
import type { Named } from '../../profiles/profiles.ts';
import { signInRow } from '../../views/tree/signInItems.ts';
import type { ViewSources } from '../../views/viewSources.ts';

/** A sign-in, and whether its token is valid. */
export async function signInMarkdown(name: string, views: ViewSources): Promise<PlainMarkdown | undefined> {
  const session = views.signIns().get(name);
  if (session === undefined) return undefined;
  const portal = 'code' in session ? undefined : await views.portal.get().catch(() => undefined);
  // The portal follows the sign-ins that it has read.
  if (portal && !('code' in session) && portal.signIns.stateOf(session) === undefined)
    await portal.refresh().catch(() => undefined);
  const row = signInRow({ kind: 'ssoSession', name }, views, portal);
  const markdown = new PlainMarkdown().bold(name).text(` · ${vscode.l10n.t('sign-in')}`);
  const state = row.description?.[0];
  if (state) markdown.lineBreak().text(state);
  const more = row.tooltip?.();
  for (const line of Array.isArray(more) ? (more as readonly (string | undefined)[]) : [])
    if (line) markdown.lineBreak().text(line);
  return markdown;
}

/** The services of a section with their endpoints. */
export function servicesMarkdown(services: Named | undefined): PlainMarkdown | undefined {
  if (!services) return undefined;
  const markdown = new PlainMarkdown().bold(services.name).paragraph();
  for (const [service, { nested }] of services.values) {
    const url = [...nested].find(([key]) => key.toLowerCase() === keys.endpointUrl)?.[1];
    if (url !== undefined) markdown.text(`${service}: ${url}`).lineBreak();
  }
  return markdown;
}
