/**
 * A request that the server received, for assertions. It contains no secret: a `TokenCode` in the parameters has been
 * either used or rejected.
 */
export type RecordedRequest = {
  /** Empty if the request named no action. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The access key id that the request claims. */
  readonly accessKeyId: string | undefined;
  /** The ARN of the signer if the signature was valid. */
  readonly principalArn: string | undefined;
  /** `OK`, the error code, or `dropped`. */
  readonly outcome: string;
  /** Milliseconds since the epoch, on the movable clock. */
  readonly time: number;
};
