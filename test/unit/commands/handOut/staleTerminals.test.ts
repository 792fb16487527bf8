import assert from 'node:assert/strict';
import {
  type StaleContext,
  staleTerminals,
  windowTerminals,
} from '../../../../src/commands/handOut/staleTerminals.ts';
import type { Mode } from '../../../../src/delivery/handover/terminalModes.ts';
import type { HandOut } from '../../../../src/delivery/record/handOuts.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';

const handed = (profile: string | undefined, more: Partial<HandOut> = {}): HandOut => ({
  profile,
  account: undefined,
  session: undefined,
  expiration: undefined,
  at: 0,
  what: 'keys',
  recipient: { kind: 'terminal', name: 'bash', how: 'opened', id: 1 },
  ...more,
});

const terminals: Readonly<Record<string, { has: HandOut | undefined; folder?: string }>> = {
  other: { has: handed('dev') },
  same: { has: handed('ci') },
  none: { has: undefined },
  unknown: { has: handed(undefined, { what: 'unknown' }) },
  following: { has: handed('dev', { what: 'access', isFollowing: true }) },
  named: { has: handed('dev', { what: 'access' }) },
  bound: { has: handed('dev'), folder: 'file:///bound' },
  unbound: { has: handed('dev'), folder: 'file:///other' },
};

function context(mode: Mode): StaleContext {
  const shells = Object.entries(terminals).map(([name, each]) => ({
    terminal: { name } as never,
    folder: undefined,
    ...each,
  }));
  return {
    openTerminals: { refresh: () => Promise.resolve(), shells },
    terminalMode: { value: mode },
    views: {
      bound: { folders: [{ uri: 'file:///bound', name: 'bound', state: {} as never }] },
      planOf: (target: Target) => ({ target, access: target.access, steps: [] }),
    } as never,
  };
}

const names = (found: ReturnType<typeof staleTerminals>): readonly string[] =>
  found.map(({ terminal }) => terminal.name);

describe('terminals that still use another profile', () => {
  const ci = { kind: 'profile', name: 'ci' } as const;

  it('are also those that have the profile with another access', () => {
    const shells = [undefined, ['readOnly'], ['viewOnly']].map((access, i) => ({
      terminal: { name: access?.[0] ?? 'full' } as never,
      folder: undefined,
      has: handed('ci', {
        recipient: { kind: 'terminal', name: '', how: 'opened', id: i },
        ...(access && { access }),
      }),
    }));
    const with3 = { ...context('environment'), openTerminals: { refresh: () => Promise.resolve(), shells } };
    assert.deepEqual(names(staleTerminals(ci, with3)), ['readOnly', 'viewOnly']);
    const readOnly = { ...ci, access: { managed: ['readOnly'] } };
    assert.deepEqual(names(staleTerminals(readOnly, with3)), ['full', 'viewOnly']);
  });

  it('are those of the window whose profile is another one, unknown, or missing', () => {
    const expected = ['other', 'none', 'unknown', 'named', 'unbound'];
    for (const mode of ['environment', 'profile'] as const)
      assert.deepEqual(names(staleTerminals(ci, context(mode))), expected, mode);
  });

  it('are in the mode “live” those that are known not to follow', () => {
    const expected = ['other', 'unknown', 'named', 'unbound'];
    assert.deepEqual(names(staleTerminals(ci, context('live'))), expected);
  });

  it('never include those of a folder with a profile of its own', () => {
    const all = Object.keys(terminals).filter((name) => name !== 'bound');
    assert.deepEqual(names(windowTerminals(context('live'))), all);
  });
});
