import * as vscode from 'vscode';
import type { FailureOf } from '../../base/failure.ts';
import { nameWithPlace } from './keyMessages.ts';

type ReferenceFailure = FailureOf<
  | 'missingSource'
  | 'missingSsoSession'
  | 'missingServices'
  | 'noSuchSection'
  | 'sectionExists'
  | 'badTitle'
  | 'ssoIncomplete'
  | 'servicesNotNested'
>;

/** Describes a name in a profile that leads to no section, or to one that lacks something. */
export function describeReference(failure: ReferenceFailure): string {
  const t = vscode.l10n.t;
  switch (failure.code) {
    case 'missingSource':
      return withNearest(
        t('source_profile “{0}” does not exist. Add that profile, or change source_profile.', failure.source),
        failure.near,
      );
    case 'missingSsoSession':
      return withNearest(
        t(
          'Your config file has no [sso-session {0}] section. Add it, or change sso_session.',
          failure.session,
        ),
        failure.near === undefined ? undefined : `[sso-session ${failure.near}]`,
      );
    case 'missingServices':
      return withNearest(
        t(
          'Your config file has no [services {0}] section with keys. Add it, or change services.',
          failure.services,
        ),
        failure.near === undefined ? undefined : `[services ${failure.near}]`,
      );
    case 'noSuchSection':
      return t('[{0}] is not in your config file. Add it first.', failure.title);
    case 'sectionExists':
      return t('[{0}] is already in your config file. Choose another name.', failure.title);
    case 'badTitle':
      return t('A section cannot have this name: some AWS tools would misread it. Choose another name.');
    case 'ssoIncomplete':
      return failure.inSession
        ? t(
            '{0} is only in the [sso-session], but AWS tools look for it in the profile first. Add it to the profile, too.',
            failure.missing,
          )
        : t('{0} is missing. Add it to sign in to IAM Identity Center.', failure.missing);
    case 'servicesNotNested':
      return t(
        '{0} has no effect there. In a [services] section, “endpoint_url = …” is indented below the name of a service, such as “sts =”.',
        nameWithPlace({ name: failure.key, place: failure.place }),
      );
  }
}

function withNearest(sentence: string, near: string | undefined): string {
  return near === undefined ? sentence : `${sentence} ${vscode.l10n.t('The most similar one is {0}.', near)}`;
}
