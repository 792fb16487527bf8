import { AccessSetting } from './host/accessSettings.ts';
import { PolicyFiles } from './host/files/policyFiles.ts';
import { absolutePolicy, isEverywhere } from './host/files/policyPaths.ts';
import { derived, setting } from './host/settings.ts';
import { agentMarks } from './plan/access/agentMarks.ts';
import type { Planned } from './plan/plan.ts';
import { scopePlan } from './plan/access/scopePlan.ts';
import { isAtMost } from './profiles/access/access.ts';
import { readAccess } from './profiles/access/accessValue.ts';
import type { PolicyDocument } from './profiles/policies/policyDocument.ts';
import { DefaultAccess } from './session/access/defaultAccess.ts';
import type { ProductionProfiles } from './session/consent/productionProfiles.ts';

/** Creates what limits the sessions of each target. It is loaded with what reads the AWS files. */
export function createAccess(
  sessionName: () => string,
  production: Pick<ProductionProfiles, 'of' | 'onDidChange'>,
  load: () => Promise<{ readonly readPolicyDocument: (text: string) => PolicyDocument }>,
) {
  const policyFiles = new PolicyFiles(load);
  const settings = new AccessSetting(policyFiles, { readAccess, isAtMost });
  const marks = [
    setting('agents.sessionName'),
    setting('agents.sessionTags'),
    setting('agents.sourceIdentity'),
  ] as const;
  const context = derived(
    () => ({
      sessionName: sessionName(),
      agents: agentMarks({
        sessionName: marks[0].value,
        sessionTags: marks[1].value,
        sourceIdentity: marks[2].value,
      }),
    }),
    ...marks,
  );
  const access = new DefaultAccess({
    settings,
    // Those of a workspace are followed with its settings.
    currentPolicy: ({ file }) =>
      isEverywhere(file) ? policyFiles.get(absolutePolicy(file, ''), file) : undefined,
    isProduction: (planned: Planned) => production.of(planned) !== undefined,
    onProductionChange: production.onDidChange,
    scope: scopePlan,
    context: () => context.value,
  });
  return { access, accessSettings: settings, policyFiles };
}
export type AccessStage = ReturnType<typeof createAccess>;
