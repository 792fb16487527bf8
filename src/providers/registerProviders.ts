import * as vscode from 'vscode';
import { awsLanguage } from '../base/contributions.ts';
import { AwsDocuments } from './awsDocuments.ts';
import { registerCodeActions } from './codeActions.ts';
import { registerCompletionProvider } from './completionProvider.ts';
import { registerElsewhere } from './elsewhere/registerElsewhere.ts';
import { Diagnostics } from './fileDiagnostics.ts';
import { registerHoverProvider } from './hoverProvider.ts';
import { registerInlayProvider } from './inlayProvider.ts';
import type { LanguageFacts } from './languageContext.ts';
import { registerLensProvider } from './lensProvider.ts';
import { registerLintPage } from './lintPage.ts';
import { registerNameProviders } from './nameProviders.ts';
import { PolicyDiagnostics } from './policyDiagnostics.ts';
import { registerRenameProvider } from './renameProvider.ts';
import { SecretMasks } from './secretMasks.ts';
import { registerStructureProviders } from './structureProviders.ts';

/** Registers all that editors of AWS files, of files that name profiles, and of policies have, once one is open. */
export function registerProviders(facts: LanguageFacts): vscode.Disposable {
  const documents = new AwsDocuments({
    roleAt: facts.roleAt,
    onDisk: () => facts.store.state.profiles.documents,
  });
  const context = {
    ...facts,
    selector: { language: awsLanguage },
    textOf: (document: vscode.TextDocument) => documents.textOf(document),
  };
  const diagnostics = new Diagnostics(context);
  return vscode.Disposable.from(
    diagnostics,
    registerCodeActions(context, diagnostics),
    registerLintPage(facts.extension),
    registerCompletionProvider(context),
    registerHoverProvider(context),
    registerNameProviders(context),
    registerStructureProviders(context),
    registerRenameProvider(context),
    registerLensProvider(context),
    registerInlayProvider(context),
    new SecretMasks(context),
    registerElsewhere(context),
    new PolicyDiagnostics(facts.policies),
  );
}
