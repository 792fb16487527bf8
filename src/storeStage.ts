import type { Environment } from './base/environment.ts';
import { awsFilePaths, filesOnDisk } from './host/files/awsFiles.ts';
import { SteadyFiles } from './host/files/steadyFiles.ts';
import { ProfileStore } from './profiles/store.ts';
import type * as Reading from './reading.ts';

/** Creates the profile store. What makes profiles and plans of its texts is loaded with the first read. */
export function createStore(
  ownEnvironment: () => Environment,
  onWait: (path: string, until: Promise<unknown>) => void,
) {
  /** Undefined before the files are read. */
  let reading: typeof Reading | undefined;
  const loadReading = async () => (reading ??= await import('./reading.ts'));
  const disk = filesOnDisk(async (bytes) => (await loadReading()).decodeAwsFile(bytes));
  const files = new SteadyFiles(disk, undefined, onWait);
  const store = new ProfileStore(files, awsFilePaths(ownEnvironment()), loadReading);
  return {
    files,
    store,
    planner: () => reading?.planTarget,
    createAccess: () => reading?.createAccess,
    /** The sign-ins in the files; none before they are read. */
    signIns: () => reading?.signInsOf(store.state.profiles, ownEnvironment()) ?? new Map<string, never>(),
  };
}
