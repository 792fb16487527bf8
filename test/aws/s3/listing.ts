import type { XmlContent } from '../sts/xml.ts';
import type { StoredBucket, StoredObject } from './buckets.ts';

/**
 * The content of `ListBucketResult`. All objects are on one page.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listing({ name, objects }: StoredBucket, query: URLSearchParams): XmlContent {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const encoding = query.get('encoding-type');
  const shown = (text: string) =>
    encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
  const found = [...objects].filter(([key]) => key.startsWith(prefix)).toSorted(byKey);
  const folderOf = (key: string) => {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return end === -1 ? undefined : key.slice(0, end + delimiter.length);
  };
  const contents = found.filter(([key]) => folderOf(key) === undefined);
  const folders = [...new Set(found.flatMap(([key]) => folderOf(key) ?? []))];
  return {
    Name: name,
    Prefix: shown(prefix),
    ...(delimiter === '' ? {} : { Delimiter: shown(delimiter) }),
    ...(encoding === null ? {} : { EncodingType: encoding }),
    KeyCount: `${contents.length + folders.length}`,
    MaxKeys: '1000',
    IsTruncated: 'false',
    Contents: contents.map(([key, object]) => ({ Key: shown(key), ...objectFacts(object) })),
    CommonPrefixes: folders.map((folder) => ({ Prefix: shown(folder) })),
  };
}

function objectFacts({ lastModified, etag, content }: StoredObject): { readonly [name: string]: string } {
  return {
    LastModified: new Date(lastModified).toISOString(),
    ETag: etag,
    Size: `${content.length}`,
    StorageClass: 'STANDARD',
  };
}

/** S3 sorts keys by their bytes. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
