import * as vscode from 'vscode';
import type { ElsewhereContext } from './elsewhereContext.ts';
import { registerProfileLinks } from './profileLinks.ts';
import { registerProfileAssist } from './profileAssist.ts';
import { registerReferenceFixes } from './referenceFixes.ts';
import { ReferenceProblems } from './referenceProblems.ts';
import { ReferringDocuments } from './referringDocuments.ts';

/** Registers what editors have for profile names in files that are no AWS files. */
export function registerElsewhere(context: ElsewhereContext): vscode.Disposable {
  const documents = new ReferringDocuments();
  const problems = new ReferenceProblems(context, documents);
  return vscode.Disposable.from(
    problems,
    registerReferenceFixes(context, problems),
    registerProfileAssist(context, documents),
    registerProfileLinks(context, documents),
  );
}
