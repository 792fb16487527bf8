import type { Prompts } from '../credentials/run/mfa.ts';
import type { Target } from '../profiles/profiles.ts';
import { type DescribeFailure, MfaPrompt } from './mfaPrompt.ts';

/** Shows one MFA code prompt at a time: VS Code has a single input, and a second prompt would close the first. */
export function createPrompts(
  describe: DescribeFailure,
  autoSubmit: { readonly value: boolean },
  isProduction: (target: Target) => boolean,
): Prompts {
  let last: Promise<void> = Promise.resolve();
  return {
    askMfaCode(question, attempt, signal) {
      const turn = last;
      const ask = async (): Promise<void> => {
        await Promise.race([turn, aborted(signal)]);
        await new MfaPrompt(question, attempt, describe, {
          autoSubmit: autoSubmit.value,
          isProduction: isProduction(question.target),
        }).ask(signal);
      };
      const done = ask();
      last = Promise.allSettled([turn, done]).then(() => undefined);
      return done;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
