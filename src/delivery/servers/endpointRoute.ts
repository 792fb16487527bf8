import type { Answer } from './endpointAnswers.ts';

/**
 * Answers requests at paths that are secrets, because programs that read credentials from such an address send no
 * token.
 */
export interface Route {
  /** Undefined if the path is none of its own. Compares with all of them, so that the timing reveals nothing. */
  answer(url: string, caller: Caller): Promise<Answer> | undefined;
  /** The addresses that can be used now. */
  readonly addresses: readonly RoutedAddress[];
  /** Called also when the endpoint ends. */
  revokeAll(): void;
}

export interface RoutedAddress {
  /** Undefined for the address that follows the window's profile. */
  readonly profile: string | undefined;
  /** In milliseconds since the epoch. */
  readonly copiedAt: number;
  readonly revoke: () => void;
}

export interface Caller {
  /** As in `Recipient`. */
  readonly program: string | undefined;
  /** Aborts when the caller disconnects. */
  readonly gone: AbortSignal;
}
