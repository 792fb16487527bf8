import type { Refusal } from './refusals.ts';

/** A request as it came in; nothing in it has been checked. Header names are in lower case. */
export type ServiceRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** One of AWS's services. A request goes to the first that opens it. */
export type Service = {
  readonly open: (request: ServiceRequest) => Exchange | undefined;
};

/** A request that a service has recognised and is about to answer. */
export type Exchange = {
  readonly action: string;
  /** Fit to be recorded: without secrets. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The access key id that the request claims, right or wrong. */
  readonly accessKeyId: string | undefined;
  readonly answer: () => Promise<Answer>;
  /** Puts a failure that is none of the service's own making into the service's words. */
  readonly refuse: (refusal: Refusal) => Answer;
};

export type Answer = {
  readonly reply: Reply;
  /** `OK`, or the code of the refusal. */
  readonly outcome: string;
  /** The ARN of who signed, once that was certain. */
  readonly principalArn?: string | undefined;
};
