import * as vscode from 'vscode';
import type { Environment } from '../../base/environment.ts';
import { editorVariables, ProcessVariables } from '../../delivery/handover/processVariables.ts';
import { openTerminal } from '../../display/namedTerminals.ts';
import { type Item, pickOne } from '../../display/quickPick.ts';
import { showWarning } from '../../display/toasts.ts';
import { cliMode } from '../../plan/alibaba/entryKinds.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import { callOf, sourceOf } from './alibabaCall.ts';
import type { AlibabaContext } from './alibabaContext.ts';

/** A profile for which the CLI signs the user in. */
interface SignInProfile {
  readonly name: string;
  readonly mode: 'CloudSSO' | 'OAuth';
}

type ProfileRow = Item & { readonly profile?: SignInProfile };

/** Signs the user in with the CLI, in a terminal, for a profile that needs that. */
export async function signInWithCli(argument: unknown, context: AlibabaContext): Promise<void> {
  const t = vscode.l10n.t;
  await context.sources.store.ready();
  const profile = await profileFor(argument, context);
  if (!profile) return;
  const path = await context.findCli();
  if (path === undefined) return tellOfMissingCli();
  const { name, mode } = profile;
  const terminal = openTerminal({
    name: t('Sign in: {0}', name),
    iconPath: new vscode.ThemeIcon('sign-in'),
    shellPath: path,
    // The name is data, and no shell sees it. One that begins with a dash is still the value of its flag.
    shellArgs: ['configure', '--mode', mode, `--profile=${name}`],
    // It needs nothing of what Rolecall gives other terminals. On a remote host, VS Code ignores that, which does no
    // harm: only other commands of the CLI read ALIBABA_CLOUD_IGNORE_PROFILE (`config/configure.go`).
    strictEnv: true,
    // Another start of VS Code must not sign in again.
    isTransient: true,
    env: environmentFor(context.environment),
  });
  terminal.show();
}

/** The CLI starts a browser, which must not get what VS Code sets for its own processes. */
function environmentFor(environment: Environment): Record<string, string | null> {
  const variables = ProcessVariables.of(environment, process.platform).without(editorVariables);
  return { ...variables.without(/^ALIBABA_CLOUD_IGNORE_PROFILE$/iu).toRecord() };
}

/** The profile that the argument names, or that the window uses, or the only one, or the one that the user chooses. */
async function profileFor(argument: unknown, context: AlibabaContext): Promise<SignInProfile | undefined> {
  const all = signInProfiles(context);
  const target = callOf(argument, context)?.target ?? targetOf(settled(context.active.state));
  const named = target && profileBehind(sourceOf(target), context);
  const found = all.find(({ name }) => name === named) ?? (all.length === 1 ? all[0] : undefined);
  if (found) return found;
  const rows: readonly ProfileRow[] = all.map((profile) => ({
    label: profile.name,
    description: profile.mode,
    profile,
  }));
  const nothing: ProfileRow = {
    icon: 'info',
    label: vscode.l10n.t('No profile of the CLI has the mode CloudSSO or OAuth'),
  };
  const title = vscode.l10n.t('Sign In with Alibaba Cloud CLI');
  return (await pickOne(rows.length === 0 ? [nothing] : rows, { title }))?.profile;
}

function signInProfiles({ sources }: AlibabaContext): readonly SignInProfile[] {
  const profiles = [...(sources.store.state.cli?.profiles ?? [])];
  return profiles.flatMap(([name, profile]) => {
    const { name: mode } = cliMode(profile);
    return mode === 'CloudSSO' || mode === 'OAuth' ? [{ name, mode }] : [];
  });
}

/** The name of the CLI profile at the end of the chain of `source_profile`. */
function profileBehind(source: ReturnType<typeof sourceOf>, { sources }: AlibabaContext): string | undefined {
  if (source.kind !== 'cliProfile') return undefined;
  const seen = new Set<string>();
  for (let name = source.name; ;) {
    seen.add(name);
    const next = sources.store.state.cli?.profiles.get(name)?.get('source_profile');
    if (next === undefined || seen.has(next)) return name;
    name = next;
  }
}

const cliPage = 'https://www.alibabacloud.com/help/en/cli/installation-guide/';

async function tellOfMissingCli(): Promise<void> {
  const t = vscode.l10n.t;
  const install = { title: t('How to Install It') };
  const chosen = await showWarning(
    t(
      'The Alibaba Cloud CLI (aliyun) is not installed on this machine, or its folder is not in PATH. It signs you in for profiles with the mode CloudSSO or OAuth.',
    ),
    install,
  );
  if (chosen) await vscode.env.openExternal(vscode.Uri.parse(cliPage));
}
