import { isPlan } from '../../plan/plan.ts';
import type { CommandContext } from '../context.ts';
import { switchProfile } from './switchProfile.ts';
import { useTarget } from './useTarget.ts';

type AmbientContext = Parameters<typeof switchProfile>[0] & Pick<CommandContext, 'confirmOutside'>;

/**
 * Makes what terminals use without a choice the choice of this window. Lets the user choose if there is nothing. A
 * workspace can set what terminals use, and anything can run this command, so production is confirmed.
 */
export async function useAmbient(context: AmbientContext): Promise<void> {
  await context.store.ready();
  const ambient = context.views.ambient.value;
  if (!ambient || !isPlan(context.views.planOf(ambient.planned.target))) return switchProfile(context);
  await context.confirmOutside(ambient.planned.target);
  await useTarget(ambient.planned.target, context);
}
