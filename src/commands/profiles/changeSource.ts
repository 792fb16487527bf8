import * as vscode from 'vscode';
import { FailureError } from '../../base/failure.ts';
import { isPlan } from '../../plan/plan.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { keys } from '../../profiles/keys.ts';
import { type ProfileSet, valueOf } from '../../profiles/profiles.ts';
import { planRewrites } from '../../profiles/writer.ts';
import { ownRow, type TreeNode } from '../../views/tree/treeNodes.ts';
import { applyChange, confirmRewrites } from '../change/confirmChange.ts';
import { profileItems, sourceItems } from '../change/profileQuestions.ts';
import { loopWith } from '../change/sourceLoop.ts';
import type { ChangeContext } from '../context.ts';
import { showInfo } from '../notifications.ts';
import type { WizardStep } from '../questions.ts';
import { runWizard } from '../wizard.ts';

/** Changes the profile whose credentials assume a role: of the row, or of a role that the user chooses. */
export async function changeSource(context: ChangeContext, node?: TreeNode): Promise<void> {
  const { profiles } = await context.store.ready();
  const name = node?.kind === 'profile' ? node.name : await chooseRole(profiles, context);
  if (name === undefined) return;
  if (!isRole(profiles, name)) return showNoRole(name);
  const before = valueOf(profiles.profiles.get(name), keys.sourceProfile);
  const items = sourceItems(profiles, context.views).filter(({ answer }) => answer !== name);
  const prompt = vscode.l10n.t('Choose the source profile that can assume the role');
  await context.attempt(name, () =>
    change(name, context, [() => ({ kind: 'choice', name: 'source', prompt, value: before ?? '', items })]),
  );
}

/** The same for a role that was dropped on its new source. */
export async function changeSourceByDrop(
  context: ChangeContext,
  dragged: TreeNode,
  droppedOn: TreeNode | undefined,
): Promise<void> {
  const [role, onto] = [ownRow(dragged), droppedOn && ownRow(droppedOn)];
  if (role.kind !== 'profile') return;
  const { name } = role;
  await context.attempt(name, async () => {
    const { profiles } = await context.store.ready();
    if (!isRole(profiles, name)) return showNoRole(name);
    if (onto?.kind !== 'profile') return showNoSource(name);
    const source = onto.name;
    if (source === name || source === valueOf(profiles.profiles.get(name), keys.sourceProfile)) return;
    refuseLoop(profiles, name, source);
    const planned = context.views.planOf(onto);
    if (!isPlan(planned)) throw new FailureError(planned.failure);
    await change(name, context, [], source);
  });
}

async function change(
  name: string,
  context: ChangeContext,
  questions: readonly WizardStep[],
  dropped?: string,
): Promise<void> {
  const t = vscode.l10n.t;
  const { store, editableFiles } = context;
  const title = t('Change Source Profile: {0}', name);
  const confirm: WizardStep = ({ source = dropped ?? '' }) =>
    confirmRewrites(context, { title, warning: warningFor(store.state.profiles, name, source) }, async () => {
      refuseLoop(store.state.profiles, name, source);
      return planRewrites(await editableFiles(), store.paths, changeTo(name, source));
    });
  const answers = await runWizard(title, () => [...questions, confirm]);
  if (!answers) return;
  const source = answers['source'] ?? dropped ?? '';
  const message = t('Profile “{0}” now gets its credentials from “{1}”.', name, source);
  await applyChange(context, changeTo(name, source), { message });
}

function changeTo(name: string, source: string): ProfileChange {
  const values = [
    [keys.sourceProfile, source],
    // A role has one source only.
    [keys.credentialSource, undefined],
  ] as const;
  return { kind: 'set', name, values };
}

function refuseLoop(profiles: ProfileSet, name: string, source: string): void {
  const loop = loopWith(profiles, name, source);
  if (loop) throw new FailureError({ code: 'sourceWouldLoop', profile: name, source, loop });
}

/** A role keeps its MFA device, which may belong to the user of the earlier source. */
function warningFor({ profiles }: ProfileSet, name: string, source: string): string | undefined {
  const [own, ofSource] = [name, source].map((each) => valueOf(profiles.get(each), keys.mfaSerial));
  if (own === undefined || own === ofSource) return undefined;
  return vscode.l10n.t(
    'mfa_serial stays {0}. Check that this device belongs to the user of “{1}”.',
    own,
    source,
  );
}

function isRole({ profiles }: ProfileSet, name: string): boolean {
  return valueOf(profiles.get(name), keys.roleArn) !== undefined;
}

async function chooseRole(profiles: ProfileSet, { views }: ChangeContext): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const items = profileItems(profiles, views).filter(({ answer = '' }) => isRole(profiles, answer));
  if (items.length === 0) {
    showInfo(t('No profile in your AWS files assumes a role.'), []);
    return undefined;
  }
  const prompt = t('Choose a profile');
  const answers = await runWizard(t('Change Source Profile'), () => [
    () => ({ kind: 'choice', name: 'profile', prompt, items }),
  ]);
  return answers?.['profile'];
}

function showNoRole(name: string): void {
  showInfo(
    vscode.l10n.t('Profile “{0}” has no source profile: only a profile with role_arn has one.', name),
    [],
  );
}

function showNoSource(name: string): void {
  showInfo(vscode.l10n.t('Drop “{0}” on the profile whose credentials are to assume its role.', name), []);
}
