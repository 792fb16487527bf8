import type { CommandId } from '../../base/contributions.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { AlibabaChoice } from '../alibabaRows.ts';

/** What the user chose in the picker. */
export type PickerChoice =
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'reveal'; readonly name: string }
  | { readonly kind: 'terminal' | 'console' | 'lessAccess' | 'save'; readonly target: Target }
  /** A role without a profile, by the ARN that was typed, if there is one. */
  | { readonly kind: 'roleArn'; readonly arn: string | undefined }
  /** Continues with the roles of a sign-in, which is named as in a `Target`. */
  | { readonly kind: 'signIn'; readonly name: string }
  | { readonly kind: 'line'; readonly path: string; readonly line: number }
  | { readonly kind: 'command'; readonly id: CommandId }
  | AlibabaChoice
  | { readonly kind: 'cancelSwitch' | 'renew' | 'unbind' };

/** What the picker is for. */
export type PickerPurpose =
  | 'switch'
  | 'assumeRole'
  | 'terminal'
  | 'lessAccess'
  | 'agents'
  | 'identity'
  | 'explain'
  | 'credentials'
  | 'console'
  /** As `console`, for roles only. */
  | 'consoleRole'
  | 'bind'
  | 'treatAsProduction'
  | 'notProduction';
