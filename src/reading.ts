/** What is needed once the AWS files are read, as one bundle. `storeStage.ts` loads it while the disk reads them. */
export { createAccess } from './accessStage.ts';
export { parseConfig } from './config/parse.ts';
export { decodeAwsFile } from './host/files/textEncoding.ts';
export { signInsOf } from './plan/identityCenterSource.ts';
export { planTarget } from './plan/planner.ts';
export { buildState } from './profiles/storeState.ts';
