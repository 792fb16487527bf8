/** Everything that start-up does not need, as one bundle. `startUp.ts` loads it on first use. */
export { askAboutBinding, offerBinding } from './commands/use/bindingOffer.ts';
export { apiQuestions } from './commands/use/apiAccess.ts';
export { askAboutProduction } from './commands/use/confirmProduction.ts';
export { createCommands } from './commands/commands.ts';
export { sessionChange } from './delivery/handover/sessionChange.ts';
export { LiveMirror } from './delivery/mirror/liveMirror.ts';
export { AuditTrail } from './delivery/record/auditTrail.ts';
export { removeShellFiles } from './delivery/runningShell/selfDeletingFile.ts';
export { ApiHost } from './delivery/servers/apiHost.ts';
export { Endpoint } from './delivery/servers/endpoint.ts';
export { readKubeconfigs, readNamingFiles } from './delivery/terminals/readNamingFiles.ts';
export { createEngine } from './engine.ts';
export { describeFailure, describeReason, describeRefusal } from './host/messages/messages.ts';
export { showFailure } from './host/messages/showFailure.ts';
export { mirrorNotices, showAuditFailure, tellModeForbidden, warnOfUnknownPolicy } from './host/notices.ts';
export { makeChange } from './profiles/writer.ts';
export { statusDetails } from './views/statusBar/statusDetails.ts';
export { TreeContents } from './views/tree/treeContents.ts';
