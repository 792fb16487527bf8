import type { Prompts } from '../credentials/run/mfa.ts';
import { MfaBox, type Words } from './mfaBox.ts';

/** The MFA box. One at a time: VS Code shows a single input, and a second would close the first. */
export function createPrompts(describe: Words): Prompts {
  let last: Promise<void> = Promise.resolve();
  return {
    askMfaCode(question, attempt, signal) {
      const turn = last;
      const ask = async (): Promise<void> => {
        await Promise.race([turn, aborted(signal)]);
        await new MfaBox(question, attempt, describe).ask(signal);
      };
      const asked = ask();
      last = Promise.allSettled([turn, asked]).then(() => undefined);
      return asked;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
