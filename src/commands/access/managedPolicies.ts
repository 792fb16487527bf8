import * as vscode from 'vscode';
import { type Access, isLevel, mostManagedPolicies } from '../../profiles/access/access.ts';
import { isPolicyArn } from '../../profiles/access/accessValue.ts';
import { targetName } from '../../profiles/profiles.ts';
import { policyName } from '../../views/accessWords.ts';
import type { Answers, ChoiceItem, ChoiceQuestion, WizardStep } from '../questions.ts';
import { type AccessFrame, answers, rowFor, wayOf } from './accessRows.ts';

/** The answer that no further policy is wanted. No ARN contains it. */
const enough = 'enough';

/** Policies of AWS that let people look at one service, and one that allows everything but IAM. */
const usualPolicies = [
  'AmazonS3ReadOnlyAccess',
  'AmazonEC2ReadOnlyAccess',
  'AmazonRDSReadOnlyAccess',
  'AmazonDynamoDBReadOnlyAccess',
  'AWSLambda_ReadOnlyAccess',
  'CloudWatchReadOnlyAccess',
  'CloudWatchLogsReadOnlyAccess',
  'AWSCloudFormationReadOnlyAccess',
  'IAMReadOnlyAccess',
  'PowerUserAccess',
].map((name) => `arn:aws:iam::aws:policy/${name}`);

/** Asks for one managed policy after the other, until the user wants no more. */
export function askForPolicies(soFar: Answers, frame: AccessFrame): readonly WizardStep[] {
  const asked = Array.from({ length: mostManagedPolicies }, (_, i) => soFar[nameOf(i)]);
  const last = asked.findIndex((answer) => answer === undefined || wayOf(answer).way === enough);
  const count = last < 0 ? mostManagedPolicies : last + 1;
  return Array.from({ length: count }, (_, i) => () => askPolicy(i, policiesIn(soFar, i), frame));
}

/** The access that the user chose, and whether it is for a terminal. */
export function chosenPolicies(given: Answers): { readonly access: Access; readonly isInTerminal: boolean } {
  const managed = policiesIn(given, mostManagedPolicies);
  const { isInTerminal } = wayOf(given[nameOf(managed.length)]);
  return { access: { managed }, isInTerminal };
}

function nameOf(i: number): string {
  return `policy${i}`;
}

/** The policies that were chosen before question number `end`. */
function policiesIn(given: Answers, end: number): readonly string[] {
  const all = Array.from({ length: end }, (_, i) => given[nameOf(i)]);
  const stop = all.findIndex((answer) => answer === undefined || wayOf(answer).way === enough);
  return (stop < 0 ? all : all.slice(0, stop)).filter((answer) => answer !== undefined);
}

function askPolicy(i: number, chosen: readonly string[], frame: AccessFrame): ChoiceQuestion {
  const t = vscode.l10n.t;
  const known = [...usedBefore(frame), ...usualPolicies];
  const others = [...new Set(known)].filter((arn) => !chosen.includes(arn));
  return {
    kind: 'choice',
    name: nameOf(i),
    prompt: t('Managed policy'),
    placeholder:
      i === 0
        ? t('Choose a managed policy, or paste its ARN')
        : t('Choose another managed policy, or paste its ARN'),
    items: [...(i === 0 ? [] : [useRow(chosen, frame)]), ...others.map(policyRow)],
    other: (text) => typed(text, chosen),
  };
}

function useRow(chosen: readonly string[], frame: AccessFrame): ChoiceItem {
  const t = vscode.l10n.t;
  const name = targetName(frame.target);
  const label =
    chosen.length === 1
      ? t('Use {0} with this policy', name)
      : t('Use {0} with these {1} policies', name, chosen.length);
  const description = chosen.map(policyName).join(', ');
  return rowFor({ managed: chosen }, { icon: 'check', label, description, ...answers(enough, frame) }, frame);
}

function policyRow(arn: string): ChoiceItem {
  return { label: policyName(arn), description: arn, answer: arn };
}

/** Words search the list; only what begins like an ARN is taken for one. */
function typed(text: string, chosen: readonly string[]): ReturnType<NonNullable<ChoiceQuestion['other']>> {
  const t = vscode.l10n.t;
  if (!text.startsWith('arn:')) return undefined;
  if (!isPolicyArn(text))
    return { complaint: t('Enter the ARN of a managed policy like {0}.', usualPolicies[0]!) };
  return chosen.includes(text) ? { complaint: t('You have chosen this policy already.') } : policyRow(text);
}

/** The managed policies that the user chose in the past, the latest first. */
function usedBefore({ views: { chosen } }: AccessFrame): readonly string[] {
  const targets = [...chosen.recent, ...chosen.pinned];
  return targets.flatMap(({ access }) => access?.managed ?? []).filter((policy) => !isLevel(policy));
}
