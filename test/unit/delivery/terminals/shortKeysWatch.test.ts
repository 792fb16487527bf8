import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import type { Recipient } from '../../../../src/delivery/handover/recipient.ts';
import type { HandOut } from '../../../../src/delivery/record/handOuts.ts';
import { watchShortKeys } from '../../../../src/delivery/terminals/shortKeysWatch.ts';
import { keys, planFor, role } from '../../plan/planText.ts';

const config = `[profile maya]
login_session = arn:aws:iam::111111111111:user/maya
[profile admin]
${role('Admin')}
source_profile = maya
[profile ci]
${keys('AKIA1')}
`;

describe('keys of a console sign-in in variables', () => {
  const handed = new Emitter<HandOut>();
  let told: string[];
  beforeEach(() => (told = []));
  watchShortKeys(
    handed.event,
    (target) => planFor({ config, target }),
    (profile) => told.push(profile),
  );

  const terminal: Recipient = { kind: 'terminal', name: 'sh', how: 'opened', id: 1 };
  const handOut = (
    profile: string | undefined,
    recipient: Recipient = terminal,
    more: Partial<HandOut> = {},
  ): void =>
    handed.fire({
      profile,
      recipient,
      what: 'keys',
      at: 0,
      account: undefined,
      session: undefined,
      expiration: 1,
      ...more,
    });

  it('are noticed in terminals and tasks', () => {
    handOut('maya');
    handOut('maya', { kind: 'task', name: 'build', id: 2 });
    assert.deepEqual(told, ['maya', 'maya']);
  });

  it('are not confused with other keys, with other ways, and with what has ended', () => {
    handOut('admin');
    handOut('ci');
    handOut(undefined);
    handOut('maya', { kind: 'newTerminals', folder: undefined });
    handOut('maya', { kind: 'program', name: 'aws', pid: 1 });
    handOut('maya', terminal, { what: 'access' });
    handOut('maya', terminal, { ended: 'closed' });
    assert.deepEqual(told, []);
  });
});
