import * as vscode from 'vscode';
import type {
  ChainLink,
  ChainOutcome,
  ChainPlace,
  ChainReason,
  WayOut,
} from '../../plan/alibaba/chainLink.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { sourceName } from './alibabaNames.ts';

/** What a tool finds in a place where it looks for credentials, and why: one line of its default chain. */
export function chainSentence(link: ChainLink): string {
  const place = placeName(link.place);
  const { outcome, why } = link;
  // The line that ends the search says so.
  if (why.code === 'earlier') return `${place}: ${outcomeWord(outcome)}`;
  const reason = reasonWords(publicFacts(why));
  return outcome === 'taken' && link.source
    ? vscode.l10n.t('{0}: used, with {1} ({2})', place, sourceName(publicFacts(link.source)), reason)
    : `${place}: ${outcomeWord(outcome)} (${reason})`;
}

function outcomeWord(outcome: ChainOutcome): string {
  const t = vscode.l10n.t;
  const words: Readonly<Record<ChainOutcome, string>> = {
    taken: t('used'),
    empty: t('nothing here'),
    broken: t('cannot be used'),
    off: t('switched off'),
    notReached: t('not reached'),
    perhaps: t('not known'),
  };
  return words[outcome];
}

function placeName(place: ChainPlace): string {
  const t = vscode.l10n.t;
  const names: Readonly<Record<ChainPlace, string>> = {
    javaProperties: t('System properties of Java'),
    environmentKeys: t('Access keys in the environment'),
    oidc: t('OIDC token'),
    cliProfile: t('Profile of the Alibaba Cloud CLI'),
    iniProfile: t('Section of the credentials file'),
    ecsMetadata: t('RAM role of the ECS instance'),
    credentialsUri: t('Credentials URI'),
  };
  return names[place];
}

function reasonWords(why: Exclude<ChainReason, { readonly code: 'earlier' }>): string {
  const t = vscode.l10n.t;
  switch (why.code) {
    case 'variableSet':
      return t('{0} is set', why.variable);
    case 'variablesUnset':
      return why.variables.length === 1
        ? t('{0} is not set', why.variables[0]!)
        : t('none of {0} is set', why.variables.join(', '));
    case 'variableMissing':
      return t('{0} is missing', why.variable);
    case 'variableInvalid':
      return t('the value of {0} is not valid', why.variable);
    case 'switchedOff':
      return t('{0} switches it off', why.variable);
    case 'mustAsk':
      return t('only a request to {0} can tell, and outside of ECS nothing answers', why.host);
    case 'inProgram':
      return t('only the program knows');
    case 'otherFile':
      return t('{0} names another file, which Rolecall does not read', why.variable);
    case 'asksWithoutUri':
      return t('ALIBABA_CLOUD_CREDENTIALS_URI is not set, so the request fails');
    case 'profileUnnamed':
      return t('Terraform reads a profile only if the provider or a variable names it');
    default:
      return fileReason(why);
  }
}

function fileReason(why: Extract<ChainReason, { readonly path: string }>): string {
  const t = vscode.l10n.t;
  switch (why.code) {
    case 'noFile':
      return t('{0} does not exist', why.path);
    case 'fileInvalid':
      return t('{0} is not valid', why.path);
    case 'noCurrent':
      return t('{0} names no current profile', why.path);
    case 'profile':
      return why.path;
    case 'noProfile':
      return t('{1} has no {0}', why.name, why.path);
    case 'modeUnknown':
      return why.mode === ''
        ? t('{0} in {1} has no mode or type', why.name, why.path)
        : t('it does not know {2}, the mode or type of {0} in {1}', why.name, why.path, why.mode);
    case 'keyMissing':
      return t('{2} is missing in {0} in {1}', why.name, why.path, why.key);
    case 'valueInvalid':
      return t('the value of {2} in {0} in {1} is not valid', why.name, why.path, why.key);
    case 'notEnabled':
      return t('{0} in {1} lacks enable = true, which Java demands', why.name, why.path);
    case 'sourceLoop':
      return t(
        'source_profile of {0} in {1} leads back to it: {2}',
        why.name,
        why.path,
        why.loop.join(' → '),
      );
    case 'sourceMissing':
      return t('the source profile {2} of {0} in {1} does not exist', why.name, why.path, why.source);
    case 'sdkDefect':
      return t(
        '{0} in {1} has the mode {2}, with which this SDK’s request fails',
        why.name,
        why.path,
        why.mode,
      );
  }
}

export function wayOutSentence(way: WayOut): string {
  const t = vscode.l10n.t;
  const { code } = way;
  switch (code) {
    case 'removeEntry': {
      const { name, path } = publicFacts(way);
      return t('Remove “{0}” from {1}, or give it another name.', name, path);
    }
    case 'unsetVariables':
      return t('Unset {0} where VS Code is started.', way.variables.join(', '));
    case 'setVariable':
      return t('Set {0} in the environment of the program or notebook.', `${way.variable}=${way.value}`);
    case 'useHere':
      return t('Use the instance’s RAM role in Rolecall, for new terminals and tasks.');
  }
}
