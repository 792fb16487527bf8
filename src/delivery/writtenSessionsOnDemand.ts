import type { Disposable } from '../event.ts';
import { OnDemand } from '../onDemand.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { WrittenSessionParts, WrittenSessions } from './writtenSessions.ts';

type Parts = WrittenSessionParts & { readonly store: { textOf(role: FileRole): string } };

/** At a glance; `profiles/writtenSession.ts` looks closer. */
const mark = /^[ \t]*manager[ \t]*[=:][ \t]*rolecall[ \t]*$/mu;

/** Keeps written sessions from when there is one in the file, which may be from before this window. */
export class WrittenSessionsOnDemand implements Disposable {
  readonly #parts: Parts;
  readonly #sessions: OnDemand<WrittenSessions>;
  readonly #listening: Disposable;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#sessions = new OnDemand(() =>
      import('./writtenSessions.ts').then((bundle) => new bundle.WrittenSessions(parts)),
    );
    this.#listening = parts.store.onDidChange(() => this.#withSessions(() => undefined));
  }

  /** Takes all of them out, whether they are over or not. */
  removeAll(): void {
    this.#withSessions((sessions) => sessions.removeAll());
  }

  #withSessions(action: (sessions: WrittenSessions) => unknown): void {
    const { store, log } = this.#parts;
    if (!mark.test(store.textOf('credentials'))) return;
    this.#sessions.get().then(action, (error: unknown) => error instanceof Error && log.error(error));
  }

  dispose(): void {
    this.#listening.dispose();
    this.#sessions.dispose();
  }
}
