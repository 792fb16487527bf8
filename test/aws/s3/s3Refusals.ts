import { Refusal } from '../sts/refusals.ts';

// The errors of Amazon S3, documented at https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html

export function noSuchBucket(): Refusal {
  return new Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist');
}

export function noSuchKey(): Refusal {
  return new Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
}

/** Also for requests that AWS implements and the local AWS does not. */
export function notImplemented(): Refusal {
  return new Refusal(
    501,
    'NotImplemented',
    'A header you provided implies functionality that is not implemented.',
  );
}

export function noPayloadDigest(): Refusal {
  return new Refusal(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
}

export function wrongPayloadDigest(): Refusal {
  return new Refusal(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

export function incompleteBody(): Refusal {
  return new Refusal(400, 'IncompleteBody', 'The request body terminated unexpectedly');
}

export function requestTimeTooSkewed(): Refusal {
  return new Refusal(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  );
}

/** S3 has its own words for the errors of signatures and keys. */
export function inWordsOfS3(refusal: Refusal): Refusal {
  switch (refusal.code) {
    case 'MissingAuthenticationToken':
      return new Refusal(403, 'AccessDenied', 'Access Denied');
    case 'InvalidClientTokenId':
      return new Refusal(
        403,
        'InvalidAccessKeyId',
        'The AWS Access Key Id you provided does not exist in our records.',
      );
    case 'ExpiredToken':
      return new Refusal(400, 'ExpiredToken', 'The provided token has expired.');
    case 'IncompleteSignature':
      return new Refusal(400, 'AuthorizationHeaderMalformed', refusal.message);
    case 'SignatureDoesNotMatch':
      return new Refusal(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      );
    default:
      return refusal;
  }
}
