import type { Disposable } from '../event.ts';
import type { FileRole } from '../profiles/profiles.ts';
import type { WrittenSessionParts } from './writtenSessions.ts';

type Parts = WrittenSessionParts & { readonly store: { textOf(role: FileRole): string } };

/** At a glance; `profiles/writtenSession.ts` looks closer. */
const mark = /^[ \t]*manager[ \t]*[=:][ \t]*rolecall[ \t]*$/mu;

/** Keeps written sessions from when there is one in the file, which may be from before this window. */
export function keepWrittenSessions(parts: Parts): Disposable {
  const { store, log } = parts;
  let kept: Promise<Disposable> | undefined;
  const begin = (): void => {
    if (kept || !mark.test(store.textOf('credentials'))) return;
    listening.dispose();
    kept = import('./writtenSessions.ts').then(({ WrittenSessions }) => new WrittenSessions(parts));
    kept.catch((error: unknown) => error instanceof Error && log.error(error));
  };
  const listening = store.onDidChange(begin);
  return {
    dispose() {
      listening.dispose();
      void kept?.then((sessions) => sessions.dispose());
    },
  };
}
