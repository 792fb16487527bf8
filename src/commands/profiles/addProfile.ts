import * as vscode from 'vscode';
import { isWindows } from '../../base/platform.ts';
import { commandWords } from '../../credentials/programs/commandLine.ts';
import { keys } from '../../profiles/keys.ts';
import type { ProfileSet } from '../../profiles/profiles.ts';
import { addedProfile, newKeys, sourceMark } from '../change/changeFromAnswers.ts';
import { applyChange, confirmChange, useAfter } from '../change/confirmChange.ts';
import { askName, askRegion, askValue, sourceItems, suggestedRegion } from '../change/profileQuestions.ts';
import { newConsoleName } from '../consoleSignIn/consoleProfile.ts';
import { consoleSteps } from '../consoleSignIn/consoleQuestions.ts';
import { signInAsAnswered } from '../consoleSignIn/signInWithConsole.ts';
import type { AddContext } from '../context.ts';
import type { Answers, Question, WizardStep } from '../questions.ts';
import { type Draft, more, runWizard, type Script } from '../wizard.ts';
import { identityCenterSteps } from './identityCenterSteps.ts';
import { KeyQuestions } from './keyQuestions.ts';
import { suggestedName } from './suggestedName.ts';

/** A kind of profile that can be added, with its questions. */
interface Kind {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  readonly steps: Script;
}

/** Asks for a new profile of any kind, and writes it. `draft` keeps what was entered if the user leaves. */
export async function addProfile(context: AddContext, draft: Draft): Promise<void> {
  const t = vscode.l10n.t;
  const title = t('Add AWS Profile');
  const { profiles } = await context.store.ready();
  const keyQuestions = new KeyQuestions(profiles, context);
  const kinds = kindsOf(profiles, keyQuestions, await context.environmentRegion(), context);
  const changeOf = (answers: Answers) => addedProfile(profiles, answers);
  const script: Script = (soFar) => {
    const steps = kinds[soFar['kind'] ?? '']?.steps(soFar) ?? [more];
    const last = [
      async (given: Answers) =>
        askName(profiles, await suggestedName(given, profiles, keyQuestions.owner, context)),
      confirmChange(context, { title, changeOf, offersUse: true }),
    ];
    const isComplete = steps.includes(more) || soFar['kind'] === 'console';
    return [() => askKind(kinds), ...steps, ...(isComplete ? [] : last)];
  };
  const answers = await runWizard(title, script, draft);
  if (!answers) return;
  if (answers['kind'] === 'console') return signInAsAnswered(answers, context);
  const name = answers['name'] ?? '';
  const hasNewKeys = answers['kind'] === 'keys' || answers['source'] === newKeys;
  const owner = hasNewKeys ? keyQuestions.owner : undefined;
  const message = owner
    ? t('Profile “{0}” was added, with the access key of {1}.', name, owner.arn)
    : t('Profile “{0}” was added.', name);
  await applyChange(context, changeOf(answers), { message, ...useAfter(answers, name, context) });
}

function askKind(kinds: Readonly<Record<string, Kind>>): Question {
  return {
    kind: 'choice',
    name: 'kind',
    prompt: vscode.l10n.t('Choose how the profile gets its credentials'),
    items: Object.entries(kinds).map(([answer, { label, detail, icon }]) => ({
      icon,
      label,
      detail,
      answer,
    })),
  };
}

/** What opens the browser comes first: it needs no access keys. `region`: that of VS Code's environment. */
function kindsOf(
  profiles: ProfileSet,
  keyQuestions: KeyQuestions,
  region: string | undefined,
  context: AddContext,
): Readonly<Record<string, Kind>> {
  const t = vscode.l10n.t;
  const startedAt = context.views.now();
  return {
    identityCenter: {
      label: t('IAM Identity Center'),
      detail: t('Signs in to IAM Identity Center and uses a permission set in an account'),
      icon: 'cloud',
      steps: (soFar) => identityCenterSteps(profiles, soFar, startedAt, context),
    },
    console: {
      label: t('AWS console sign-in'),
      detail: t('Your user name and password for the AWS console; no access keys'),
      icon: 'sign-in',
      steps: (soFar) => consoleSteps(profiles, newConsoleName(profiles), soFar, region, context.views),
    },
    role: {
      label: t('Role'),
      detail: t('Assumes an IAM role with the credentials of another profile, optionally with MFA'),
      icon: 'account',
      steps: (soFar) => roleSteps(profiles, soFar, keyQuestions, context),
    },
    keys: {
      label: t('Access keys'),
      detail: t('Uses the access key of an IAM user, optionally with MFA'),
      icon: 'key',
      steps: () => [...keyQuestions.steps(), keyQuestions.askDevice, regionStep(profiles)],
    },
    process: {
      label: t('Credential process'),
      detail: t('Runs a program that prints credentials'),
      icon: 'gear',
      steps: () => [() => askProcess(), regionStep(profiles)],
    },
  };
}

function regionStep(profiles: ProfileSet): WizardStep {
  return ({ source }) => askRegion(suggestedRegion(profiles, source));
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

function roleSteps(
  profiles: ProfileSet,
  { source }: Answers,
  keyQuestions: KeyQuestions,
  { views }: AddContext,
): ReturnType<Script> {
  const t = vscode.l10n.t;
  const askArn: WizardStep = () =>
    askValue({
      name: 'roleArn',
      key: keys.roleArn,
      prompt: t('Role ARN'),
      placeholder: 'arn:aws:iam::123456789012:role/Developer',
    });
  const askSource: WizardStep = () => ({
    kind: 'choice',
    name: 'source',
    prompt: t('Choose the source profile that can assume the role'),
    items: [
      ...sourceItems(profiles, views),
      { icon: 'key', label: t('New access keys…'), answer: newKeys },
      ...Object.entries(credentialSources()).map(([label, description]) => ({
        icon: 'server',
        label,
        description,
        answer: sourceMark + label,
      })),
    ],
  });
  if (source === undefined) return [askArn, askSource, more];
  return [
    askArn,
    askSource,
    ...(source === newKeys ? [...keyQuestions.steps(), keyQuestions.askSourceName] : []),
    keyQuestions.askDevice,
    askExternalId,
    regionStep(profiles),
  ];
}

const askExternalId: WizardStep = () =>
  askValue({
    name: 'externalId',
    key: keys.externalId,
    prompt: vscode.l10n.t('External ID'),
    placeholder: 'a1b2c3',
    allowed: vscode.l10n.t('Use 2 to 1224 characters: letters, digits, and any of {0}.', '_ + = , . @ : / -'),
    isOptional: true,
  });

function askProcess(): Question {
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
