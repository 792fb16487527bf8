import { filesOnDisk } from './awsFiles.ts';
import { decodeAwsFile } from './textEncoding.ts';

/** The AWS files on disk, for what runs after start-up. */
export const nodeFiles = filesOnDisk(async (bytes) => decodeAwsFile(bytes));
