import * as vscode from 'vscode';
import { publicFacts } from '../base/publicFacts.ts';
import { PlainMarkdown } from '../display/markdown.ts';
import type { Note } from '../plan/notes/notes.ts';
import type { OtherToolNote } from '../plan/notes/otherTools.ts';
import { isPlan, needsPerson, type Plan, type Planned, type Step } from '../plan/plan.ts';
import { accountOf } from '../plan/planFacts.ts';
import { keys } from '../profiles/keys.ts';
import { policySentence } from './accessSentences.ts';
import { fileNoteSentence } from './fileNoteWords.ts';
import { duration } from './timeLeft.ts';

/** Summarizes a plan in one line, as in `role via maya · MFA`. */
export function summarize(plan: Plan): string {
  const { summary } = sourceWords(plan);
  return plan.steps.some(needsPerson) ? `${summary} · ${vscode.l10n.t('MFA')}` : summary;
}

/** Where the credentials of a plan come from: `role via maya`, and the profile of the first credentials. */
export function sourceWords(plan: Plan): { readonly summary: string; readonly via: string } {
  const source = plan.steps[0]!;
  const roles = plan.steps.filter((step) => step.kind === 'assumeRole');
  const via = roles.at(-2)?.profile ?? source.profile;
  const summary = roles.length > 0 ? vscode.l10n.t('role via {0}', via) : sourceWord(source);
  return { summary, via: source.profile };
}

function sourceWord(step: Step): string {
  const t = vscode.l10n.t;
  switch (step.kind) {
    case 'environment':
      return t('environment variables');
    case 'process':
      return t('credential process');
    case 'webIdentity':
      return t('role with web identity');
    case 'container':
      return t('container role');
    case 'instance':
      return t('instance role');
    case 'login':
      return t('console sign-in');
    case 'identityCenter':
      return t('{0} from IAM Identity Center', step.roleName);
    default:
      return step.kind === 'keys' && step.temporary ? t('temporary keys') : t('access keys');
  }
}

/** `444455556666 · ap-northeast-1`, as far as they are known. */
export function whereabouts(plan: Plan): string {
  return [accountOf(plan), plan.region?.name].filter((part) => part !== undefined).join(' · ');
}

export function iconOf(planned: Planned): vscode.ThemeIcon {
  if (!isPlan(planned)) return new vscode.ThemeIcon('warning', warningColor());
  const last = planned.steps.at(-1)!;
  switch (last.kind) {
    case 'assumeRole':
    case 'webIdentity':
      return new vscode.ThemeIcon('account');
    case 'mfaSession':
      return new vscode.ThemeIcon('shield');
    case 'federationToken':
      return new vscode.ThemeIcon('key');
    case 'environment':
      return new vscode.ThemeIcon('terminal');
    case 'process':
      return new vscode.ThemeIcon('gear');
    case 'container':
      return new vscode.ThemeIcon('package');
    case 'instance':
      return new vscode.ThemeIcon('server');
    case 'login':
    case 'identityCenter':
      return new vscode.ThemeIcon('sign-in');
    case 'keys':
      return new vscode.ThemeIcon(last.temporary ? 'watch' : 'key');
  }
}

function warningColor(): vscode.ThemeColor {
  return new vscode.ThemeColor('list.warningForeground');
}

/** Describes the steps of a plan for a tooltip. */
export function planMarkdown(plan: Plan): PlainMarkdown {
  const markdown = new PlainMarkdown();
  const lines = [
    ...plan.steps.flatMap((step, i) => [
      `${i + 1}. ${stepSentence(step)}`,
      ...[policySentence(step, plan)].filter((sentence) => sentence !== undefined),
    ]),
    ...plan.notes.map((note) => `ⓘ ${noteSentence(note)}`),
  ];
  for (const line of lines) markdown.text(line).lineBreak();
  return markdown;
}

export function stepSentence(plannedStep: Step): string {
  const t = vscode.l10n.t;
  const step = publicFacts(plannedStep);
  switch (step.kind) {
    case 'keys':
      return step.temporary
        ? t('Use temporary access key {0} of profile {1}', step.accessKeyId, step.profile)
        : t('Use access key {0} of profile {1}', step.accessKeyId, step.profile);
    case 'environment':
      return t('Use access key {0} from VS Code’s environment', step.accessKeyId);
    case 'process':
      return t('Run credential_process of profile {0}', step.profile);
    case 'container':
      return t('Get credentials for the container role from {0}', step.host);
    case 'instance':
      return t('Get credentials for the EC2 instance role from {0}', step.endpoint);
    case 'login':
      return t('Use the console sign-in of {0}, which Rolecall renews for up to 12 hours', step.session);
    case 'identityCenter':
      return t(
        'Get credentials for the role {0} in account {1} with the sign-in to {2}',
        step.roleName,
        step.accountId,
        step.session.startUrl,
      );
    case 'webIdentity':
      return step.token.kind === 'file'
        ? t(
            'Assume {0} with the token in {2} (session name {1})',
            step.roleArn,
            step.sessionName,
            step.token.path,
          )
        : t(
            'Assume {0} with the token from {2} (session name {1})',
            step.roleArn,
            step.sessionName,
            keys.webIdentityTokenProcess,
          );
    case 'mfaSession':
      return t(
        'Start an MFA session with {0}, valid for {1}',
        step.mfaSerial,
        duration(step.durationSeconds * 1000),
      );
    case 'federationToken':
      return t(
        'Get a session for the federated user {0}, which cannot use MFA, IAM, or STS',
        step.sessionName,
      );
    case 'assumeRole':
      return step.mfaSerial
        ? t('Assume {0} with an MFA code from {1}', step.roleArn, step.mfaSerial)
        : t('Assume {0} (session name {1})', step.roleArn, step.sessionName);
  }
}

export function noteSentence(note: Note): string {
  const t = vscode.l10n.t;
  switch (note.code) {
    case 'mfaInherited':
      return t('mfa_serial comes from profile {0}.', note.from);
    case 'mfaNotForTemporaryKeys':
      return t('mfa_serial is ignored: AWS accepts MFA codes only with long-term access keys.');
    case 'mfaLeftToProgram':
      return t(
        'mfa_serial in profile {0} is ignored: its credential_process handles the sign-in.',
        note.profile,
      );
    case 'codeFromProgram':
      return note.from === undefined
        ? t('The program in rolecall.mfa.process provides the MFA code. If it fails, Rolecall asks you.')
        : t('mfa_process in profile {0} provides the MFA code. If it fails, Rolecall asks you.', note.from);
    case 'codeForEachRole':
      return t('Each role needs its own MFA code: GetSessionToken was denied or is not available.');
    case 'otherToolsDiffer':
      return t(
        'In profile {0}, the AWS CLI and Rolecall use {1}, but {2} would use {3}.',
        note.profile,
        note.taken,
        note.tools.join(', '),
        note.take,
      );
    case 'included':
      return t(
        'Profile {0} takes the values that it does not set itself from profile {1}. Only aws-vault and Rolecall read include_profile.',
        note.profile,
        note.from,
      );
    case 'parentIgnored':
      return t('parent_profile = {0} is ignored: aws-vault renamed it to include_profile.', note.parent);
    case 'regionInherited':
      return t('The region comes from profile {0}.', note.from);
    case 'defaultCounts':
      return t(
        'Profile {0} does not set {1}. Programs that get only its keys, as in terminals, use the value in [default].',
        note.profile,
        note.keys.join(', '),
      );
    case 'durationCapped':
      return t(
        'duration_seconds = {0} is reduced to one hour, the maximum that AWS allows here.',
        note.requestedSeconds,
      );
    case 'durationIgnored':
      return t(
        'duration_seconds in profile {0} is not a whole number of seconds and is ignored.',
        note.profile,
      );
    default:
      return fileNoteSentence(note);
  }
}

/** Describes what other tools would do, for users who want to know everything. */
export function otherToolSentence(note: OtherToolNote): string {
  const t = vscode.l10n.t;
  switch (note.code) {
    case 'mfaElsewhere':
      return t(
        'Other tools handle mfa_serial in profile {0} differently: programs that use the AWS SDK for JavaScript must ask for the MFA code themselves, and the AWS SDK for Rust does not send a code.',
        note.profile,
      );
    case 'mfaOnlyHere':
      return t(
        'The AWS CLI and SDKs read mfa_serial only in role profiles, so they do not send an MFA code here.',
      );
    case 'durationElsewhere':
      return t(
        'duration_seconds in profile {0} is ignored by these tools, which request one hour: {1}.',
        note.profile,
        note.tools.join(', '),
      );
    case 'sessionMissing':
      return t(
        'The AWS CLI rejects profile {0} because there is no [sso-session {1}]. Add it, or remove sso_session.',
        note.profile,
        note.session,
      );
    case 'onlyAwsVault':
      return t('Only aws-vault and Rolecall read {0} in profile {1}.', note.key, note.profile);
    case 'commandCut':
      return t(
        'The AWS SDK for JavaScript reads only the first line of credential_process in profile {0}. Write it on one line.',
        note.profile,
      );
  }
}
