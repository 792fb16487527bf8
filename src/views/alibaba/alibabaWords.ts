import * as vscode from 'vscode';
import type { Failure } from '../../base/failure.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import type { Mark } from '../../display/marks.ts';
import type { AlibabaNote, AlibabaPlan, AlibabaStep, RamKeysStep } from '../../plan/alibaba/alibabaPlan.ts';
import { alibabaRole } from '../../plan/alibaba/alibabaFacts.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import type { AlibabaTarget } from '../../profiles/alibaba/alibabaTarget.ts';
import { duration } from '../timeLeft.ts';
import { alibabaLabel, toolNames } from './alibabaNames.ts';

/** What a plan leads to, apart from the name of its target: account, role, source, and region. */
export function planFacts(plan: AlibabaPlan): readonly string[] {
  const role = alibabaRole(plan);
  const { target } = plan;
  const [source] = plan.steps;
  const isRole = target.kind === 'ramRole';
  const via = isRole
    ? vscode.l10n.t('via {0}', alibabaLabel(target.source))
    : source && sourceWord(source, target);
  return publicFacts([role?.account, isRole ? undefined : role?.role, via, plan.region?.name]).filter(
    (fact): fact is string => fact !== undefined && fact !== '',
  );
}

/** Undefined for sources that the label of the target names already. */
function sourceWord(step: AlibabaStep, target: AlibabaTarget): string | undefined {
  const t = vscode.l10n.t;
  switch (step.kind) {
    case 'ramKeys':
      return keysWord(step);
    case 'external':
      return t('external program');
    case 'cloudSso':
      return t('CloudSSO sign-in');
    case 'oauth':
      return t('OAuth sign-in');
    case 'oidcRole':
      return t('OIDC token');
    case 'credentialsUri':
      return target.kind === 'credentialsUri' ? undefined : t('credentials URI');
    case 'credentialsFile':
    case 'ramRole':
      return undefined;
    case 'ecsRamRole':
      return step.roleName;
  }
}

function keysWord({ temporary }: RamKeysStep): string {
  return temporary ? vscode.l10n.t('STS token') : vscode.l10n.t('AccessKey pair');
}

export function alibabaIcon(planned: Planned<AlibabaPlan>): vscode.ThemeIcon {
  const warning = new vscode.ThemeColor('list.warningForeground');
  if (!isPlan(planned)) return new vscode.ThemeIcon('warning', warning);
  const last = planned.steps.at(-1);
  return new vscode.ThemeIcon(last ? stepIcon(last) : 'key');
}

function stepIcon(step: AlibabaStep): string {
  switch (step.kind) {
    case 'ramRole':
    case 'oidcRole':
      return 'account';
    case 'credentialsUri':
    case 'credentialsFile':
    case 'ecsRamRole':
      return 'server';
    case 'external':
      return 'gear';
    case 'cloudSso':
    case 'oauth':
      return 'sign-in';
    case 'ramKeys':
      return step.place === 'ramEnvironment' ? 'terminal' : step.temporary ? 'watch' : 'key';
  }
}

export function alibabaStepSentence(plannedStep: AlibabaStep): string {
  const t = vscode.l10n.t;
  const step = publicFacts(plannedStep);
  switch (step.kind) {
    case 'ramKeys':
      return keysSentence(step);
    case 'credentialsUri':
      return t('Get the credentials of the instance’s RAM role from the service at {0}', step.host);
    case 'credentialsFile':
      return t('Read the credentials of the instance’s RAM role in {0}', step.path);
    case 'ecsRamRole':
      return step.roleName === undefined
        ? t('Get credentials for the RAM role of the ECS instance from {0}', step.endpoint)
        : t(
            'Get credentials for the RAM role {1} of the ECS instance from {0}',
            step.endpoint,
            step.roleName,
          );
    case 'external':
      return t('Run process_command of profile {0}', step.profile);
    case 'cloudSso':
      return step.accessConfiguration === undefined || step.account === undefined
        ? t('Use the CloudSSO sign-in that the Alibaba Cloud CLI keeps in profile {0}', step.profile)
        : t(
            'Use the CloudSSO sign-in that the Alibaba Cloud CLI keeps in profile {0}, for the access configuration {1} in account {2}',
            step.profile,
            step.accessConfiguration,
            step.account,
          );
    case 'oauth':
      return t('Use the OAuth sign-in that the Alibaba Cloud CLI keeps in profile {0}', step.profile);
    case 'oidcRole':
      return t(
        'Assume {0} with the token in {2} (session name {1})',
        step.roleArn,
        step.sessionName,
        step.tokenFile,
      );
    case 'ramRole':
      return t('Assume {0} (session name {1})', step.roleArn, step.sessionName);
  }
}

function keysSentence({ place, temporary, accessKeyId, profile }: RamKeysStep): string {
  const t = vscode.l10n.t;
  if (place === 'ramEnvironment') return t('Use access key {0} from VS Code’s environment', accessKeyId);
  return temporary
    ? t('Use temporary access key {0} of profile {1}', accessKeyId, profile)
    : t('Use access key {0} of profile {1}', accessKeyId, profile);
}

/** What else a step demands: its duration, external ID, and policy, and where it is sent. */
export function alibabaStepFacts(plannedStep: AlibabaStep): readonly string[] {
  const t = vscode.l10n.t;
  const step = publicFacts(plannedStep);
  if (step.kind === 'cloudSso' || step.kind === 'oauth') return [t('Endpoint: {0}', step.endpoint.host)];
  if (step.kind !== 'ramRole' && step.kind !== 'oidcRole') return [];
  const { durationSeconds, policy, sts } = step;
  const externalId = step.kind === 'ramRole' ? step.externalId : undefined;
  return [
    durationSeconds !== undefined && t('Valid for {0}.', duration(durationSeconds * 1000)),
    externalId !== undefined && t('External ID: {0}', externalId),
    policy !== undefined && t('A policy limits the session.'),
    t('Endpoint: {0}', sts.host),
  ].filter((fact) => fact !== false);
}

export function alibabaNoteSentence(note: AlibabaNote): string {
  const t = vscode.l10n.t;
  switch (note.code) {
    case 'unreadableBy':
      return t('These tools cannot read this profile: {0}.', toolNames(note.tools));
    case 'ignoredKey':
      return t('{0} is ignored by these tools: {1}.', note.key, toolNames(note.tools));
  }
}

/** Why a target has no session, in a word. */
export function alibabaWaitingMark({ code }: Failure): Mark {
  const t = vscode.l10n.t;
  switch (code) {
    case 'cliSignInNeeded':
      return { icon: 'sign-in', text: t('sign in') };
    case 'unconfirmed':
      return { icon: 'question', text: t('not confirmed') };
    case 'alibabaKeysExpired':
    case 'alibabaSourceStale':
      return { icon: 'history', text: t('expired') };
    default:
      return { icon: 'warning', text: t('no session') };
  }
}
