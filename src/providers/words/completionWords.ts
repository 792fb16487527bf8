import * as vscode from 'vscode';
import type { Completion, SnippetName } from '../../language/completion/completion.ts';
import { regionCity } from '../../views/regionWords.ts';
import type { ViewSources } from '../../views/viewSources.ts';
import { profileWords } from './profileWords.ts';

/** What is shown beside the label of a completion. */
export function completionWords({ about, label }: Completion, views: ViewSources): string {
  const t = vscode.l10n.t;
  const accountName = (id: string | undefined): string =>
    (id !== undefined && /^\d{12}$/u.test(id) && views.accountNames.ofId(id).name) || '';
  switch (about.kind) {
    case 'sectionKind':
      return sectionWords(about.section);
    case 'missing':
      return about.isDefined ? t('only in the other file') : t('not defined yet');
    case 'snippet':
      return snippetWords(about.snippet);
    case 'profile':
      return profileWords(about.name, views);
    case 'region':
      return regionCity(about.region);
    case 'account':
      return accountName(about.id);
    case 'permissionSet':
      return accountName(about.account);
    case 'value':
      return about.isDefault ? t('default') : '';
    case 'writtenElsewhere':
      return accountName(label.split(':')[4]);
    default:
      return '';
  }
}

function sectionWords(section: 'profile' | 'sso-session' | 'services' | 'default'): string {
  const t = vscode.l10n.t;
  switch (section) {
    case 'profile':
      return '';
    case 'default':
      return t('the profile of programs that name none');
    case 'sso-session':
      return t('a sign-in to IAM Identity Center');
    case 'services':
      return t('endpoints of single services');
  }
}

function snippetWords(snippet: SnippetName): string {
  const t = vscode.l10n.t;
  switch (snippet) {
    case 'role':
      return t('a role that another profile assumes');
    case 'roleWithMfa':
      return t('a role that needs an MFA code');
    case 'identityCenter':
      return t('a permission set in an account');
    case 'signIn':
      return t('a sign-in to IAM Identity Center');
    case 'process':
      return t('credentials from a program');
    case 'webIdentity':
      return t('a role with the token of an identity provider');
    case 'machineRole':
      return t('a role that the role of this machine assumes');
    case 'login':
      return t('a sign-in with the AWS console');
    case 'accessKeys':
      return t('long-term access keys');
    case 'temporaryKeys':
      return t('temporary access keys');
    case 'services':
      return t('endpoints of single services');
  }
}
