import type { Check } from './check.ts';
import { hiddenSecrets } from './hiddenSecrets.ts';
import { linearTime } from './linearTime.ts';
import { localEdits } from './localEdits.ts';
import { mirrorSources } from './mirrorSources.ts';
import { noMachineRole } from './noMachineRole.ts';

export const checks = [
  hiddenSecrets,
  localEdits,
  mirrorSources,
  noMachineRole,
  linearTime,
] as readonly Check[];
