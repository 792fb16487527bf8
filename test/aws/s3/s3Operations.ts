import { ownerOf } from '../iam/arns.ts';
import { refusalOf } from '../iam/authorize.ts';
import type { Caller } from '../iam/caller.ts';
import type { Iam } from '../iam/iam.ts';
import { implicitlyDenied } from '../sts/refusals.ts';
import type { Reply, ServiceRequest } from '../http/service.ts';
import type { Buckets, StoredBucket, StoredObject } from './buckets.ts';
import { listing } from './listing.ts';
import { readPayload } from './payload.ts';
import { noSuchBucket, noSuchKey } from './s3Refusals.ts';
import { renderS3Xml } from './s3Xml.ts';

/** A request with a valid signature. */
export type S3Call = {
  readonly request: ServiceRequest;
  readonly caller: Caller;
  readonly bucket: string;
  readonly key: string;
  readonly iam: Iam;
  readonly buckets: Buckets;
};

export type S3Operation = (call: S3Call) => Reply;

/** Lists the buckets of the caller's account. */
export function listBuckets({ iam, caller, buckets }: S3Call): Reply {
  const refusal = refusalOf(iam, caller, {
    action: 's3:ListAllMyBuckets',
    resource: s3Arn(caller, '*'),
    shown: '',
  });
  if (refusal !== undefined) {
    throw refusal;
  }
  const bucket = buckets
    .ofAccount(caller.accountId)
    .map(({ name, created }) => ({ Name: name, CreationDate: new Date(created).toISOString() }));
  return xml('ListAllMyBucketsResult', {
    Owner: { ID: caller.accountId.padStart(64, '0') },
    Buckets: { Bucket: bucket },
  });
}

export function headBucket(call: S3Call): Reply {
  allowedBucket(call, 's3:ListBucket');
  return { status: 200, headers: { 'x-amz-bucket-region': 'us-east-1' }, body: '' };
}

export function listObjects(call: S3Call): Reply {
  const bucket = allowedBucket(call, 's3:ListBucket');
  return xml('ListBucketResult', listing(bucket, call.request.query));
}

/** Also answers HEAD requests, of which the server sends no body. */
export function getObject(call: S3Call): Reply {
  const bucket = allowedBucket(call, 's3:GetObject');
  const object = bucket.objects.get(call.key);
  if (object === undefined) {
    // Only who may list the bucket may know that it has no such object.
    allowedBucket(call, 's3:ListBucket');
    throw noSuchKey();
  }
  return { status: 200, headers: objectHeaders(object), body: object.content };
}

export function putObject(call: S3Call): Reply {
  const bucket = allowedBucket(call, 's3:PutObject');
  const type = call.request.headers['content-type'] ?? 'binary/octet-stream';
  const { etag } = call.buckets.put(bucket, call.key, readPayload(call.request), type);
  return { status: 200, headers: { ETag: etag }, body: '' };
}

/** Succeeds also if there is no such object. */
export function deleteObject(call: S3Call): Reply {
  allowedBucket(call, 's3:DeleteObject').objects.delete(call.key);
  return { status: 204, headers: {}, body: '' };
}

/** The bucket of the request, if the caller may do this with it or with the object. */
function allowedBucket({ iam, caller, buckets, bucket: name, key }: S3Call, action: string): StoredBucket {
  const bucket = buckets.find(name);
  if (bucket === undefined) {
    throw noSuchBucket();
  }
  const resource = s3Arn(caller, action.endsWith('Object') ? `${name}/${key}` : name);
  const shown = `"${resource}"`;
  const refusal = refusalOf(iam, caller, { action, resource, shown });
  if (refusal !== undefined) {
    throw refusal;
  }
  if (bucket.accountId !== caller.accountId) {
    throw implicitlyDenied(caller.arn, action, shown, 'resource-based policy');
  }
  return bucket;
}

function s3Arn({ arn }: Caller, resource: string): string {
  return `arn:${ownerOf(arn).partition}:s3:::${resource}`;
}

function objectHeaders({ contentType, etag, lastModified }: StoredObject): Readonly<Record<string, string>> {
  return {
    'Content-Type': contentType,
    ETag: etag,
    'Last-Modified': new Date(lastModified).toUTCString(),
    'Accept-Ranges': 'bytes',
  };
}

function xml(root: string, content: Parameters<typeof renderS3Xml>[1]): Reply {
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: renderS3Xml(root, content) };
}
