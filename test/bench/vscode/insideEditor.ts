import assert from 'node:assert/strict';
import type { LocalAws } from '../../aws/localAws.ts';
import { bareSessionName } from '../bareSts.ts';
import type { Company } from '../company.ts';
import { compare, type Group } from '../rows.ts';
import { measureWindows } from './windows.ts';

const windows = 5;

/** A switch by command, beside the least there is in the same host. */
export async function benchInsideEditor(root: string, company: Company, aws: LocalAws): Promise<Group> {
  const before = aws.requests.length;
  const measured = await measureWindows(root, company, aws, windows);
  const assumed = aws.requests.slice(before).filter(({ outcome }) => outcome === 'OK');
  const ours = assumed.filter(({ parameters }) => parameters['RoleSessionName'] !== bareSessionName);
  const switches = measured.flatMap(({ loaded }) => loaded).length + measured.length;
  assert.equal(ours.length, switches, 'switches that AWS saw');
  assert.ok(
    !measured.some(({ sdkAtStart }) => sdkAtStart),
    'dist/aws.js is read before anybody chose a profile',
  );
  return {
    title: `VS Code, ${windows} windows, 500 profiles`,
    rows: [
      compare(
        'useProfile, first, loading the SDK',
        measured.map(({ cold }) => cold),
        'bare AssumeRole, loading the SDK',
        measured.map(({ bareCold }) => bareCold),
      ),
      compare(
        'useProfile, SDK loaded',
        measured.flatMap(({ loaded }) => loaded),
        'bare AssumeRole',
        measured.flatMap(({ bare }) => bare),
      ),
      compare(
        'useProfile, session cached',
        measured.flatMap(({ cached }) => cached),
        'bare AssumeRole',
        measured.flatMap(({ bare }) => bare),
        // When it resolves, the variables of new terminals are those of the profile.
        { ms: 10 },
      ),
    ],
  };
}
