import type { RecordedRequest } from '../../aws/http/recordedRequest.ts';
import { sampleWorld } from '../../aws/sample.ts';
import { useLocalAws, type AwsOfSuite } from '../../vscode/useLocalAws.ts';
import type { TestVscode, VscodeOptions } from './testVscode.ts';
import { useVscode } from './useVscode.ts';

/** The local AWS with the sample world, and a VS Code whose extension host and terminals use it. */
export interface AwsAndVscode extends AwsOfSuite {
  readonly vscode: () => TestVscode;
  /** How many requests of this action AWS has received, such as `AssumeRole`. */
  readonly calls: (action: string) => number;
  /** How many MFA codes AWS has received for sessions without a role. */
  readonly codes: () => number;
}

export interface AwsOptions extends VscodeOptions {
  /** The clock of the machine, in milliseconds since the epoch; that of this process unless set. */
  readonly machine?: () => number;
}

/**
 * Sets up AWS and VS Code for the tests of the enclosing `describe`, in that order.
 *
 * @param options may be a function if they are known only after earlier `before` hooks
 */
export function useAws(options: AwsOptions | (() => AwsOptions) = {}): AwsAndVscode {
  const resolved = (): AwsOptions => (typeof options === 'function' ? options() : options);
  const awsOptions = () => {
    const { machine } = resolved();
    return { world: sampleWorld, ...(machine ? { machine } : {}) };
  };
  return useLocalAws(awsOptions, ({ aws, whileDown }) => ({
    aws,
    whileDown,
    vscode: useVscode(() => {
      const { machine: _, env, ...rest } = resolved();
      return { ...rest, env: { ...endpointsOf(aws()), ...env } };
    }),
    calls: (action) => aws().requests.filter((request) => request.action === action).length,
    codes: () => aws().requests.filter(isCode).length,
  }));
}

/** What makes programs call the local AWS. */
export function endpointsOf({ url }: { readonly url: string }): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_IAM: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ENDPOINT_URL_SIGNIN: url,
    AWS_ENDPOINT_URL_STS: url,
  };
}

function isCode({ action, parameters }: RecordedRequest): boolean {
  return action === 'GetSessionToken' && parameters['TokenCode'] !== undefined;
}
