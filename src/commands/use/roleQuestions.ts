import * as vscode from 'vscode';
import { anyRoleArnPattern, roleArnPattern, sessionNamePattern } from '../../profiles/keys/credentialRows.ts';
import { acceptsValue, keys } from '../../profiles/keys.ts';
import { type ProfileSet, type Target, targetKey, valueOf } from '../../profiles/profiles.ts';
import { duration } from '../../views/timeLeft.ts';
import { noRegion } from '../change/changeFromAnswers.ts';
import { askRegion, askValue } from '../change/profileQuestions.ts';
import type { ChoiceItem, ChoiceQuestion, Question } from '../questions.ts';

/** Questions about a role that is not in the files. */

export type RoleTarget = Extract<Target, { readonly kind: 'role' }>;

/** What the user can change of a role. */
export type RoleField = Exclude<keyof RoleTarget, 'kind' | 'access'>;

const exampleArn = 'arn:aws:iam::123456789012:role/Developer';

/** Asks for an ARN, and offers the roles that were used before. Their answer is their `targetKey`. */
export function askArn(profiles: ProfileSet, value: string, history: readonly RoleTarget[]): Question {
  const t = vscode.l10n.t;
  const pattern = hasOwnServer(profiles) ? anyRoleArnPattern : roleArnPattern;
  const complaint = t('Enter a role ARN like {0}.', exampleArn);
  const common = { name: 'roleArn', prompt: t('Role ARN'), value } as const;
  if (history.length === 0) {
    const validate = (text: string): string | undefined => (pattern.test(text) ? undefined : complaint);
    return { ...common, kind: 'text', placeholder: exampleArn, validate };
  }
  return {
    ...common,
    kind: 'choice',
    placeholder: t('Paste a role ARN, or choose a role that you used before'),
    items: history.map((role) => ({
      label: role.roleArn,
      description: t('via {0}', role.sourceProfile),
      answer: targetKey(role),
    })),
    other: (text) => (pattern.test(text) ? { label: text, answer: text } : arnComplaint(text, complaint)),
  };
}

/** Words search the history; only what begins like an ARN is taken for one. */
function arnComplaint(text: string, complaint: string): { readonly complaint: string } | undefined {
  return text.startsWith('arn:') ? { complaint } : undefined;
}

/** Whether a profile may use a server that is not AWS, which has role ARNs of its own. */
function hasOwnServer({ profiles }: ProfileSet): boolean {
  return [...profiles.values()].some(
    (profile) => valueOf(profile, keys.endpointUrl) ?? valueOf(profile, keys.services),
  );
}

export function askSource(items: readonly ChoiceItem[], value: string): ChoiceQuestion {
  return {
    kind: 'choice',
    name: 'sourceProfile',
    prompt: vscode.l10n.t('Choose the source profile that can assume the role'),
    items,
    value,
  };
}

/** The question for one field of a role that has all others. */
export function askField(
  field: RoleField,
  role: RoleTarget,
  profiles: ProfileSet,
  sources: readonly ChoiceItem[],
): Question {
  const t = vscode.l10n.t;
  switch (field) {
    case 'roleArn':
      return askArn(profiles, role.roleArn, []);
    case 'sourceProfile':
      return askSource(sources, role.sourceProfile);
    case 'sessionName':
      return askSessionName(role.sessionName);
    case 'externalId':
      return askValue({
        name: field,
        key: keys.externalId,
        prompt: t('External ID'),
        placeholder: 'acme-2024',
        value: role.externalId ?? '',
        isOptional: true,
      });
    case 'mfaSerial':
      return askDevice(role.mfaSerial ?? '', devicesIn(profiles));
    case 'region':
      return { ...askRegion(role.region ?? ''), value: role.region ?? noRegion, name: field };
    case 'durationSeconds':
      return askDuration(role.durationSeconds ?? '');
  }
}

/** The answer as the value of a field; undefined if the field is left out. */
export function fieldOf(answer: string | undefined): string | undefined {
  return answer === undefined || answer === '' || answer === noRegion ? undefined : answer;
}

function askSessionName(value: string): Question {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'sessionName',
    prompt: t('Session name (shown in CloudTrail)'),
    value,
    validate: (text) =>
      sessionNamePattern.test(text)
        ? undefined
        : t('Use 2 to 64 characters: letters, digits, and any of {0}.', '_ + = , . @ -'),
  };
}

/** The answer for no value. An empty answer means that the user has not answered yet. */
const none = noRegion;

function askDevice(value: string, devices: readonly string[]): ChoiceQuestion {
  const t = vscode.l10n.t;
  const example = 'arn:aws:iam::123456789012:mfa/maya-phone';
  return {
    kind: 'choice',
    name: 'mfaSerial',
    prompt: t('MFA device'),
    placeholder: t('Choose or type the ARN or serial number of an MFA device'),
    value: value === '' ? none : value,
    items: [{ label: t('No MFA device'), answer: none }, ...devices.map((label) => ({ label }))],
    other: (text) =>
      acceptsValue(keys.mfaSerial, text)
        ? { label: text, answer: text }
        : { complaint: t('Enter a value like {0}.', example) },
  };
}

/** The devices that profiles name. */
function devicesIn({ profiles }: ProfileSet): readonly string[] {
  const serials = [...profiles.values()].map((profile) => valueOf(profile, keys.mfaSerial));
  return [...new Set(serials)].filter((serial) => serial !== undefined);
}

/** The limits of AWS for a role that is not chained (`AssumeRole` in the API reference of STS). Seconds. */
const minSeconds = 900;
const maxSeconds = 12 * 3600;
const offeredSeconds = [minSeconds, 3600, 2 * 3600, 4 * 3600, 8 * 3600, maxSeconds];

function askDuration(value: string): ChoiceQuestion {
  const t = vscode.l10n.t;
  return {
    kind: 'choice',
    name: 'durationSeconds',
    prompt: t('Duration'),
    placeholder: t('Choose a duration, or type a number of seconds'),
    value: value === '' ? none : value,
    items: [
      { label: t('As long as AWS allows by default (one hour)'), answer: none },
      ...offeredSeconds.map(durationItem),
    ],
    other: (text) => {
      const seconds = /^\d{1,5}$/u.test(text) ? Number(text) : Number.NaN;
      if (seconds >= minSeconds && seconds <= maxSeconds) return durationItem(seconds);
      return { complaint: t('Enter a number of seconds from {0} to {1}.', minSeconds, maxSeconds) };
    },
  };
}

export function durationItem(seconds: number): ChoiceItem {
  return {
    label: duration(seconds * 1000),
    description: vscode.l10n.t('{0} seconds', seconds),
    answer: String(seconds),
  };
}
