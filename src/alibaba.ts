/** What serves Alibaba Cloud, as one bundle. `alibabaStage.ts` loads it where something of Alibaba Cloud is found. */
export { createAlibabaCloud } from './alibabaCloud.ts';
