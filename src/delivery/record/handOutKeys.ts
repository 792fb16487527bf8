import type { Recipient, RecipientKind } from '../handover/recipient.ts';
import type { HandedSession, HandOut } from './handOut.ts';

/** As in `HandedSession`. */
export const clouds: readonly HandedSession['cloud'][] = [undefined, 'alibaba'];

/** Whether the recipient has credentials until they are replaced. */
export function isStanding({ kind }: Recipient): boolean {
  return kind === 'newTerminals' || kind === 'extensionHost';
}

const severalProfiles: readonly RecipientKind[] = ['program', 'endpoint', 'console'];

/** Equal for hand-outs of which only the last one matters. A program is started many times, also for other profiles. */
export function keyOf({ recipient, profile, cloud }: HandOut): string {
  const key = standingKey(recipient, { ...(cloud && { cloud }) });
  return severalProfiles.includes(recipient.kind) ? JSON.stringify([key, profile]) : key;
}

/** A recipient can have credentials of each cloud, except for the clipboard, which has one content. */
export function standingKey(recipient: Recipient, { cloud }: Pick<HandedSession, 'cloud'>): string {
  const key = recipientKey(recipient);
  return key === clipboard ? key : `${cloud ?? ''} ${key}`;
}

const clipboard = 'clipboard';

/** Equal for the same recipient, or for programs of the same name. A recipient with an ID may change its name. */
export function recipientKey(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'clipboard':
    case 'copiedEndpoint':
      return clipboard;
    case 'program':
      return JSON.stringify({ ...recipient, pid: undefined });
    case 'terminal':
    case 'task':
    case 'debugSession':
      return JSON.stringify({ ...recipient, name: undefined });
    default:
      return JSON.stringify(recipient);
  }
}
