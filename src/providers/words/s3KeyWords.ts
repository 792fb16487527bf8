import * as vscode from 'vscode';

/** What each key below `s3 =` is for, by its name in camel case. */
export function s3KeyWords(): Readonly<Record<string, string>> {
  const t = vscode.l10n.t;
  return {
    addressingStyle: t('Whether the bucket is in the host name or in the path.'),
    useAccelerateEndpoint: t('Whether transfer acceleration is used.'),
    useDualstackEndpoint: t('Whether endpoints for IPv4 and IPv6 are called.'),
    payloadSigningEnabled: t('Whether the content of uploads is signed.'),
    useArnRegion: t('Whether the region of an Amazon S3 access point is taken from its ARN.'),
    usEast1RegionalEndpoint: t('Whether Amazon S3 is called at its global endpoint in us-east-1.'),
    s3DisableMultiregionAccessPoints: t('Whether Multi-Region Access Points of Amazon S3 are refused.'),
    maxConcurrentRequests: t('How many requests run at the same time.'),
    maxQueueSize: t('How many tasks may wait.'),
    multipartThreshold: t('The size from which files are transferred in parts.'),
    multipartChunksize: t('The size of the parts.'),
    ioChunksize: t('The size of the pieces in which files are read and written.'),
    maxBandwidth: t('The bandwidth that transfers use at most.'),
    targetBandwidth: t('The bandwidth that the CRT client aims at.'),
    diskThroughput: t('The speed of the disk that the CRT client expects.'),
    preferredTransferClient: t('The client that transfers files.'),
    shouldStream: t('Whether the CRT client streams files from the disk.'),
    directIo: t('Whether the CRT client reads files past the cache of Linux.'),
  };
}
