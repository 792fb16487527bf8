import { createHash } from 'node:crypto';
import type { ServiceRequest } from '../http/service.ts';
import { incompleteBody, noPayloadDigest, notImplemented, wrongPayloadDigest } from './s3Refusals.ts';

/**
 * The content of a request: its body, unless that is in chunks with a checksum at the end. The signature covers only
 * the header with the digest of the body, so the digest must be right.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function readPayload({ headers, bytes }: ServiceRequest): Buffer {
  const digest = headers['x-amz-content-sha256'];
  if (digest === undefined) {
    throw noPayloadDigest();
  }
  if (digest === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    return joinChunks(bytes);
  }
  // Chunks with signatures of their own.
  if (digest.startsWith('STREAMING-')) {
    throw notImplemented();
  }
  if (digest !== 'UNSIGNED-PAYLOAD' && digest !== createHash('sha256').update(bytes).digest('hex')) {
    throw wrongPayloadDigest();
  }
  return bytes;
}

/** Each chunk follows a line with its size. The last one is empty and is followed by the checksum, which is ignored. */
function joinChunks(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let rest = bytes; ;) {
    const lineEnd = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, Math.max(0, lineEnd)).toString('latin1'), 16);
    const start = lineEnd + 2;
    if (!Number.isInteger(size) || start + size > rest.length) {
      throw incompleteBody();
    }
    if (size === 0) {
      return Buffer.concat(chunks);
    }
    chunks.push(rest.subarray(start, start + size));
    rest = rest.subarray(start + size + 2);
  }
}
