import { isPlan } from '../plan/plan.ts';
import type { Target } from '../profiles/profiles.ts';
import { pickProfile } from '../views/picker/picker.ts';
import type { PickerChoice, PickerPurpose } from '../views/picker/pickerRows.ts';
import type { CommandContext } from './context.ts';
import { revealLine, revealSection } from './openFiles.ts';

/** Asks for a profile that works; one that does not leads to the line that says why. */
export async function chooseTarget(
  purpose: PickerPurpose,
  context: Pick<CommandContext, 'store' | 'views' | 'attempt'>,
): Promise<Target | undefined> {
  return chosenTarget(await pickProfile(purpose, context.views), context);
}

/** The same, once something is chosen. */
export async function chosenTarget(
  choice: PickerChoice | undefined,
  { store, attempt }: Pick<CommandContext, 'store' | 'attempt'>,
): Promise<Target | undefined> {
  if (choice?.kind === 'target' && isPlan(choice.planned)) return choice.planned.target;
  if (choice?.kind === 'line') {
    await attempt(choice.path, () => revealLine(store, choice.path, choice.line));
    return undefined;
  }
  const target = choice?.kind === 'target' ? choice.planned.target : undefined;
  const name = target?.kind === 'profile' ? target.name : choice?.kind === 'reveal' ? choice.name : undefined;
  if (name !== undefined) await attempt(name, () => revealSection(store, { kind: 'profile', name }));
  return undefined;
}

/** Asks for a profile of which to be told more, whether it works or not. */
export async function chooseExplained(views: CommandContext['views']): Promise<Target | undefined> {
  const choice = await pickProfile('explain', views);
  if (choice?.kind === 'reveal') return { kind: 'profile', name: choice.name };
  return choice?.kind === 'target' ? choice.planned.target : undefined;
}
