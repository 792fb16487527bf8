import * as vscode from 'vscode';
import type { FailureOf, KeyPlace } from '../../base/failure.ts';
import { nameWithPlace } from './keyMessages.ts';

/** Describes a key that speaks of credentials but leads to none, and how to correct it. */
export function describeStrayKey(failure: FailureOf<'strayKey'>): string {
  const t = vscode.l10n.t;
  const { key, why, meant, above, place } = failure;
  const what = nameWithPlace({ name: key, place });
  switch (why) {
    case 'misspelled':
      return t('No AWS tool reads {0}. Write {1} instead.', what, meant ?? '');
    case 'comment':
      return t(
        'AWS tools read {0} as a key, because only “#” or “;” begins a comment. Write “#” before it, or write {1} for the key.',
        what,
        meant ?? '',
      );
    case 'lostTitle':
      return describeLostTitle(place);
    case 'nested':
      return t(
        '{0} is indented below {1}, so it is part of that value. Remove the indent.',
        key,
        nameWithPlace({ name: above ?? '', place }),
      );
    case 'noSeparator':
      return t('There is no “=” after {0}. Write {1} = and the value.', what, meant ?? '');
    case 'title':
      return t('{0} is not a section of this profile. Write {1} instead.', what, meant ?? '');
    case 'noSection':
      return t('{0} is in no section. Write a title above it, such as {1}.', what, meant ?? '');
    case 'unknown':
      return meant === undefined
        ? t(
            'No AWS tool reads {0}, and the profile has no other credentials. Add access keys or role_arn, or remove {1} to use the role of this machine.',
            what,
            key,
          )
        : t(
            'No AWS tool reads {0}, and the profile has no other credentials. The most similar key is {1}. To use the role of this machine, remove {2}.',
            what,
            meant,
            key,
          );
    case 'alone':
      return t(
        '{0} leads to no credentials by itself. Add access keys or role_arn, or remove {1} to use the role of this machine.',
        what,
        key,
      );
  }
}

/** The line is not shown: it may contain a secret. */
function describeLostTitle(place: KeyPlace): string {
  const t = vscode.l10n.t;
  const line = ('line' in place ? place.line : undefined) ?? '';
  const reason =
    place.kind === 'credentials'
      ? t(
          'Line {0} of the credentials file is not a section header, so the keys below it would be those of this profile.',
          line,
        )
      : t(
          'Line {0} of the config file is not a section header, so the keys below it would be those of this profile.',
          line,
        );
  return `${reason} ${t('Write a header in square brackets, or remove the line.')}`;
}
