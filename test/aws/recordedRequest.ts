/**
 * A request that came in, for tests to look at. It holds no secret: a `TokenCode` among the parameters has either been
 * used or been refused.
 */
export type RecordedRequest = {
  /** Empty when the request named none. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The access key id that the request claimed. */
  readonly accessKeyId: string | undefined;
  /** Who signed it, if the signature was right. */
  readonly principalArn: string | undefined;
  /** `OK`, the code that it was refused with, or `dropped`. */
  readonly outcome: string;
  /** Milliseconds since the epoch, on the movable clock. */
  readonly time: number;
};
