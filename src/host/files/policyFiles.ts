import type { AccessFailure } from '../../base/failures/accessFailure.ts';
import { readText } from '../../base/boundedFile.ts';
import { TimedOut } from '../../base/deadline.ts';
import { codeOf } from '../../base/errorCode.ts';
import { type Disposable, Emitter } from '../../base/event.ts';
import type { PolicyDocument } from '../../profiles/policies/policyDocument.ts';
import type { PolicyText } from '../../profiles/access/access.ts';
import { watchFile } from './fileWatcher.ts';

/** The content of a policy file, or why it cannot be used. */
export type PolicyAnswer = PolicyText | AccessFailure;

interface Known {
  /** Undefined until the file has been read. */
  answer: PolicyAnswer | undefined;
  reading: Promise<void>;
  readonly watching: Disposable;
}

/** The policy files that settings name. They are read when they are first asked for, and followed from then on. */
export class PolicyFiles implements Disposable {
  readonly #load: () => Promise<{ readonly readPolicyDocument: (text: string) => PolicyDocument }>;
  readonly #known = new Map<string, Known>();
  readonly #changed = new Emitter<void>();

  /** Fires when a file was read and is not as it was. */
  readonly onDidChange = this.#changed.event;

  constructor(load: () => Promise<{ readonly readPolicyDocument: (text: string) => PolicyDocument }>) {
    this.#load = load;
  }

  /** What is in a file with an absolute path, shown as `name`; undefined until it has been read. */
  get(path: string, name: string): PolicyAnswer | undefined {
    const answer = (this.#known.get(path) ?? this.#follow(path)).answer;
    if (!answer) return undefined;
    return 'code' in answer ? ({ ...answer, path: name } as AccessFailure) : { ...answer, file: name };
  }

  /** Resolves when all files that were asked for have been read. Does not reject. */
  async ready(): Promise<void> {
    await Promise.all([...this.#known.values()].map(({ reading }) => reading));
  }

  /** Reads a file once, without following it. Does not reject. */
  async read(path: string): Promise<PolicyAnswer> {
    const fileFailure = (reason: string): AccessFailure => ({
      code: 'policyFileUnreadable',
      profile: '',
      path,
      reason,
    });
    try {
      const text = await readText(path);
      const { readPolicyDocument } = await this.#load();
      const document = readPolicyDocument(text);
      if (document.text !== undefined) return { file: path, text: document.text };
      const errors = document.problems.filter(({ severity }) => severity === 'error');
      // A misspelled name is also missing, which is told at the start of its object.
      const error = errors.find(({ code }) => code === 'unknownElement') ?? errors[0];
      const line = error && text.slice(0, error.start).split('\n').length;
      return { code: 'policyFileInvalid', profile: '', path, line };
    } catch (error) {
      return fileFailure(error instanceof TimedOut ? 'timedOut' : codeOf(error) || 'unexpected');
    }
  }

  #follow(path: string): Known {
    const known: Known = {
      answer: undefined,
      reading: Promise.resolve(),
      watching: watchFile(path, async () => {
        await this.#readAgain(path, known);
        return 'done';
      }),
    };
    known.reading = this.#readAgain(path, known);
    this.#known.set(path, known);
    return known;
  }

  async #readAgain(path: string, known: Known): Promise<void> {
    const answer = await this.read(path);
    const isSame = JSON.stringify(answer) === JSON.stringify(known.answer);
    known.answer = answer;
    if (!isSame) this.#changed.fire();
  }

  dispose(): void {
    for (const { watching } of this.#known.values()) watching.dispose();
    this.#changed.dispose();
  }
}
