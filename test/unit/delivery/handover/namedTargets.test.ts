import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { mirrorBody, mirrorHead, namedTargets } from '../../../../src/delivery/handover/mirrorText.ts';
import { encodeTarget } from '../../../../src/delivery/handover/targetEncoding.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';
import { documentOf, forAgent, readOnly } from '../../plan/access/scopedPlans.ts';

const configText = `[profile dev]
region = eu-west-1
s3 =
  max_concurrent_requests = 7
[profile b c]
region = eu-west-1
[profile rolecall:own]
region = eu-west-1
`;
const profiles = buildProfiles(parseConfig(configText), parseConfig(''));
const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 43_200 };
const sources = {
  profiles,
  configText,
  command: '"/home/maya/my code/helper" 0123456789abcdef',
  planOf: (target: Target) => planTarget(profiles, target, context),
};
const dev: Target = { kind: 'profile', name: 'dev' };
const role: Target = {
  kind: 'role',
  roleArn: 'arn:aws:iam::444455556666:role/Admin',
  sourceProfile: 'dev',
  sessionName: 'me',
};
const targets: readonly Target[] = [
  role,
  { ...dev, access: readOnly },
  { ...dev, access: forAgent({ managed: [], document: documentOf('Allow') }) },
  { ...role, access: readOnly },
  { kind: 'environment' },
  { kind: 'environment', access: readOnly },
  { kind: 'profile', name: "maya's role" },
];

describe('the targets that a mirror has by name', () => {
  it('are found in its text', () => {
    for (const active of [undefined, dev, role]) {
      const text = mirrorHead(active, targets, sources) + mirrorBody(sources);
      const found = namedTargets(text);
      assert.deepEqual(found.slice(0, targets.length), targets);
      // A profile of the user may be called like one of them.
      assert.deepEqual(found.slice(targets.length), [{ kind: 'profile', name: 'rolecall:own' }]);
    }
  });

  it('are none in other files, and in a mirror without any', () => {
    for (const text of [
      '',
      configText,
      mirrorBody({ ...sources, profiles: buildProfiles(parseConfig(''), parseConfig('')) }),
    ])
      assert.deepEqual(namedTargets(text), []);
    assert.deepEqual(
      namedTargets('[profile rolecall:x]\nregion = a\n[profile y]\ncredential_process = h w y\n'),
      [],
    );
    assert.deepEqual(namedTargets('[profile rolecall:x]\ncredential_process = h w dev@e30\n'), []);
  });

  it('are the last ones of very many', () => {
    const many = Array.from({ length: 60 }, (_, i): Target => ({ ...role, sessionName: `me${i}` }));
    const found = namedTargets(mirrorHead(undefined, many, sources));
    assert.deepEqual(found.map(encodeTarget), many.slice(-50).map(encodeTarget));
  });
});
