import type { AlibabaView } from '../../src/views/alibabaRows.ts';

/** A window in which nothing of Alibaba Cloud is found. */
export const noAlibaba: AlibabaView = { rows: undefined, onDidChange: () => ({ dispose() {} }) };
