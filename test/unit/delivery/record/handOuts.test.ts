import assert from 'node:assert/strict';
import { failureOf } from '../../../../src/base/failure.ts';
import { forbiddable, strictest } from '../../../../src/base/policy.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import { forbiddenAs, type Recipient } from '../../../../src/delivery/handover/recipient.ts';
import { forOthers, readHandedElsewhere } from '../../../../src/delivery/record/handedElsewhere.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { Session } from '../../../../src/session/sessions.ts';
import { type HandOutRecord, recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { readSources, tokensOf } from '../../../typescriptTokens.ts';
import { keys, role, workingPlan } from '../../plan/planText.ts';

const config = `[profile dev]\n${role('Dev')}\nsource_profile = maya\n`;
const plan = workingPlan({ config, credentials: `[maya]\n${keys('AKIA1')}\n` });
const hour = 3_600_000;

function session(accessKeyId: string, expiration = hour): Session {
  const revealed = { accessKeyId, secretAccessKey: 'secret', sessionToken: 'token', expiration };
  return { plan, credentials: new Credentials(revealed) };
}

/** The long-term keys of another profile. */
const other: Session = {
  plan: workingPlan({
    config,
    credentials: `[maya]\n${keys('AKIA1')}\n`,
    target: { kind: 'profile', name: 'maya' },
  }),
  credentials: new Credentials({
    accessKeyId: 'AKIA1',
    secretAccessKey: 'secret',
    sessionToken: undefined,
    expiration: undefined,
  }),
};

/** One of each kind. */
const recipients: { readonly [Kind in Recipient['kind']]: Recipient & { readonly kind: Kind } } = {
  newTerminals: { kind: 'newTerminals', folder: undefined },
  terminal: { kind: 'terminal', name: 'zsh', how: 'injected', id: 1 },
  task: { kind: 'task', name: 'build', id: 1 },
  debugSession: { kind: 'debugSession', name: 'Launch', id: 1 },
  extensionHost: { kind: 'extensionHost' },
  program: { kind: 'program', name: 'aws', pid: 7 },
  extension: { kind: 'extension', id: 'acme.tools' },
  endpoint: { kind: 'endpoint', address: undefined, program: 'Boto3/1.40' },
  clipboard: { kind: 'clipboard', format: 'posix' },
  copiedEndpoint: { kind: 'copiedEndpoint', address: undefined },
  file: { kind: 'file', path: '/home/me/.env' },
  credentialsFile: { kind: 'credentialsFile', profile: 'dev-rolecall' },
  console: { kind: 'console' },
  cliCache: { kind: 'cliCache', path: '/home/me/.aws/cli/cache/1.json' },
};
const { newTerminals, clipboard, program, endpoint, file } = recipients;

const fail = (): never => {
  throw new RangeError('x');
};

/** Whether a source calls `reveal` of something. */
function reveals(source: string): boolean {
  return tokensOf(source).some(({ text }, i, all) => text === 'reveal' && all[i - 1]?.text === '.');
}

describe('the exit for credentials', () => {
  let record: HandOutRecord;
  let now: number;
  beforeEach(() => {
    now = 0;
    record = recordHandOuts(() => now);
  });

  it('gives the secrets to the caller, and reports the profile, account, role session, and end', () => {
    const secret = record.give(session('ASIA1'), program, (given) => given.credentials.secretAccessKey);
    assert.equal(secret, 'secret');
    assert.partialDeepStrictEqual(record.reported, [
      { at: 0, recipient: program, what: 'keys', profile: 'dev', expiration: hour },
    ]);
    assert.match(record.reported[0]?.session ?? '', /:assumed-role\/Dev\//u);
    assert.match(record.reported[0]?.account ?? '', /^\d{12}$/u);
    assert.doesNotMatch(JSON.stringify(record.reported), /ASIA1|secret|token/u);
  });

  it('reports nothing if the hand-out fails or is canceled', async () => {
    assert.throws(() => record.give(session('ASIA1'), file, fail), RangeError);
    await assert.rejects(
      record.give(session('ASIA1'), file, async () => fail()),
      RangeError,
    );
    assert.deepEqual([record.reported, record.handOuts.current('file')], [[], []]);
    await record.give(session('ASIA1'), file, async () => {});
    assert.equal(record.reported.length, 1);
  });

  it('reports new terminals again only when they get other keys', () => {
    for (const id of ['ASIA1', 'ASIA1', 'ASIA2', 'ASIA2']) record.give(session(id), newTerminals, () => {});
    assert.equal(record.reported.length, 2);
    record.handOuts.end('stopped', ({ kind }) => kind === 'newTerminals');
    record.give(session('ASIA2'), newTerminals, () => {});
    assert.deepEqual(
      record.reported.map(({ ended }) => ended),
      [undefined, undefined, 'stopped', undefined],
    );
  });

  it('reports new terminals again when they begin or cease to follow the profile in use', () => {
    for (const isFollowing of [false, true, true, false])
      record.handOuts.lead({ kind: 'profile', name: 'dev' }, newTerminals, isFollowing);
    assert.deepEqual(
      record.reported.map(({ isFollowing = false }) => isFollowing),
      [false, true, false],
    );
    assert.equal(record.handOuts.of(newTerminals)?.isFollowing, undefined);
  });

  it('reports each request of a program, and remembers the last one', () => {
    for (const pid of [7, 8]) record.give(session('ASIA1'), { ...program, pid }, () => {});
    assert.equal(record.reported.length, 2);
    assert.deepEqual(
      record.handOuts.current('program').map(({ recipient }) => recipient),
      [{ ...program, pid: 8 }],
    );
  });

  it('remembers what has access until it ends or its keys expire', () => {
    record.give(session('ASIA1'), program, () => {});
    record.handOuts.lead({ kind: 'profile', name: 'dev' }, recipients.task);
    assert.equal(record.handOuts.current('program', 'task').length, 2);
    now = hour;
    assert.deepEqual(
      record.handOuts.current('program', 'task').map(({ recipient }) => recipient.kind),
      ['task'],
    );
    record.handOuts.end('closed', ({ kind }) => kind === 'task');
    assert.deepEqual(record.handOuts.current('task'), []);
    assert.partialDeepStrictEqual(record.reported.at(-1), { ended: 'closed', recipient: recipients.task });
  });

  it('remembers no more programs than anyone wants to see', () => {
    record.give(session('ASIA1'), newTerminals, () => {});
    for (let pid = 0; pid < 1000; pid++)
      record.give(session('ASIA1'), { kind: 'program', name: `p${pid}`, pid }, () => {});
    const kept = record.handOuts.current('program');
    assert.equal(kept.length, 200);
    assert.ok(record.handOuts.of(newTerminals), 'terminals that open still get this');
    assert.partialDeepStrictEqual(kept.at(-1), { recipient: { name: 'p999' } });
  });

  it('remembers everything else, whatever programs call themselves', () => {
    const others = Object.values(recipients).filter(({ kind }) => kind !== 'program' && kind !== 'endpoint');
    for (const each of others) record.give(session('ASIA1'), each, () => {});
    for (let i = 0; i < 300; i++)
      for (const each of [
        { ...program, name: `p${i}` },
        { ...endpoint, program: `p${i}` },
      ])
        record.give(session('ASIA1'), each, () => {});
    const kept = record.handOuts.all.map(({ recipient }) => recipient.kind);
    // The clipboard has one content.
    const expected = others.map(({ kind }) => kind).filter((kind) => kind !== 'clipboard');
    assert.deepEqual(kept.slice(0, expected.length), expected);
    assert.equal(kept.length, expected.length + 400);
  });

  it('remembers each of several recipients with the same name', () => {
    for (const each of [recipients.terminal, recipients.task, recipients.debugSession]) {
      record.give(session('ASIA1'), each, () => {});
      record.give(session('ASIA2'), { ...each, id: 2 }, () => {});
      assert.equal(record.handOuts.current(each.kind).length, 2);
    }
    record.give(session('ASIA2'), { ...recipients.terminal, name: 'renamed' }, () => {});
    assert.equal(record.handOuts.current('terminal').length, 2);
  });

  it('remembers each profile that programs of one name got', () => {
    record.give(session('ASIA1'), program, () => {});
    record.give(other, program, () => {});
    record.give(other, { ...program, pid: 8 }, () => {});
    assert.deepEqual(
      record.handOuts.current('program').map(({ profile }) => profile),
      ['dev', 'maya'],
    );
  });

  it('knows which keys do not expire', () => {
    record.give(session('ASIA1'), newTerminals, () => {});
    record.give(other, file, () => {});
    const { plan: otherPlan } = other;
    const credentials = new Credentials({ ...other.credentials.reveal(), sessionToken: 'unknown end' });
    record.give({ plan: otherPlan, credentials }, clipboard, () => {});
    assert.deepEqual(
      record.reported.map(({ isLongTerm }) => isLongTerm),
      [undefined, true, undefined],
    );
  });

  it('reports what may have got something, and remembers what was reported before', () => {
    record.handOuts.suspect(recipients.terminal);
    assert.partialDeepStrictEqual(record.reported, [{ what: 'unknown', recipient: recipients.terminal }]);
    assert.equal(record.reported[0]?.profile, undefined);
    const [suspected] = record.reported;
    record.handOuts.restore({ ...suspected!, recipient: { ...recipients.terminal, id: 2 } });
    assert.equal(record.reported.length, 1);
    assert.equal(record.handOuts.current('terminal').length, 2);
  });

  for (const action of forbiddable)
    it(`gives nothing that the policy forbids (${action}), and everything else`, () => {
      record.policy = strictest([{ forbid: [action] }]);
      const all: readonly Recipient[] = Object.values(recipients);
      const refused = all.filter((recipient) => {
        try {
          record.give(session('ASIA1'), recipient, () => {});
          return false;
        } catch (error) {
          assert.deepEqual(failureOf(error, ''), { code: 'forbidden', action });
          return true;
        }
      });
      assert.ok(refused.length > 0);
      assert.deepEqual(
        refused,
        all.filter((recipient) => forbiddenAs(recipient) === action),
      );
    });

  it('knows that the clipboard has one content, of whichever cloud', () => {
    record.give(session('ASIA1'), clipboard, () => {});
    record.handOuts.lead({ kind: 'cliProfile', name: 'ali' }, recipients.copiedEndpoint);
    assert.deepEqual(
      record.handOuts.all.map(({ cloud, profile }) => [cloud, profile]),
      [['alibaba', 'ali']],
    );
  });

  it('ends what is of one cloud, and keeps what the same recipient has of the other', () => {
    const ali = { kind: 'cliProfile', name: 'ali' } as const;
    record.handOuts.lead({ kind: 'profile', name: 'dev' }, newTerminals);
    record.handOuts.lead(ali, newTerminals);
    assert.deepEqual(
      record.handOuts.allOf(newTerminals).map(({ profile }) => profile),
      ['dev', 'ali'],
    );
    record.handOuts.end('stopped', (_, { cloud }) => cloud === 'alibaba');
    assert.deepEqual(
      record.handOuts.allOf(newTerminals).map(({ profile }) => profile),
      ['dev'],
    );
    record.handOuts.lead({ kind: 'profile', name: 'dev' }, newTerminals);
    record.handOuts.lead(ali, newTerminals);
    assert.deepEqual(
      record.reported.map(({ cloud, ended }) => [cloud, ended]),
      [
        [undefined, undefined],
        ['alibaba', undefined],
        ['alibaba', 'stopped'],
        ['alibaba', undefined],
      ],
    );
  });

  it('forbids an address on the clipboard with the endpoint, not with copying', () => {
    const dev: Target = { kind: 'profile', name: 'dev' };
    const address = recipients.copiedEndpoint;
    record.policy = strictest([{ forbid: ['copy'] }]);
    record.handOuts.lead(dev, address);
    record.policy = strictest([{ forbid: ['endpoint'] }]);
    assert.throws(() => record.handOuts.lead(dev, address));
    record.give(session('ASIA1'), clipboard, () => {});
    assert.throws(() => record.give(session('ASIA1'), endpoint, () => {}));
  });

  it('is the only place that reveals secrets, except to sign requests, to secret storage, and to other windows', () => {
    const revealing = [...readSources('src')].filter(([, source]) => reveals(source));
    assert.deepEqual(revealing.map(([path]) => path).toSorted(), [
      'src/credentials/alibaba/ramSts.ts',
      'src/credentials/sdk/clientConfig.ts',
      'src/delivery/record/handOuts.ts',
      'src/session/otherWindows.ts',
      'src/session/storedSessions.ts',
    ]);
  });
});

describe('what other windows have handed out', () => {
  it('has the kind and the name of each recipient, and no session', () => {
    const record = recordHandOuts(() => 0);
    for (const recipient of Object.values(recipients)) record.give(session('ASIA1'), recipient, () => {});
    const answer: unknown = JSON.parse(JSON.stringify(forOthers(record.handOuts.all)));
    assert.deepEqual(
      readHandedElsewhere(answer).map(({ kind, name }) => [kind, name]),
      [
        ['newTerminals', undefined],
        ['terminal', 'zsh'],
        ['task', 'build'],
        ['debugSession', 'Launch'],
        ['extensionHost', undefined],
        ['program', 'aws'],
        ['extension', 'acme.tools'],
        ['endpoint', 'Boto3/1.40'],
        // The clipboard has one content.
        ['copiedEndpoint', undefined],
        ['file', '/home/me/.env'],
        ['credentialsFile', 'dev-rolecall'],
        ['console', undefined],
        ['cliCache', undefined],
      ],
    );
    assert.deepEqual(readHandedElsewhere(answer)[1], {
      kind: 'terminal',
      name: 'zsh',
      profile: 'dev',
      what: 'keys',
      expiration: hour,
      isLongTerm: false,
      access: undefined,
    });
  });

  it('names the AI agent of a program', () => {
    const record = recordHandOuts(() => 0);
    const recipient = { kind: 'program', name: 'aws', pid: 1, agent: 'Codex' } as const;
    record.give(session('ASIA1'), recipient, () => {});
    const answer: unknown = JSON.parse(JSON.stringify(forOthers(record.handOuts.all)));
    assert.equal(readHandedElsewhere(answer)[0]?.agent, 'Codex');
    assert.ok(!('agent' in readHandedElsewhere([{ kind: 'program', what: 'keys', agent: 7 }])[0]!));
  });

  it('names the cloud if it is not AWS', () => {
    const record = recordHandOuts(() => 0);
    record.handOuts.lead({ kind: 'cliProfile', name: 'ali' }, newTerminals);
    record.handOuts.lead({ kind: 'profile', name: 'dev' }, newTerminals);
    const answer: unknown = JSON.parse(JSON.stringify(forOthers(record.handOuts.all)));
    assert.deepEqual(
      readHandedElsewhere(answer).map(({ cloud, profile }) => [cloud, profile]),
      [
        ['alibaba', 'ali'],
        [undefined, 'dev'],
      ],
    );
    assert.ok(!('cloud' in readHandedElsewhere([{ kind: 'x', what: 'keys', cloud: 'other' }])[0]!));
  });

  it('is nothing if the answer has another shape', () => {
    for (const answer of [undefined, null, 'x', {}, [null, 7, {}, { kind: 7 }, { kind: 'x', what: 'all' }]])
      assert.deepEqual(readHandedElsewhere(answer), []);
    const misread = {
      kind: 'x',
      what: 'keys',
      name: 7,
      profile: 7,
      expiration: 'y',
      isLongTerm: 'z',
      access: 7,
    };
    assert.deepEqual(readHandedElsewhere([misread]), [
      {
        kind: 'x',
        what: 'keys',
        name: undefined,
        profile: undefined,
        expiration: undefined,
        isLongTerm: false,
        access: undefined,
      },
    ]);
    const [read] = readHandedElsewhere([{ kind: 'x', what: 'keys', access: ['readOnly', 7] }]);
    assert.deepEqual(read?.access, ['readOnly']);
  });
});
