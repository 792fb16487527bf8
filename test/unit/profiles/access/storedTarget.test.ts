import assert from 'node:assert/strict';
import { isTarget } from '../../../../src/profiles/access/storedTarget.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';

const dev = { kind: 'profile', name: 'dev' } as const;
const role = {
  kind: 'role',
  roleArn: 'arn:aws:iam::222222222222:role/Admin',
  sourceProfile: 'maya',
  sessionName: 'me',
} as const;
const document = { file: '~/deploy.json', text: '{"Statement":[]}' };

describe('a stored target', () => {
  const targets: readonly Target[] = [
    dev,
    { kind: 'environment' },
    role,
    { ...role, externalId: 'x' },
    { kind: 'assignment', signIn: 'corp', accountId: '222222222222', roleName: 'Admin' },
    { ...dev, access: { managed: [] } },
    { ...role, access: { managed: ['readOnly'], document, isForAgent: true } },
  ];
  for (const target of targets)
    it(`is ${JSON.stringify(target)}`, () => assert.ok(isTarget(JSON.parse(JSON.stringify(target)))));

  for (const stored of [
    undefined,
    null,
    'dev',
    {},
    { kind: 'profile' },
    { kind: 'other', name: 'dev' },
    { ...role, roleArn: 7 },
    { ...role, region: 7 },
    { kind: 'assignment', signIn: 'corp' },
    // An access that cannot be read must not become everything.
    { ...dev, access: null },
    { ...dev, access: 'readOnly' },
    { ...dev, access: { managed: 'readOnly' } },
    { ...dev, access: { managed: [7] } },
    { ...dev, access: { managed: [], document: { file: 'x' } } },
    { ...dev, access: { managed: [], document: { ...document, text: '{' } } },
    { ...dev, access: { managed: [], isForAgent: 'yes' } },
  ])
    it(`is not ${JSON.stringify(stored)}`, () => assert.ok(!isTarget(stored)));
});
