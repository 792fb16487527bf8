import { AuditTrail } from '../../../../src/delivery/record/auditTrail.ts';

// A window in a separate process that appends lines to the audit trail in a folder.
const [folder = '', name = '', count = '0', fileBytes = '0'] = process.argv.slice(2);
const trail = new AuditTrail({
  folder,
  limits: { fileBytes: Number(fileBytes), files: 10_000, ageMs: 3_600_000 },
  onFailure: (reason) => {
    throw new Error(reason);
  },
});
for (let i = 0; i < Number(count); i++)
  await trail.append({
    at: i,
    recipient: { kind: 'task', name: `${name}-${i}-${'x'.repeat(2000)}`, id: i },
    what: 'access',
    profile: name,
    account: undefined,
    session: undefined,
    expiration: undefined,
  });
