import { randomBytes } from 'node:crypto';
import type { Answer, Service, ServiceRequest } from '../http/service.ts';
import type { Caller } from '../iam/caller.ts';
import { authenticate, type KeyRing } from '../signing/authenticate.ts';
import { claimedAccessKeyId, claimedService, readAuthorization } from '../signing/authorization.ts';
import { checkDate } from '../signing/signature.ts';
import { Refusal } from '../sts/refusals.ts';
import type { Buckets } from './buckets.ts';
import {
  deleteObject,
  getObject,
  headBucket,
  listBuckets,
  listObjects,
  putObject,
  type S3Operation,
} from './s3Operations.ts';
import { readPayload } from './payload.ts';
import { inWordsOfS3, notImplemented, requestTimeTooSkewed } from './s3Refusals.ts';
import { renderS3Xml } from './s3Xml.ts';

export type S3Stores = KeyRing & { readonly buckets: Buckets };

type Target = { readonly bucket: string; readonly key: string };
type Named = { readonly action: string; readonly operation: S3Operation | undefined };

/**
 * Amazon S3 with buckets in the path (`/bucket/key`), as far as it shows what credentials can do. It opens all requests
 * that are signed for S3, except for the forms of other services.
 */
export function createS3(stores: S3Stores): Service {
  return {
    open: (request) => {
      const isForm =
        request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
      if (claimedService(request) !== 's3' || (request.method === 'POST' && isForm)) return undefined;
      const target = readTarget(request.path);
      const named = findOperation(request, target);
      return {
        action: named.action,
        parameters: {
          ...(target.bucket === '' ? {} : { Bucket: target.bucket }),
          ...(target.key === '' ? {} : { Key: target.key }),
        },
        accessKeyId: claimedAccessKeyId(request),
        answer: () => answer(request, target, named, stores),
        refuse,
      };
    },
  };
}

function readTarget(path: string): Target {
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return { bucket: decode(bucket), key: decode(key) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The query and some headers tell apart what has the same method and path. */
function findOperation({ method, query, headers }: ServiceRequest, { bucket, key }: Target): Named {
  const level = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const known: Readonly<Record<string, [string, S3Operation]>> = {
    'GET service': ['ListBuckets', listBuckets],
    'HEAD bucket': ['HeadBucket', headBucket],
    'GET bucket': ['ListObjectsV2', listObjects],
    'GET object': ['GetObject', getObject],
    'HEAD object': ['HeadObject', getObject],
    'PUT object': ['PutObject', putObject],
    'DELETE object': ['DeleteObject', deleteObject],
  };
  const [action, operation] = known[`${method} ${level}`] ?? [method];
  const isListing = operation === listObjects;
  const names = isListing
    ? ['list-type', 'prefix', 'delimiter', 'encoding-type', 'max-keys', 'fetch-owner', 'x-id']
    : ['x-id'];
  const isOther =
    [...query.keys()].some((name) => !names.includes(name)) ||
    (isListing && query.get('list-type') !== '2') ||
    headers['x-amz-copy-source'] !== undefined ||
    headers['range'] !== undefined;
  return isOther || action === undefined ? { action: method, operation: undefined } : { action, operation };
}

async function answer(
  request: ServiceRequest,
  target: Target,
  { operation }: Named,
  stores: S3Stores,
): Promise<Answer> {
  let principalArn: string | undefined;
  try {
    const caller = await identify(request, stores);
    principalArn = caller.arn;
    if (operation === undefined) {
      throw notImplemented();
    }
    const reply = operation({ request, caller, ...target, ...stores });
    const headers = { ...reply.headers, ...idHeaders() };
    return { reply: { ...reply, headers }, outcome: 'OK', principalArn };
  } catch (error) {
    if (error instanceof Refusal) {
      return { ...refuse(error), principalArn };
    }
    throw error;
  }
}

async function identify(request: ServiceRequest, keyRing: KeyRing): Promise<Caller> {
  try {
    const authorization = readAuthorization(request);
    readPayload(request);
    requireRightClock(() => checkDate(authorization, keyRing.clock.wire()));
    return await authenticate(request, 's3', keyRing);
  } catch (error) {
    throw error instanceof Refusal ? inWordsOfS3(error) : error;
  }
}

/** Of the errors of a date, S3 has only one for a wrong clock. */
function requireRightClock(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof Refusal && error.code === 'SignatureDoesNotMatch' ? requestTimeTooSkewed() : error;
  }
}

function refuse(refusal: Refusal): Answer {
  const ids = idHeaders();
  const body = renderS3Xml('Error', {
    Code: refusal.code,
    Message: refusal.message,
    RequestId: ids['x-amz-request-id'],
    HostId: ids['x-amz-id-2'],
  });
  return {
    reply: { status: refusal.status, headers: { 'Content-Type': 'application/xml', ...ids }, body },
    outcome: refusal.code,
  };
}

function idHeaders(): { readonly 'x-amz-request-id': string; readonly 'x-amz-id-2': string } {
  return {
    'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
    'x-amz-id-2': randomBytes(48).toString('base64'),
  };
}
