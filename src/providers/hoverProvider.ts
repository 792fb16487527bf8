import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';
import { createHover } from '../display/editorTexts.ts';
import { PlainMarkdown } from '../display/markdown.ts';
import type { AwsText } from '../language/awsText.ts';
import { type HoverTopic, hoverTopicAt } from '../language/hover/hoverTopic.ts';
import { isPlan } from '../plan/plan.ts';
import { isSameTarget, type Target } from '../profiles/profiles.ts';
import { duration, timeLeft } from '../views/timeLeft.ts';
import { targetTooltip } from '../views/tree/targetItems.ts';
import type { AssistContext } from './assistContext.ts';
import { keyMarkdown } from './words/keyMarkdown.ts';
import {
  accountMarkdown,
  arnMarkdown,
  regionMarkdown,
  serviceMarkdown,
  toolKeyMarkdown,
} from './words/valueMarkdown.ts';
import { servicesMarkdown, signInMarkdown } from './words/sectionMarkdown.ts';

/** Says what is at the pointer. Never shows a secret. */
export function registerHoverProvider(context: AssistContext): vscode.Disposable {
  return vscode.languages.registerHoverProvider(context.selector, {
    provideHover: async (document, position) => {
      const text = context.textOf(document);
      const topic = text && hoverTopicAt(text, document.offsetAt(position));
      const markdown = topic && (await markdownOf(topic, text, document.isDirty, context));
      if (!markdown) return undefined;
      const { start, end } = topic.span;
      return createHover(markdown, new vscode.Range(document.positionAt(start), document.positionAt(end)));
    },
  });
}

async function markdownOf(
  topic: HoverTopic,
  text: AwsText,
  isDirty: boolean,
  context: AssistContext,
): Promise<PlainMarkdown | undefined> {
  const { views } = context;
  switch (topic.kind) {
    case 'profile':
      return text.profiles.profiles.has(topic.name)
        ? profileMarkdown(topic.name, isDirty, context)
        : undefined;
    case 'sso-session':
      return signInMarkdown(topic.name, views);
    case 'services':
      return servicesMarkdown(text.profiles.services.get(topic.name));
    case 'key':
      return keyMarkdown(topic.key, topic.parent);
    case 'service':
      return serviceMarkdown(topic.id);
    case 'toolKey':
      return toolKeyMarkdown(topic.key, topic.tool);
    case 'arn':
      return arnMarkdown(topic.parts, views);
    case 'account':
      return accountMarkdown(topic.id, views);
    case 'region':
      return regionMarkdown(topic.region);
  }
}

/** What the profile does when it is used, the state of its session, and commands for it. */
export async function profileMarkdown(
  name: string,
  isDirty: boolean,
  context: AssistContext,
): Promise<PlainMarkdown> {
  const t = vscode.l10n.t;
  const { views, ownRows } = context;
  const target: Target = { kind: 'profile', name };
  if (!views.store.state.profiles.profiles.has(name))
    return new PlainMarkdown().bold(name).paragraph().text(t('Save the file to see what the profile does.'));
  const markdown = targetTooltip(views.planOf(target), views).paragraph();
  const state = await sessionWords(target, context);
  if (state !== undefined) markdown.text(state).paragraph();
  if (isDirty) markdown.text(t('Changes count after the file is saved.')).paragraph();
  const row = ownRows.addLink(target);
  return markdown
    .link(t('Use'), commandIds.useProfile, row)
    .text(' · ')
    .link(t('New Terminal'), commandIds.newTerminal, row)
    .text(' · ')
    .link(t('Open Console'), commandIds.openConsole, row)
    .text(' · ')
    .link(t('Explain'), commandIds.explainProfile, row);
}

/** Whether the window uses the profile, and how long its session is valid. */
async function sessionWords(target: Target, { views }: AssistContext): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const { active, now } = views;
  const { state } = active;
  if (state.kind === 'ready' && isSameTarget(state.target, target)) {
    const left = timeLeft(state, now());
    return left === undefined ? t('In use in this window.') : t('In use in this window. {0} left.', left);
  }
  const plan = views.planOf(target);
  if (!isPlan(plan)) return undefined;
  const progress = await views.progressOf(plan).catch(() => undefined);
  const expiration = progress?.done === plan.steps.length ? progress.credentials.expiration : undefined;
  if (expiration === undefined) return undefined;
  return t('Its session is valid for another {0}.', duration(Math.max(0, expiration - now())));
}
