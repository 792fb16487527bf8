import assert from 'node:assert/strict';
import type { HandOut } from '../../../../src/delivery/record/handOuts.ts';
import type { HandedElsewhere } from '../../../../src/delivery/record/handedElsewhere.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';

await import('../../../fakes/useFakeVscode.ts');
const { consoles, copies, elsewhere, endpointAddresses, newTerminals, openTerminals, programs } =
  await import('../../../../src/commands/handOut/handedOutWays.ts');

const hour = 3_600_000;
/** `prod` is production. */
const views = {
  planOf: (target: { readonly name: string }) => ({ target, steps: [] }),
  production: {
    of: ({ target }: { readonly target: { readonly name: string } }) =>
      target.name === 'prod' ? '^prod$' : undefined,
  },
};
const elsewhereRow = { profile: 'dev', what: 'keys', expiration: undefined, isLongTerm: true } as const;

async function described(found: readonly HandedElsewhere[]): Promise<readonly string[]> {
  const { rows } = await elsewhere({ handedOutElsewhere: async () => found, views } as never);
  return rows.map(({ label }) => label);
}

/** The second word of the row for a program in another window. */
async function wordsFor(access?: readonly string[]): Promise<unknown> {
  const found = [{ ...elsewhereRow, kind: 'program', name: 'aws', ...(access && { access }) }];
  const { rows } = await elsewhere({ handedOutElsewhere: async () => found, views } as never);
  return [rows[0]?.description].flat()[1];
}

describe('the list of what is handed out now', () => {
  for (const [kind, label] of [
    ['newTerminals', 'New terminals and tasks'],
    ['extensionHost', 'Programs that other extensions start'],
    ['clipboard', 'Clipboard'],
    ['copiedEndpoint', 'Clipboard'],
    ['cliCache', 'Cache of the AWS CLI'],
    ['console', 'AWS console'],
    ['program', 'unknown program'],
    ['endpoint', 'unknown program'],
    ['kindOfNextYear', 'unknown program'],
  ] as const)
    it(`names what another window calls ${kind}`, async () => {
      assert.deepEqual(await described([{ ...elsewhereRow, kind, name: undefined }]), [label]);
      assert.deepEqual(await described([{ ...elsewhereRow, kind, name: 'zsh' }]), ['zsh']);
    });
  it('names the console of the other cloud in another window', async () => {
    const found = { ...elsewhereRow, kind: 'console', name: undefined, cloud: 'alibaba' } as const;
    assert.deepEqual(await described([found]), ['Alibaba Cloud console']);
  });

  for (const [facts, sentence] of [
    [{ what: 'keys', isLongTerm: true }, /^its keys do not expire$/u],
    [{ what: 'keys' }, /^its keys stay valid$/u],
    [{ what: 'keys', expiration: Date.now() + hour }, /^its keys stay valid until /u],
    [{ what: 'access' }, /^each of its programs asks/u],
    [{ what: 'unknown' }, /^may have credentials$/u],
  ] as const)
    it(`says for how long a terminal has access (${sentence.source})`, () => {
      const { handOuts } = recordHandOuts();
      const recipient = { kind: 'terminal', name: 'zsh', how: 'opened', id: 1 } as const;
      const none = { profile: undefined, account: undefined, session: undefined, expiration: undefined };
      const handOut: HandOut = { ...none, at: 0, recipient, ...facts };
      handOuts.restore(handOut);
      const [row] = openTerminals({ handOuts, views } as never).rows;
      assert.equal(row?.label, 'zsh');
      const [, description = ''] = [row?.description].flat();
      assert.match(typeof description === 'string' ? description : '', sentence);
    });

  it('names the profiles for which browsers are signed in to the console, and until when', () => {
    const { handOuts } = recordHandOuts();
    const none = { account: undefined, session: undefined };
    for (const [profile, expiration] of [
      ['dev', Date.now() + hour],
      ['prod', undefined],
      ['ended', Date.now() - hour],
    ] as const)
      handOuts.restore({ ...none, at: 0, recipient: { kind: 'console' }, what: 'keys', profile, expiration });
    const { heading, rows } = consoles({ handOuts, views } as never);
    assert.equal(heading, 'AWS console');
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['prod', 'dev'],
    );
    assert.match(JSON.stringify(rows[1]?.description), /signed in until /u);
    assert.ok(rows.every(({ revoke }) => revoke === undefined));
  });

  it('says with which policies something was handed out', async () => {
    assert.deepEqual(await wordsFor(['readOnly']), { icon: 'eye', text: 'read-only' });
    assert.deepEqual(await wordsFor(['~/deploy.json']), { icon: 'eye', text: 'deploy.json' });
    assert.deepEqual(await wordsFor(['readOnly', '~/deny.json']), { icon: 'eye', text: '2 policies' });
    assert.equal(await wordsFor(), 'its keys do not expire');
  });

  it('has what is shared with the AWS CLI', () => {
    const { handOuts } = recordHandOuts();
    handOuts.lead({ kind: 'profile', name: 'dev' }, { kind: 'cliCache', path: '/c.json' });
    assert.deepEqual(
      copies({ handOuts, views } as never).rows.map(({ label }) => label),
      ['Cache of the AWS CLI'],
    );
  });

  it('has a program of an AI agent and the same program of the user as two rows', () => {
    const { handOuts } = recordHandOuts();
    const handed = { profile: 'dev', account: undefined, session: undefined, expiration: undefined };
    for (const agent of [{ agent: 'Claude Code' }, { agent: '' }, {}])
      for (const pid of [1, 2])
        handOuts.pass(
          { ...handed, at: 0, what: 'keys', recipient: { kind: 'clipboard', format: 'x' } },
          { kind: 'program', name: 'aws', pid, ...agent },
        );
    const rows = programs({ handOuts, views } as never).rows.toReversed();
    assert.deepEqual(
      rows.map(({ label, description }) => [label, [description].flat()[0]]),
      [
        ['aws', 'for Claude Code'],
        ['aws', 'for an AI agent'],
        ['aws', 'dev'],
      ],
    );
  });

  it('names the AI agent of a program in another window', async () => {
    const found = [{ ...elsewhereRow, kind: 'program', name: 'aws', agent: 'Codex' }];
    const { rows } = await elsewhere({ handedOutElsewhere: async () => found, views } as never);
    assert.equal([rows[0]?.description].flat()[0], 'for Codex');
  });

  it('names the cloud if it is not AWS, and takes no profile of it for one of AWS', async () => {
    const { handOuts } = recordHandOuts();
    const ali = { kind: 'cliProfile', name: 'prod' } as const;
    handOuts.lead(ali, { kind: 'newTerminals', folder: undefined });
    handOuts.lead(ali, { kind: 'terminal', name: 'zsh', how: 'opened', id: 1 });
    const active = { state: { kind: 'none' } };
    const folders = { bound: { folders: [] }, ...views };
    const found = await elsewhere({
      handedOutElsewhere: async () => [
        { ...elsewhereRow, cloud: 'alibaba', profile: 'prod', kind: 'task', name: 'x' },
      ],
      views,
    } as never);
    const [window, terminal, other] = [
      newTerminals({ handOuts, active, views: folders } as never),
      openTerminals({ handOuts, views } as never),
      found,
    ].map(({ rows }) => rows.map(({ label, description }) => JSON.stringify([label, description])));
    for (const rows of [window, terminal, other]) {
      assert.equal(rows?.length, 1);
      assert.match(rows?.[0] ?? '', /Alibaba Cloud/u);
      assert.doesNotMatch(rows?.[0] ?? '', /flame/u);
    }
  });

  it('calls sources of Alibaba Cloud what views call them', async () => {
    const { handOuts } = recordHandOuts();
    const uri = { kind: 'credentialsUri' } as const;
    const name = 'credentials URI';
    handOuts.lead(uri, { kind: 'newTerminals', folder: undefined });
    handOuts.lead(uri, { kind: 'terminal', name: 'zsh', how: 'opened', id: 1 });
    handOuts.lead(uri, { kind: 'console' });
    handOuts.lead(uri, { kind: 'copiedEndpoint', address: name });
    const routed = [{ profile: name, copiedAt: 0, revoke: () => {} }];
    const context = {
      handOuts,
      active: { state: { kind: 'none' } },
      views: { bound: { folders: [] }, ...views },
      endpoint: { current: { copied: [], routed } },
      handedOutElsewhere: async () => [
        { ...elsewhereRow, cloud: 'alibaba', profile: name, kind: 'task', name: 'x' },
      ],
    } as never;
    const ways = [
      ...[newTerminals, openTerminals, copies, endpointAddresses].map((way) => way(context)),
      consoles(context, 'alibaba'),
    ];
    assert.equal(consoles(context).rows.length, 0);
    for (const { heading, rows } of [...ways, await elsewhere(context)])
      assert.match(JSON.stringify(rows), /Instance RAM role \(credentials URI\)/u, heading);
  });

  it('calls a profile of AWS by its own name, whatever that is', () => {
    const { handOuts } = recordHandOuts();
    handOuts.lead({ kind: 'profile', name: 'credentials URI' }, { kind: 'console' });
    assert.equal(consoles({ handOuts, views } as never).rows[0]?.label, 'credentials URI');
  });

  it('has the addresses of all clouds, and revokes only the one that the user chooses', () => {
    const { handOuts } = recordHandOuts();
    const revoked: string[] = [];
    const address = (profile: string) => ({ profile, copiedAt: 0, revoke: () => revoked.push(profile) });
    const target = { kind: 'profile', name: 'dev' } as const;
    const endpoint = {
      current: {
        copied: [{ target, copiedAt: 0 }],
        routed: [address('dev')],
        revoke: () => revoked.push('AWS'),
      },
    };
    const recipient = { kind: 'endpoint', address: 'dev', program: undefined } as const;
    handOuts.lead({ kind: 'cliProfile', name: 'dev' }, recipient);
    handOuts.lead(target, recipient);
    const { rows } = endpointAddresses({ endpoint, handOuts, views } as never);
    assert.deepEqual(
      rows.map(({ description }) => JSON.stringify(description).includes('Alibaba Cloud')),
      [false, true],
    );
    void rows[1]?.revoke?.();
    assert.deepEqual(revoked, ['dev']);
    assert.deepEqual(
      handOuts.all.map(({ cloud }) => cloud),
      [undefined],
    );
  });

  it('marks production', async () => {
    const mark = { icon: 'flame', text: 'production' };
    const marked = async (profile: string): Promise<boolean> => {
      const found = [{ ...elsewhereRow, profile, kind: 'terminal', name: 'zsh' }];
      const { rows } = await elsewhere({ handedOutElsewhere: async () => found, views } as never);
      return [rows[0]?.description].flat().some((part) => JSON.stringify(part) === JSON.stringify(mark));
    };
    assert.deepEqual([await marked('prod'), await marked('dev')], [true, false]);
    const { handOuts } = recordHandOuts();
    handOuts.lead({ kind: 'profile', name: 'prod' }, { kind: 'cliCache', path: '/c.json' });
    const [copy] = copies({ handOuts, views } as never).rows;
    assert.deepEqual([copy?.description].flat()[1], mark);
  });
});
