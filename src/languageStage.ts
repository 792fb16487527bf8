import * as vscode from 'vscode';
import { awsLanguage } from './base/contributions.ts';
import type { CommandStage } from './commandStage.ts';
import { writeUserSetting } from './commands/userSetting.ts';
import { AwsPlaces } from './host/files/awsPlaces.ts';
import { NamedPolicies } from './host/namedPolicies.ts';
import { derived, setting } from './host/settings.ts';
import { mayReferToProfiles } from './language/elsewhere/referringFiles.ts';
import type { ProfilesInUse } from './profilesInUseStage.ts';
import { type Host, loadLanguage, type Plans } from './startUp.ts';
import type { ViewFacts } from './views/viewSources.ts';
import { withSentences } from './viewStage.ts';

/** Gives the AWS files their language. Loads the providers for such a file, one that may name profiles, or a policy. */
export function registerLanguage(
  { context, attempt, now }: Host,
  plans: Plans,
  { active, bound }: ProfilesInUse,
  facts: ViewFacts,
  { ownRows, secretsInEditors }: Pick<CommandStage, 'ownRows' | 'secretsInEditors'>,
): vscode.Disposable {
  const { store } = plans;
  const places = new AwsPlaces(store.paths);
  const policies = new NamedPolicies();
  let isDisposed = false;
  let providers: Promise<vscode.Disposable> | undefined;
  const load = async (): Promise<vscode.Disposable> => {
    const { later, registerProviders } = await loadLanguage();
    const views = await withSentences(facts);
    if (isDisposed) return vscode.Disposable.from();
    return registerProviders({
      ...lintSettings(attempt),
      ...views,
      store,
      active,
      bound,
      views,
      codeLens: setting('editor.codeLens'),
      inlayHints: setting('editor.inlayHints'),
      maskSecrets: secretsInEditors,
      ownRows,
      attempt,
      now,
      permissions: later.filePermissions,
      policies,
      roleAt: (uri) => places.roleAt(uri),
      extension: context.extensionUri,
    });
  };
  // A user who chooses another language for a file keeps it until the window is closed.
  const given = new Set<string>();
  const look = (document: vscode.TextDocument): void => {
    const hasLanguage = document.languageId === awsLanguage;
    if (mayReferToProfiles(document.uri.path, document.languageId) || policies.isPolicy(document))
      providers ??= load();
    if (!hasLanguage && !places.roleAt(document.uri)) return;
    providers ??= load();
    const uri = document.uri.toString();
    if (!hasLanguage && !given.has(uri)) void vscode.languages.setTextDocumentLanguage(document, awsLanguage);
    given.add(uri);
  };
  const lookAtAll = (): void => vscode.workspace.textDocuments.forEach(look);
  void store.ready().then(async () => {
    await places.followLinks();
    if (!isDisposed) lookAtAll();
  });
  lookAtAll();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    policies,
    policies.onDidChange(lookAtAll),
    {
      dispose: () => {
        isDisposed = true;
        void providers?.then((each) => each.dispose());
      },
    },
  );
}

function lintSettings(attempt: Host['attempt']) {
  const isOn = setting('lint.enabled');
  const off = setting('lint.off');
  return {
    turnOff: (code: string) =>
      attempt('rolecall.lint.off', () => writeUserSetting('lint.off', [...new Set([...off.value, code])])),
    lintOff: derived<ReadonlySet<string> | 'all'>(() => (isOn.value ? new Set(off.value) : 'all'), isOn, off),
  };
}
