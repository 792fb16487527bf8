import type { Refusal } from './refusals.ts';

/** Trouble to come, for the next request or requests, or only for those of one action. */
export type Fault = FaultKind & {
  readonly action?: string;
  /** Once unless set. `Infinity` for good. */
  readonly times?: number;
};

export type FaultKind =
  /** AWS fails with this status. */
  | { readonly kind: 'status'; readonly status: number }
  /** AWS asks to slow down. */
  | { readonly kind: 'throttle' }
  /** AWS refuses for a reason that nothing in the world gives. */
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  /** The connection breaks before AWS has done anything. */
  | { readonly kind: 'drop' }
  /** AWS does what it was asked, but the connection breaks half-way through the answer. */
  | { readonly kind: 'cut' }
  /** Nothing comes, and the connection stays open. */
  | { readonly kind: 'silence' }
  /** The answer is a text of another's making, as from a proxy or a portal in between; the rest of it is right. */
  | { readonly kind: 'body'; readonly body: string }
  /** The answer is right but comes late. */
  | { readonly kind: 'delay'; readonly milliseconds: number };

export class Faults {
  #coming: readonly Fault[] = [];

  /** Faults queue up: each strikes when those before it are used up or concern other actions. */
  next(fault: Fault): void {
    this.#coming = [...this.#coming, fault];
  }

  clear(): void {
    this.#coming = [];
  }

  /** The fault that strikes a request, used up by one. */
  take(action: string): Fault | undefined {
    const struck = this.#coming.find((fault) => fault.action === undefined || fault.action === action);
    this.#coming = this.#coming.flatMap((fault) => (fault === struck ? remaining(fault) : [fault]));
    return struck;
  }
}

function remaining(fault: Fault): readonly Fault[] {
  const times = (fault.times ?? 1) - 1;
  return times > 0 ? [{ ...fault, times }] : [];
}
