import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { commandWords } from '../credentials/commandLine.ts';
import { isWindows } from '../delivery/quoting.ts';
import { isPlan } from '../plan/plan.ts';
import { type ProfileSet, valueOf } from '../profiles/profiles.ts';
import { addedProfile, sourceMark } from './answeredChanges.ts';
import { identityCenterAsks } from './identityCenterQuestions.ts';
import { carryOut, type ChangeParts, confirmChange } from './makeChange.ts';
import { askName, askRegion, askValue, likelyRegion, looksLike, sourceItems } from './profileQuestions.ts';
import { type Answers, type Ask, askSteps } from './steps.ts';

type AddParts = ChangeParts;

/** The kinds of profile that can be added, each with its questions. */
interface Kind {
  readonly label: string;
  readonly detail: string;
  readonly icon: string;
  readonly asks: (answers: Answers) => readonly Ask[];
}

/** Asks for a new profile, whatever its kind, and writes it. */
export async function addProfile(parts: AddParts): Promise<void> {
  const t = vscode.l10n.t;
  const title = t('Add AWS Profile');
  const { profiles } = await parts.store.ready();
  const kinds = kindsOf(profiles, parts);
  const changeOf = (answers: Answers) => addedProfile(profiles, answers);
  const answers = await askSteps(title, (so) => [
    () => askKind(kinds, profiles.profiles.size === 0),
    () => askName(profiles),
    ...(kinds[so['kind'] ?? '']?.asks(so) ?? []),
    confirmChange(parts, { title, changeOf }),
  ]);
  if (!answers) return;
  const name = answers['name'] ?? '';
  const follow = () => vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
  const said = t('Profile “{0}” was added.', name);
  const isUsable = () => isPlan(parts.views.planOf({ kind: 'profile', name }));
  const buttons = () => (isUsable() ? [{ title: t('Use It'), follow }] : []);
  await carryOut(parts, changeOf(answers), { said, buttons });
}

/** A role needs another profile to stand on, so the first profile of all is more likely one with keys. */
function askKind(kinds: Readonly<Record<string, Kind>>, isFirst: boolean): ReturnType<Ask> {
  const all = Object.entries(kinds);
  const entries = isFirst ? all.toSorted(([a], [b]) => Number(b === 'keys') - Number(a === 'keys')) : all;
  return {
    kind: 'choice',
    name: 'kind',
    prompt: vscode.l10n.t('How does the profile get its credentials?'),
    items: entries.map(([answer, { label, detail, icon }]) => ({
      label: `$(${icon}) ${label}`,
      detail,
      answer,
    })),
  };
}

function kindsOf(profiles: ProfileSet, { views }: AddParts): Readonly<Record<string, Kind>> {
  const t = vscode.l10n.t;
  return {
    role: {
      label: t('Role'),
      detail: t('Assumes an IAM role with the credentials of another profile, with MFA if you like'),
      icon: 'account',
      asks: () => roleAsks(profiles, views),
    },
    identityCenter: {
      label: t('IAM Identity Center'),
      detail: t('A permission set in an account, for which you sign in in the browser'),
      icon: 'cloud',
      asks: (so) => [...identityCenterAsks(profiles, so), () => askRegion(likelyRegion(profiles))],
    },
    keys: {
      label: t('Access keys'),
      detail: t('The key of an IAM user; with an MFA device, Rolecall asks for a code'),
      icon: 'key',
      asks: () => [...keyAsks(), () => askMfaSerial(), () => askRegion(likelyRegion(profiles))],
    },
    process: {
      label: t('Credential process'),
      detail: t('A program that prints credentials'),
      icon: 'gear',
      asks: () => [() => askProcess(), () => askRegion(likelyRegion(profiles))],
    },
  };
}

/** The values of `credential_source`, and what they stand for. */
function credentialSources(): Readonly<Record<string, string>> {
  const t = vscode.l10n.t;
  return {
    Environment: t('environment variables'),
    Ec2InstanceMetadata: t('the role of the EC2 instance'),
    EcsContainer: t('the role of the ECS or EKS container'),
  };
}

function roleAsks(profiles: ProfileSet, views: AddParts['views']): Ask[] {
  const t = vscode.l10n.t;
  const others = Object.entries(credentialSources()).map(([source, description]) => ({
    label: `$(server) ${source}`,
    description,
    answer: sourceMark + source,
  }));
  const sourceOf = (answers: Answers) => profiles.profiles.get(answers['source'] ?? '');
  return [
    () =>
      askValue({
        name: 'roleArn',
        key: 'role_arn',
        prompt: t('ARN of the role'),
        placeholder: 'arn:aws:iam::123456789012:role/Developer',
      }),
    () => ({
      kind: 'choice',
      name: 'source',
      prompt: t('Profile whose credentials are used to assume the role'),
      items: [...sourceItems(profiles, views), ...others],
    }),
    (so) => askMfaSerial(valueOf(sourceOf(so), 'mfa_serial')),
    () =>
      askValue({
        name: 'externalId',
        key: 'external_id',
        prompt: t('External ID'),
        placeholder: 'a1b2c3',
        allowed: t('Use 2 to 1224 letters, digits and any of {0}.', '_ + = , . @ : / -'),
        isOptional: true,
      }),
    (so) => askRegion(likelyRegion(profiles, so['source'])),
  ];
}

function askMfaSerial(value?: string): ReturnType<Ask> {
  return askValue({
    name: 'mfaSerial',
    key: 'mfa_serial',
    prompt: vscode.l10n.t('ARN of the MFA device'),
    placeholder: 'arn:aws:iam::123456789012:mfa/maya',
    isOptional: true,
    ...(value === undefined ? {} : { value }),
  });
}

const accessKeyExample = 'AKIAIOSFODNN7EXAMPLE';

/** Keys of another server than AWS may look otherwise and work in a file, but here they are more likely a mistake. */
function accessKeyComplaint(text: string): string | undefined {
  if (text.startsWith('ASIA'))
    return vscode.l10n.t(
      'Temporary keys need their session token: use “Add Profile from Copied Credentials” instead.',
    );
  // The form that IAM documents (API model `iam-2010-05-08`, `accessKeyIdType`).
  return /^\w{16,128}$/u.test(text) ? undefined : looksLike(accessKeyExample);
}

function keyAsks(): Ask[] {
  const t = vscode.l10n.t;
  return [
    () =>
      askValue({
        name: 'accessKeyId',
        key: 'aws_access_key_id',
        prompt: t('Access key ID'),
        placeholder: accessKeyExample,
        validate: accessKeyComplaint,
      }),
    () =>
      askValue({
        name: 'secretAccessKey',
        key: 'aws_secret_access_key',
        prompt: t('Secret access key'),
        placeholder: '',
        secret: true,
      }),
  ];
}

function askProcess(): ReturnType<Ask> {
  const t = vscode.l10n.t;
  return askValue({
    name: 'process',
    key: 'credential_process',
    prompt: t('Command that prints credentials as JSON'),
    placeholder: '/usr/local/bin/get-credentials --user maya',
    validate: (text) =>
      commandWords(text, isWindows ? 'win32' : 'linux')
        ? undefined
        : t('It cannot be read as a program and its arguments. Close the quotes in it.'),
  });
}
