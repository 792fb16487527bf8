import * as fc from 'fast-check';
import type { Target } from '../../src/profiles/profiles.ts';
import { anyName } from './lines.ts';

const roleArn = 'arn:aws:iam::444455556666:role/ReadOnly';

/** What a window can use, under any name, whether the files have it or not. */
export const targets: fc.Arbitrary<Target> = fc.oneof(
  anyName.map((name): Target => ({ kind: 'profile', name })),
  anyName.map((sourceProfile): Target => ({ kind: 'role', roleArn, sourceProfile, sessionName: 'me' })),
  anyName.map((signIn): Target => ({
    kind: 'assignment',
    signIn,
    accountId: '444455556666',
    roleName: 'Admin',
  })),
  fc.constant<Target>({ kind: 'environment' }),
);
