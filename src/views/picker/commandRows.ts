import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../../base/contributions.ts';
import type { Failure } from '../../base/failure.ts';
import { anyRoleArnPattern, roleArnPattern } from '../../profiles/keys/credentialRows.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { ActiveState } from '../../session/activeState.ts';
import type { ViewSources } from '../viewSources.ts';
import type { PickerPurpose } from './pickerChoice.ts';
import type { Row } from './targetRow.ts';

export function separator(label: string): Row {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The rows about what is in use. */
export function inUseRows(purpose: PickerPurpose, { active, bound }: ViewSources): readonly Row[] {
  if (purpose === 'switch') return stateRows(active.state);
  return purpose === 'bind' && bound.target ? [unbindRow(bound.target)] : [];
}

function stateRows(state: ActiveState): readonly Row[] {
  const t = vscode.l10n.t;
  if (state.kind === 'none') return [];
  const name = targetName(state.target);
  if (state.kind === 'switching')
    return [{ icon: 'close', label: t('Cancel switching to {0}', name), choice: { kind: 'cancelSwitch' } }];
  const stop = commandRow('circle-slash', t('Stop using {0}', name), commandIds.stopUsing);
  if (state.kind !== 'ready' || state.mustAsk === undefined) return [stop];
  return [{ icon: 'refresh', label: t('Renew the session of {0}', name), choice: { kind: 'renew' } }, stop];
}

function unbindRow(target: Target): Row {
  const label = vscode.l10n.t('Unbind from {0}', targetName(target));
  return { icon: 'circle-slash', label, choice: { kind: 'unbind' } };
}

/** Reports files that could not be read, in place of their profiles. */
export function fileRows({ store, describe }: ViewSources): readonly Row[] {
  return store.state.failures.map((failure) => ({
    icon: 'warning',
    label: describe(failure),
    ...lineOf(failure),
  }));
}

export function hintRows({ store, describe }: ViewSources): readonly Row[] {
  return store.state.hints.map((hint) => ({ icon: 'info', label: describe(hint), ...lineOf(hint) }));
}

/** Opens the line that a failure is about. */
function lineOf(failure: Failure): Pick<Row, 'choice'> {
  switch (failure.code) {
    case 'brokenHeader':
      return { choice: { kind: 'line', path: failure.path, line: failure.lines[0] ?? 1 } };
    case 'noPrefix':
    case 'mistypedTitle':
    case 'titleOfConfigFile':
      return { choice: { kind: 'line', path: failure.path, line: failure.line } };
    default:
      return {};
  }
}

/** What the picker offers apart from targets. */
export function otherRows(purpose: PickerPurpose): readonly Row[] {
  const t = vscode.l10n.t;
  const byArn: Row = {
    icon: 'edit',
    label: t('Assume role by ARN…'),
    description: t('a role that is not in your AWS files'),
    choice: { kind: 'roleArn', arn: undefined },
  };
  if (purpose === 'assumeRole') return [byArn];
  return purpose === 'switch' ? [byArn, ...addRows()] : [];
}

function addRows(): readonly Row[] {
  const t = vscode.l10n.t;
  return [
    commandRow(
      'sign-in',
      t('Sign in with AWS console…'),
      commandIds.signInWithConsole,
      t('user name and password'),
    ),
    commandRow('sign-in', t('Sign in to IAM Identity Center…'), commandIds.signIn),
    commandRow('add', t('Add profile…'), commandIds.addProfile),
    commandRow('clippy', t('From copied credentials…'), commandIds.addCopiedCredentials),
  ];
}

/** The rows of a picker without any targets: the ways to the first one. */
export function firstRows(): readonly Row[] {
  const t = vscode.l10n.t;
  return [
    separator(t('no AWS profiles yet')),
    ...addRows(),
    commandRow('book', t('Get started'), commandIds.getStarted),
    commandRow('go-to-file', t('Open the config file'), commandIds.openConfigFile),
  ];
}

function commandRow(icon: string, label: string, id: CommandId, description?: string): Row {
  return { icon, label, ...(description && { description }), choice: { kind: 'command', id } };
}

/**
 * The row for a role ARN that was typed or pasted. Other servers than AWS have ARNs of their own forms, which count if
 * they are recognizable.
 */
export function typedRoleRow(text: string): Row | undefined {
  const arn = text.trim();
  const isOther = arn.startsWith('arn:') && arn.includes(':role/') && anyRoleArnPattern.test(arn);
  if (!roleArnPattern.test(arn) && !isOther) return undefined;
  return {
    icon: 'account',
    label: vscode.l10n.t('Assume {0}', arn),
    choice: { kind: 'roleArn', arn },
  };
}

/** A row that only informs. */
export function noteRow(icon: string, label: string): Row {
  return { icon, label };
}
