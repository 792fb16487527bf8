import * as vscode from 'vscode';
import { valueComplaint } from '../../config/writable.ts';
import { isPlan } from '../../plan/plan.ts';
import { looksLikeRegion, regions } from '../../plan/endpoints/regions.ts';
import { acceptsValue, keys } from '../../profiles/keys.ts';
import { nameComplaint as complaintOf } from '../../profiles/profileNames.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { summarize, whereabouts } from '../../views/planWords.ts';
import { regionDescription } from '../../views/regionWords.ts';
import type { ViewSources } from '../../views/viewSources.ts';
import type { ChoiceItem, ChoiceQuestion, Complaint, TextQuestion } from '../questions.ts';
import { noRegion } from './changeFromAnswers.ts';
import { nearRegion } from './nearRegion.ts';

/** Questions about a profile that several commands share. */

export function askName(profiles: ProfileSet, value?: string): TextQuestion {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'name',
    prompt: t('Profile name'),
    placeholder: 'dev',
    ...(value === undefined ? {} : { value }),
    validate: (text) => nameComplaint(text) ?? (profiles.profiles.has(text) ? taken(text) : undefined),
  };
}

export function taken(name: string): string {
  return vscode.l10n.t('A profile named “{0}” already exists.', name);
}

/** What is wrong with a name for a profile or a sign-in. */
export function nameComplaint(name: string): string | undefined {
  const t = vscode.l10n.t;
  switch (complaintOf(name)) {
    case undefined:
      return undefined;
    case 'reserved':
      return t('This name has a special meaning to AWS tools. Choose another name.');
    case 'option':
      return t('The name cannot start with “-”: the AWS CLI would read it as an option.');
    default:
      return t('Use only letters, digits, and any of {0}, which all AWS tools can read.', '_ - @ + . % : /');
  }
}

/** The suggested region comes first. */
export function askRegion(suggested: string): ChoiceQuestion {
  const t = vscode.l10n.t;
  const first = regions.filter(([code]) => code === suggested);
  const others = regions.filter(([code]) => code !== suggested);
  const items = [
    ...first.map(regionItem),
    { label: t('No region'), answer: noRegion },
    ...others.map(regionItem),
  ];
  return {
    kind: 'choice',
    name: 'region',
    prompt: t('Region'),
    placeholder: t('Choose or type a region'),
    value: suggested,
    items,
    other(text) {
      if (looksLikeRegion(text)) return { label: text };
      return items.some(finds(text)) ? undefined : { complaint: t('This is not a valid region.') };
    },
  };
}

function regionItem([label]: readonly [string, string]): ChoiceItem {
  return { label, description: regionDescription(label) };
}

/** Whether VS Code still shows an item when this text is typed. */
function finds(text: string): (item: ChoiceItem) => boolean {
  const typed = text.toLowerCase();
  return ({ label, description = [] }) =>
    [label, description]
      .flat()
      .some((shown) => typeof shown === 'string' && shown.toLowerCase().includes(typed));
}

/** The item or complaint for a new name that the user types in a choice. */
export function newName(text: string): ChoiceItem | Complaint {
  const complaint = nameComplaint(text);
  return complaint === undefined ? { label: text, description: vscode.l10n.t('new name') } : { complaint };
}

export interface ValueQuestion {
  readonly name: string;
  readonly key: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly value?: string;
  readonly isOptional?: boolean;
  readonly secret?: boolean;
  readonly mend?: TextQuestion['mend'];
  readonly check?: TextQuestion['check'];
  /** The complaint about a value that AWS would reject, if an example is not enough. */
  readonly allowed?: string;
  /** The complaint about a value that is otherwise valid. */
  readonly validate?: (text: string) => string | undefined;
}

/**
 * A question for the value of a key. While the user types, it reports values that AWS would reject or that cannot be
 * stored.
 */
export function askValue({ key, isOptional, allowed, validate, ...question }: ValueQuestion): TextQuestion {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    ...question,
    prompt: isOptional ? t('{0} (optional)', question.prompt) : question.prompt,
    validate(text) {
      if (text === '') return isOptional ? undefined : t('This value is required.');
      if (valueComplaint(text) !== undefined)
        return t('This value cannot be stored in an AWS file: some AWS tools would read it differently.');
      if (!acceptsValue(key, text)) return allowed ?? exampleHint(question.placeholder);
      return validate?.(text);
    },
  };
}

/** The complaint about a value that does not look like the example. */
export function exampleHint(example: string): string {
  return vscode.l10n.t('Enter a value like {0}.', example);
}

/** All profiles, with a summary or the reason why they do not work. */
export function profileItems({ profiles }: ProfileSet, { planOf, describeReason }: PlanWords): ChoiceItem[] {
  return [...profiles.keys()].map((name) => {
    const planned = planOf({ kind: 'profile', name });
    const facts = isPlan(planned)
      ? [summarize(planned), whereabouts(planned)].filter(Boolean).join(' · ')
      : describeReason(planned.failure);
    return { label: name, answer: name, description: facts };
  });
}

type PlanWords = Pick<ViewSources, 'planOf' | 'describeReason'>;

/** The profiles that can be the source of a role. */
export function sourceItems(profiles: ProfileSet, words: PlanWords): ChoiceItem[] {
  return profileItems(profiles, words).filter(({ answer = '' }) =>
    isPlan(words.planOf({ kind: 'profile', name: answer })),
  );
}

/**
 * The suggested region for a new profile: that of its source profile, else the most common one, else `fallback`, else
 * one that is near.
 */
export function suggestedRegion({ profiles }: ProfileSet, source?: string, fallback?: string): string {
  const own = valueOf(source === undefined ? undefined : profiles.get(source), keys.region);
  if (own) return own;
  const counts = new Map<string, number>();
  for (const profile of profiles.values()) {
    const region = valueOf(profile, keys.region);
    if (region) counts.set(region, (counts.get(region) ?? 0) + 1);
  }
  const [common] = [...counts].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  return common ?? fallback ?? nearRegion(timeZone(), vscode.env.language);
}

function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
