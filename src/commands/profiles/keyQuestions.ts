import * as vscode from 'vscode';
import { Cancelled, FailureError } from '../../base/failure.ts';
import type { Identity } from '../../credentials/sdk/sts.ts';
import { isLongTermKeyId } from '../../profiles/keyForm.ts';
import { acceptsValue, keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { freeName, newKeys, noDevice } from '../change/changeFromAnswers.ts';
import { askName, askValue, exampleHint } from '../change/profileQuestions.ts';
import type { AddContext } from '../context.ts';
import { withProgress } from '../progress.ts';
import type { Answers, CheckComplaint, ChoiceItem, Complaint, WizardStep } from '../questions.ts';
import { userOf } from './suggestedName.ts';

const exampleKeyId = 'AKIAIOSFODNN7EXAMPLE';
const exampleDevice = 'arn:aws:iam::123456789012:mfa/maya';

/** The questions about new access keys and their MFA device. AWS checks the keys before the next question. */
export class KeyQuestions {
  readonly #profiles: ProfileSet;
  readonly #context: AddContext;
  #owner: Identity | undefined;

  constructor(profiles: ProfileSet, context: AddContext) {
    this.#profiles = profiles;
    this.#context = context;
  }

  /** Whose keys the new ones are; undefined if there are none, or if they could not be checked. */
  get owner(): Identity | undefined {
    return this.#owner;
  }

  steps(): readonly WizardStep[] {
    const t = vscode.l10n.t;
    return [
      () =>
        askValue({
          name: 'accessKeyId',
          key: keys.awsAccessKeyId,
          prompt: t('Access key ID'),
          placeholder: exampleKeyId,
          validate: keyIdComplaint,
        }),
      ({ accessKeyId = '' }) =>
        askValue({
          name: 'secretAccessKey',
          key: keys.awsSecretAccessKey,
          prompt: t('Secret access key'),
          placeholder: '',
          secret: true,
          validate: secretComplaint,
          check: (secretAccessKey, signal) => this.#check({ accessKeyId, secretAccessKey }, signal),
        }),
    ];
  }

  /** Asks for the name of the profile with the new keys of a role. */
  readonly askSourceName: WizardStep = () => {
    const { profiles } = this.#profiles;
    const suggested = freeName(this.#owner ? userOf(this.#owner) : 'keys', profiles);
    return {
      ...askName(this.#profiles, suggested),
      name: 'sourceName',
      prompt: vscode.l10n.t('Name for the profile with the access keys'),
    };
  };

  /** Asks for the MFA device: that of the source profile, one of the user's own, or another one. */
  readonly askDevice: WizardStep = async (answers) => {
    const t = vscode.l10n.t;
    const { source = newKeys } = answers;
    const ofSource = valueOf(this.#profiles.profiles.get(source), keys.mfaSerial);
    const own = await this.#devicesOf(answers);
    const devices = [...new Set([...(ofSource === undefined ? [] : [ofSource]), ...own])];
    const item = (serial: string): ChoiceItem => ({
      icon: 'shield',
      label: serial,
      description: serial === ofSource ? t('of the source profile') : t('your device'),
      answer: serial,
    });
    return {
      kind: 'choice',
      name: 'mfaSerial',
      prompt: t('MFA device'),
      placeholder: t('Choose or type the ARN or serial number of an MFA device'),
      value: devices[0] ?? noDevice,
      items: [...devices.map(item), { label: t('No MFA device'), answer: noDevice }],
      other: otherDevice,
    };
  };

  async #check(
    typed: { readonly accessKeyId: string; readonly secretAccessKey: string },
    signal: AbortSignal,
  ): Promise<CheckComplaint | undefined> {
    this.#owner = undefined;
    try {
      this.#owner = await (await this.#context.keyOwners.get()).identify(typed, signal);
      return undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return this.#complaint(error.failure, typed.accessKeyId);
    }
  }

  /** Only what speaks against the keys themselves keeps them from being added. */
  #complaint(failure: FailureError['failure'], accessKeyId: string): CheckComplaint {
    const t = vscode.l10n.t;
    switch (failure.code) {
      case 'invalidKeys':
        return {
          complaint: t(
            'AWS does not recognize the access key {0}. It might be deleted, inactive, or mistyped.',
            accessKeyId,
          ),
          mayPass: false,
        };
      case 'wrongSecret':
        return {
          complaint: t('The secret access key does not match the access key {0}.', accessKeyId),
          mayPass: failure.clockAheadMinutes !== 0,
        };
      default: {
        const reason = this.#context.views.describeReason(failure);
        return {
          complaint: t('The keys could not be checked: {0} Press Enter again to go on without.', reason),
          mayPass: true,
        };
      }
    }
  }

  async #devicesOf({ source = newKeys, accessKeyId, secretAccessKey }: Answers): Promise<readonly string[]> {
    const owners = await this.#context.keyOwners.get();
    const whose =
      source !== newKeys
        ? { profile: source }
        : accessKeyId && secretAccessKey && this.#owner
          ? { accessKeyId, secretAccessKey }
          : undefined;
    if (!whose) return [];
    try {
      return await withProgress(vscode.l10n.t('Looking for your MFA devices'), ({ signal }) =>
        owners.devicesOf(whose, signal),
      );
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      return [];
    }
  }
}

/**
 * Keys for other servers than AWS may look different and still work in a file, but here they are probably a mistake.
 */
function keyIdComplaint(text: string): string | undefined {
  if (text.startsWith('ASIA'))
    return vscode.l10n.t(
      'Temporary keys need a session token. Use “Add Profile from Copied Credentials” instead.',
    );
  return isLongTermKeyId(text) ? undefined : exampleHint(exampleKeyId);
}

function secretComplaint(text: string): string | undefined {
  if (isLongTermKeyId(text))
    return vscode.l10n.t('This is an access key ID. The secret access key has 40 characters.');
  return /^[A-Za-z0-9+/]{40}$/u.test(text)
    ? undefined
    : vscode.l10n.t(
        'A secret access key has 40 characters: letters, digits, and any of {0}. This text has {1}.',
        '+ /',
        text.length,
      );
}

/** An ARN, or the serial number of a hardware device such as `GAHT12345678`. What is shorter only searches the list. */
function otherDevice(text: string): ChoiceItem | Complaint | undefined {
  if (text.length < 9) return undefined;
  const isDevice =
    acceptsValue(keys.mfaSerial, text) &&
    (/^arn:aws[a-z-]*:iam::\d{12}:(?:sms-)?mfa\/\S+$/u.test(text) || /^[A-Z]{3,5}\d{5,12}$/u.test(text));
  if (isDevice && !isLongTermKeyId(text)) return { label: text };
  return { complaint: exampleHint(exampleDevice) };
}
