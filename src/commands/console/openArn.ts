import * as vscode from 'vscode';
import { withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';
import { type Arn, arnsIn, mayHavePage, readArn } from '../../plan/console/arn.ts';
import { aws } from '../../plan/endpoints/regions.ts';
import { isSameTarget, type Target } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { readArnTargets, signInRolesIn } from '../../views/arnTargets.ts';
import type { ViewSources } from '../../views/viewSources.ts';
import type { OpenConsoleContext } from '../context.ts';
import type { TextQuestion } from '../questions.ts';
import { runWizard } from '../wizard.ts';
import { arnInEditor } from './arnInEditor.ts';
import { chooseForArn } from './chooseForArn.ts';
import { openConsoleAt } from './openConsoleAt.ts';

/** Opens the resource whose ARN is at the cursor or selected. Without one, asks, and proposes the copied one. */
export async function openByArn(context: OpenConsoleContext): Promise<void> {
  const found = arnInEditor();
  const arn = found && mayHavePage(found) ? found : await askArn(found);
  if (arn) await openArn(arn, context);
}

/**
 * Opens the page of a resource in the AWS console, with a profile of its account. Asks which one, unless only one can
 * be meant. `own`: what the terminal that shows the ARN uses, if it has its own profile.
 */
async function openArn(arn: Arn, context: OpenConsoleContext, own?: Target): Promise<void> {
  const found = await targetForArn(arn, context, own);
  if (found) await openConsoleAt(context, found.target, { kind: 'arn', arn: arn.text }, found);
}

/** The target that opens a resource, which the user may have to choose. `isOutside`: only the ARN has led to it. */
export async function targetForArn(
  arn: Arn,
  context: OpenConsoleContext,
  own?: Target,
): Promise<{ readonly target: Target; readonly isOutside: boolean } | undefined> {
  const { decided, known, possible } = await targetsFor(arn, context.views, own);
  const target = decided ?? (await chooseForArn(arn, { known, possible }, context));
  if (!target) return undefined;
  // The user has chosen the target in use, and the one from the list.
  const inUse = targetOf(settled(context.active.state));
  const isOwn = [own, inUse].some((each) => each && isSameTarget(each, target));
  return { target, isOutside: decided !== undefined && !isOwn };
}

/** The targets that may open a resource. `decided`: the one that does so without a question. */
async function targetsFor(arn: Arn, views: ViewSources, own: Target | undefined) {
  const { decided, fitting, possible } = (await readArnTargets(views, own)).for(arn);
  if (decided || arn.account === undefined) return { decided: decided?.target, known: fitting, possible };
  const known = [...fitting, ...(await signInRolesIn(arn.account, views))];
  return { decided: known.length === 1 ? known[0]?.target : undefined, known, possible };
}

/** The same for a link, which a file or a terminal shows. Its text is from outside. */
export async function followArn(text: unknown, context: OpenConsoleContext, own?: Target): Promise<void> {
  const arn = typeof text === 'string' ? readArn(text) : undefined;
  if (arn) await openArn(arn, context, own);
}

/** `found`: the ARN in the editor. The question says why it has no page. */
async function askArn(found: Arn | undefined): Promise<Arn | undefined> {
  const proposed = found ?? arnIn(await copiedText());
  const answers = await runWizard(vscode.l10n.t('Open Resource by ARN'), () => [() => arnQuestion(proposed)]);
  return answers && readArn(answers['arn'] ?? '');
}

/** Empty if the clipboard cannot be read soon. */
function copiedText(): Promise<string> {
  const { signal } = new AbortController();
  const reading = withDeadline(deadlines.clipboardMs, signal, async () => vscode.env.clipboard.readText());
  return reading.catch(() => '');
}

const exampleArn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';

function arnQuestion(proposed: Arn | undefined): TextQuestion {
  const t = vscode.l10n.t;
  return {
    kind: 'text',
    name: 'arn',
    prompt: t('ARN of the resource to open in the AWS console'),
    placeholder: exampleArn,
    ...(proposed && { value: proposed.text }),
    mend: (text) => arnIn(text)?.text ?? text,
    validate: (text) => {
      const arn = readArn(text);
      if (!arn) return t('Enter an ARN like {0}, without wildcards and placeholders.', exampleArn);
      if (arn.partition !== aws.id) return t('The AWS console opens ARNs only in the partition {0}.', aws.id);
      if (mayHavePage(arn)) return undefined;
      return t(
        'The AWS console has no page for this: the ARN names a session, an account, or a call, and no resource.',
      );
    },
  };
}

/** More than anyone copies with an ARN. */
const maxCopied = 10_000;

/** The ARN that a text is, or the only one in it. */
function arnIn(text: string): Arn | undefined {
  if (text.length > maxCopied) return undefined;
  const [first, ...others] = arnsIn(text);
  return readArn(text.trim()) ?? (others.length === 0 ? first?.arn : undefined);
}
