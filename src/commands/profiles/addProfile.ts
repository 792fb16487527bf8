import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { isWindows } from '../../base/platform.ts';
import { commandWords } from '../../credentials/programs/commandLine.ts';
import { isPlan } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { addedProfile, sourceMark } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange } from '../change/confirmChange.ts';
import {
  askName,
  askRegion,
  askValue,
  exampleHint,
  sourceItems,
  suggestedRegion,
} from '../change/profileQuestions.ts';
import { identityCenterSteps } from '../change/signInQuestions.ts';
import type { ChangeContext } from '../context.ts';
import { type Answers, runWizard, type WizardStep } from '../wizard.ts';

type AddContext = ChangeContext;

/** A kind of profile that can be added, with its questions. */
interface Kind {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  readonly steps: (answers: Answers) => readonly WizardStep[];
}

/** Asks for a new profile of any kind, and writes it. */
export async function addProfile(context: AddContext): Promise<void> {
  const t = vscode.l10n.t;
  const title = t('Add AWS Profile');
  const { profiles } = await context.store.ready();
  const kinds = kindsOf(profiles, context);
  const changeOf = (answers: Answers) => addedProfile(profiles, answers);
  const answers = await runWizard(title, (soFar) => [
    () => askKind(kinds, profiles.profiles.size === 0),
    () => askName(profiles),
    ...(kinds[soFar['kind'] ?? '']?.steps(soFar) ?? []),
    confirmChange(context, { title, changeOf }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const follow = () => context.run(commandIds.useProfile, { kind: 'profile', name });
  const message = t('Profile “{0}” was added.', name);
  const isUsable = () => isPlan(context.views.planOf({ kind: 'profile', name }));
  const buttons = () => (isUsable() ? [{ title: t('Use Profile'), follow }] : []);
  await applyChange(context, changeOf(answers), { message, buttons });
}

/** A role needs a source profile, so the first profile is more likely to have access keys. */
function askKind(kinds: Readonly<Record<string, Kind>>, isFirst: boolean): ReturnType<WizardStep> {
  const all = Object.entries(kinds);
  const entries = isFirst ? all.toSorted(([a], [b]) => Number(b === 'keys') - Number(a === 'keys')) : all;
  return {
    kind: 'choice',
    name: 'kind',
    prompt: vscode.l10n.t('Choose how the profile gets its credentials'),
    items: entries.map(([answer, { label, detail, icon }]) => ({
      icon,
      label,
      detail,
      answer,
    })),
  };
}

function kindsOf(profiles: ProfileSet, { views }: AddContext): Readonly<Record<string, Kind>> {
  const t = vscode.l10n.t;
  return {
    role: {
      label: t('Role'),
      detail: t('Assumes an IAM role with the credentials of another profile, optionally with MFA'),
      icon: 'account',
      steps: () => roleSteps(profiles, views),
    },
    identityCenter: {
      label: t('IAM Identity Center'),
      detail: t('Signs in to IAM Identity Center and uses a permission set in an account'),
      icon: 'cloud',
      steps: (soFar) => [...identityCenterSteps(profiles, soFar), () => askRegion(suggestedRegion(profiles))],
    },
    keys: {
      label: t('Access keys'),
      detail: t('Uses the access key of an IAM user, optionally with MFA'),
      icon: 'key',
      steps: () => [...keySteps(), () => askMfaSerial(), () => askRegion(suggestedRegion(profiles))],
    },
    process: {
      label: t('Credential process'),
      detail: t('Runs a program that prints credentials'),
      icon: 'gear',
      steps: () => [() => askProcess(), () => askRegion(suggestedRegion(profiles))],
    },
  };
}

/** The values of `credential_source`, with their descriptions. */
function credentialSources(): Readonly<Record<string, string>> {
  const t = vscode.l10n.t;
  return {
    Environment: t('environment variables'),
    Ec2InstanceMetadata: t('the EC2 instance role'),
    EcsContainer: t('the ECS or EKS container role'),
  };
}

function roleSteps(profiles: ProfileSet, views: AddContext['views']): WizardStep[] {
  const t = vscode.l10n.t;
  const others = Object.entries(credentialSources()).map(([source, description]) => ({
    icon: 'server',
    label: source,
    description,
    answer: sourceMark + source,
  }));
  const sourceOf = (answers: Answers) => profiles.profiles.get(answers['source'] ?? '');
  return [
    () =>
      askValue({
        name: 'roleArn',
        key: keys.roleArn,
        prompt: t('Role ARN'),
        placeholder: 'arn:aws:iam::123456789012:role/Developer',
      }),
    () => ({
      kind: 'choice',
      name: 'source',
      prompt: t('Choose the source profile that can assume the role'),
      items: [...sourceItems(profiles, views), ...others],
    }),
    (soFar) => askMfaSerial(valueOf(sourceOf(soFar), keys.mfaSerial)),
    () =>
      askValue({
        name: 'externalId',
        key: keys.externalId,
        prompt: t('External ID'),
        placeholder: 'a1b2c3',
        allowed: t('Use 2 to 1224 characters: letters, digits, and any of {0}.', '_ + = , . @ : / -'),
        isOptional: true,
      }),
    (soFar) => askRegion(suggestedRegion(profiles, soFar['source'])),
  ];
}

function askMfaSerial(value?: string): ReturnType<WizardStep> {
  return askValue({
    name: 'mfaSerial',
    key: keys.mfaSerial,
    prompt: vscode.l10n.t('MFA device ARN'),
    placeholder: 'arn:aws:iam::123456789012:mfa/maya',
    isOptional: true,
    ...(value === undefined ? {} : { value }),
  });
}

const accessKeyExample = 'AKIAIOSFODNN7EXAMPLE';

/**
 * Keys for other servers than AWS may look different and still work in a file, but here they are probably a mistake.
 */
function accessKeyComplaint(text: string): string | undefined {
  if (text.startsWith('ASIA'))
    return vscode.l10n.t(
      'Temporary keys need a session token. Use “Add Profile from Copied Credentials” instead.',
    );
  // The form that IAM documents (API model `iam-2010-05-08`, `accessKeyIdType`).
  return /^\w{16,128}$/u.test(text) ? undefined : exampleHint(accessKeyExample);
}

function keySteps(): WizardStep[] {
  const t = vscode.l10n.t;
  return [
    () =>
      askValue({
        name: 'accessKeyId',
        key: keys.awsAccessKeyId,
        prompt: t('Access key ID'),
        placeholder: accessKeyExample,
        validate: accessKeyComplaint,
      }),
    () =>
      askValue({
        name: 'secretAccessKey',
        key: keys.awsSecretAccessKey,
        prompt: t('Secret access key'),
        placeholder: '',
        secret: true,
      }),
  ];
}

function askProcess(): ReturnType<WizardStep> {
  const t = vscode.l10n.t;
  return askValue({
    name: 'process',
    key: keys.credentialProcess,
    prompt: t('Command that prints credentials as JSON'),
    placeholder: '/usr/local/bin/get-credentials --user maya',
    validate: (text) =>
      commandWords(text, isWindows ? 'win32' : 'linux')
        ? undefined
        : t('This is not a valid command line. Check for an unclosed quotation mark.'),
  });
}
