import type { Refusal } from '../sts/refusals.ts';

/** A failure of the next request or requests, or only of those with one action. */
export type Fault = FaultKind & {
  readonly action?: string;
  /** Default: 1. `Infinity` makes the fault permanent. */
  readonly times?: number;
};

export type FaultKind =
  /** AWS fails with this status. */
  | { readonly kind: 'status'; readonly status: number }
  /** AWS throttles the request. */
  | { readonly kind: 'throttle' }
  /** AWS rejects the request with an error that no state of the world produces. */
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  /** The connection is closed before AWS has processed the request. */
  | { readonly kind: 'drop' }
  /** AWS processes the request, but the connection is closed in the middle of the response. */
  | { readonly kind: 'cut' }
  /** AWS never responds, and the connection stays open. */
  | { readonly kind: 'silence' }
  /** AWS processes the request, but its response stops after the headers and half of the body. */
  | { readonly kind: 'stall' }
  /** AWS processes the request, but sends a byte of its response only once in this time. */
  | { readonly kind: 'drip'; readonly milliseconds: number }
  /** The response is followed by spaces, which AWS's formats allow, up to this size. `Infinity`: it never ends. */
  | { readonly kind: 'padding'; readonly bytes: number }
  /** The response has another body, as from a proxy or a captive portal. Its status and headers stay as they are. */
  | { readonly kind: 'body'; readonly body: string }
  /** The response is correct but late. */
  | { readonly kind: 'delay'; readonly milliseconds: number };

export class Faults {
  #coming: readonly Fault[] = [];

  /** Queues a fault. Each fault applies once those before it are used up or concern other actions. */
  next(fault: Fault): void {
    this.#coming = [...this.#coming, fault];
  }

  clear(): void {
    this.#coming = [];
  }

  /** The fault that applies to a request. Each call uses it once. */
  take(action: string): Fault | undefined {
    const applied = this.#coming.find((fault) => fault.action === undefined || fault.action === action);
    this.#coming = this.#coming.flatMap((fault) => (fault === applied ? remaining(fault) : [fault]));
    return applied;
  }
}

function remaining(fault: Fault): readonly Fault[] {
  const times = (fault.times ?? 1) - 1;
  return times > 0 ? [{ ...fault, times }] : [];
}
