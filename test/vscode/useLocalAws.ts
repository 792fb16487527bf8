import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../aws/localAws.ts';

/** The local AWS of a test suite. */
export interface AwsOfSuite {
  readonly aws: () => LocalAws;
  /** Runs `action` while AWS is down, and then starts a new local AWS with the same options on the same port. */
  readonly whileDown: (action: () => Promise<void>) => Promise<void>;
}

/**
 * Runs a local AWS for the tests of the enclosing `describe`. It starts before the `before` hooks that `setUp`
 * registers, and closes after its `after` hooks. Returns what `setUp` returns.
 */
export function useLocalAws<T>(options: () => LocalAwsOptions, setUp: (suite: AwsOfSuite) => T): T {
  let running: LocalAws | undefined;

  const aws = (): LocalAws => {
    if (!running) throw new Error('The local AWS runs only while tests run');
    return running;
  };

  const whileDown = async (action: () => Promise<void>): Promise<void> => {
    const port = Number(new URL(aws().url).port);
    await aws().close();
    running = undefined;
    await action();
    running = await startLocalAws({ ...options(), port });
  };

  before(async () => {
    running = await startLocalAws(options());
  });
  const result = setUp({ aws, whileDown });
  after(async () => running?.close());
  return result;
}
