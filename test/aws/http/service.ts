import type { Refusal } from '../sts/refusals.ts';

/** A request as received, not yet validated. Header names are in lower case. */
export type ServiceRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. */
  readonly body: string;
  readonly bytes: Buffer;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Not sent in response to HEAD requests, but its length is. */
  readonly body: string | Buffer;
};

/** One AWS service. The first service that opens a request answers it. */
export type Service = {
  readonly open: (request: ServiceRequest) => Exchange | undefined;
};

/** A request that a service has recognized and is about to answer. */
export type Exchange = {
  readonly action: string;
  /** Without secrets, for the record of requests. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The access key id that the request claims, valid or not. */
  readonly accessKeyId: string | undefined;
  readonly answer: () => Promise<Answer>;
  /** Formats a failure that the service itself did not cause, such as an injected fault, in the service's protocol. */
  readonly refuse: (refusal: Refusal) => Answer;
};

export type Answer = {
  readonly reply: Reply;
  /** `OK` or the error code. */
  readonly outcome: string;
  /** The ARN of the signer, once the signature is verified. */
  readonly principalArn?: string | undefined;
};
