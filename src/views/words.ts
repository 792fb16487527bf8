import * as vscode from 'vscode';
import type { Note } from '../plan/notes.ts';
import { accountOf, isPlan, needsPerson, type Plan, type Planned, type Step } from '../plan/plan.ts';
import { duration } from './remaining.ts';

/** `role via maya · MFA`: what a plan is, in a line. */
export function summarize(plan: Plan): string {
  const t = vscode.l10n.t;
  const source = plan.steps[0]!;
  const roles = plan.steps.filter((step) => step.kind === 'assumeRole');
  const via = roles.at(-2)?.profile ?? source.profile;
  const what = roles.length > 0 ? t('role via {0}', via) : sourceWord(source);
  return plan.steps.some(needsPerson) ? `${what} · ${t('MFA')}` : what;
}

function sourceWord(step: Step): string {
  const t = vscode.l10n.t;
  switch (step.kind) {
    case 'environment':
      return t('environment variables');
    case 'process':
      return t('credential program');
    case 'webIdentity':
      return t('role by web identity');
    case 'container':
      return t('container role');
    case 'instance':
      return t('instance role');
    case 'login':
      return t('sign-in of the AWS CLI');
    case 'identityCenter':
      return t('{0} by IAM Identity Center', step.roleName);
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

/** What will happen, step by step, for a tooltip. Every value goes in as text: config is data from outside. */
export function planMarkdown(plan: Plan): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  const lines = [
    ...plan.steps.map((step, i) => `${i + 1}. ${stepSentence(step)}`),
    ...(plan.region ? [vscode.l10n.t('Region {0}', plan.region.name)] : []),
    ...plan.notes.map((note) => `ⓘ ${noteSentence(note)}`),
  ];
  for (const line of lines) markdown.appendText(line).appendMarkdown('  \n');
  return markdown;
}

export function stepSentence(step: Step): string {
  const t = vscode.l10n.t;
  switch (step.kind) {
    case 'keys':
      return step.temporary
        ? t('Temporary key {0} of profile {1}', step.accessKeyId, step.profile)
        : t('Access key {0} of profile {1}', step.accessKeyId, step.profile);
    case 'environment':
      return t('Access key {0} from VS Code’s environment', step.accessKeyId);
    case 'process':
      return t('The program that credential_process of profile {0} names', step.profile);
    case 'container':
      return t('The role of the container, from {0}', step.host);
    case 'instance':
      return t('The role of the EC2 instance, from {0}', step.endpoint);
    case 'login':
      return t('What “aws login” left for {0}', step.session);
    case 'identityCenter':
      return t(
        'The role {0} in account {1}, by signing in to {2}',
        step.roleName,
        step.accountId,
        step.session.startUrl,
      );
    case 'webIdentity':
      return step.token.kind === 'file'
        ? t('Assume {0} as {1} with the token in {2}', step.roleArn, step.sessionName, step.token.path)
        : t(
            'Assume {0} as {1} with the token that {2} prints',
            step.roleArn,
            step.sessionName,
            'web_identity_token_process',
          );
    case 'mfaSession':
      return t('MFA session with {0}, for {1}', step.mfaSerial, duration(step.durationSeconds * 1000));
    case 'assumeRole':
      return step.mfaSerial
        ? t('Assume {0} with an MFA code from {1}', step.roleArn, step.mfaSerial)
        : t('Assume {0} as {1}', step.roleArn, step.sessionName);
  }
}

export function noteSentence(note: Note): string {
  const t = vscode.l10n.t;
  switch (note.code) {
    case 'mfaInherited':
      return t('mfa_serial comes from profile {0}.', note.from);
    case 'mfaNotForTemporaryKeys':
      return t('mfa_serial is not used: AWS accepts MFA codes only with long-term keys.');
    case 'mfaLeftToProgram':
      return t(
        'mfa_serial of profile {0} is not used: its credential_process does its own sign-in.',
        note.profile,
      );
    case 'codeFromProgram':
      return note.from === undefined
        ? t('The program in rolecall.mfa.process gives the MFA code. If it cannot, you are asked.')
        : t('mfa_process of profile {0} gives the MFA code. If it cannot, you are asked.', note.from);
    case 'otherToolsDiffer':
      return t(
        'Of profile {0}, the AWS CLI and Rolecall take {1}, but {2} would take {3}.',
        note.profile,
        note.taken,
        note.tools.join(', '),
        note.take,
      );
    case 'included':
      return t(
        'What profile {0} lacks comes from profile {1}. Tools other than aws-vault do not read include_profile.',
        note.profile,
        note.from,
      );
    case 'parentIgnored':
      return t('parent_profile = {0} is ignored: aws-vault calls it include_profile now.', note.parent);
    case 'unused':
      return unusedSentence(note);
    case 'regionInherited':
      return t('The region comes from profile {0}.', note.from);
    case 'durationCapped':
      return t('duration_seconds = {0} is cut to one hour, the most AWS allows here.', note.askedSeconds);
    case 'durationIgnored':
      return t('duration_seconds = {0} is not a whole number of seconds and is ignored.', note.value);
  }
}

function unusedSentence({ profile, keys, because }: Extract<Note, { code: 'unused' }>): string {
  const t = vscode.l10n.t;
  const list = keys.join(', ');
  switch (because) {
    case 'noRole':
      return t('Not used, since no role is assumed in profile {0}: {1}.', profile, list);
    case 'webIdentity':
      return t('Not used, since AWS takes none with a web identity: {0} of profile {1}.', list, profile);
    case 'otherSource':
      return t('Not used, since profile {0} has another source: {1}.', profile, list);
  }
}
