import { join } from 'node:path';

/** A program for terminals: tells what the credentials of its environment may do in S3. Its comment says how. */
export const s3Program = join(import.meta.dirname, 's3.mjs');
