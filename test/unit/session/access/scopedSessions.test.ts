import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { type Access, accessKey, fullAccess } from '../../../../src/profiles/access/access.ts';
import type { Identity } from '../../../../src/credentials/sdk/sts.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { forgetPlans, withOtherAccess } from '../../../../src/session/cachedKeys.ts';
import type { Session } from '../../../../src/session/sessions.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { attempt } from '../../../aws/s3/s3Client.ts';
import { alice, phone, testWorld } from '../../../aws/testWorld.ts';
import { ConnectedWindows } from '../../../fakes/connectedWindows.ts';
import { MemorySecrets } from '../../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { codesSent, outcomes } from '../../credentials/runner.ts';
import { documentOf, forAgent, readOnly } from '../../plan/access/scopedPlans.ts';
import {
  activeIn,
  openWindow,
  profile,
  type Window,
  type WindowDependencies,
} from '../testWindows/window.ts';

const signal = new AbortController().signal;

function named(name: string, access?: Access): Target {
  return { ...profile(name), ...(access && { access }) };
}

function get({ sessions }: Window<TypedCodes>, target: Target): Promise<Session> {
  return sessions.get(target, { mayAsk: true, signal });
}

async function keyOf(window: Window<TypedCodes>, target: Target): Promise<string> {
  return (await get(window, target)).credentials.accessKeyId;
}

async function arnOf(window: Window<TypedCodes>, session: Session): Promise<string> {
  return ((await window.identify(session, signal)) as Identity).arn;
}

describe('sessions with less access', () => {
  let aws: LocalAws;
  const rightCode = () => nextCode(phone, aws.clock);

  beforeEach(async () => void (aws = await startLocalAws({ world: testWorld })));
  afterEach(() => aws.close());

  const open = (more: Partial<WindowDependencies<TypedCodes>> = {}): Window<TypedCodes> =>
    openWindow({ url: aws.url, prompts: new TypedCodes(rightCode), ...more });

  /** What AWS lets a session do with Amazon S3: `list`, `get`, and `put`. */
  async function rightsOf({ credentials }: Session, bucket = 'data'): Promise<string> {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
    const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    const tried = await Promise.all([
      attempt(aws, keys, 'list', bucket),
      attempt(aws, keys, 'get', `${bucket}/hello.txt`),
      attempt(aws, keys, 'put', `${bucket}/new.txt`),
    ]);
    return ['list', 'get', 'put'].filter((_, i) => tried[i] === 'allowed').join(' ');
  }

  /** The number of requests with this action. */
  const calls = (action: string): number => aws.requests.filter((each) => each.action === action).length;

  it('of a chain can read and not write, and need no code of their own', async () => {
    const window = open();
    assert.equal(await rightsOf(await get(window, named('next'))), 'list get put');
    assert.equal(await rightsOf(await get(window, named('next', readOnly))), 'list get');
    assert.equal(await rightsOf(await get(window, named('next', { managed: ['viewOnly'] }))), 'list');
    const audit = await get(window, named('next', { managed: ['securityAudit'] }));
    assert.equal(await rightsOf(audit), '');
    const denying = { managed: ['readOnly'], document: documentOf('Deny', 's3:GetObject') };
    assert.equal(await rightsOf(await get(window, named('next', denying))), 'list');
    assert.equal(codesSent(aws.requests).length, 1);
    assert.equal(window.prompts.questions.length, 1);
    assert.equal(calls('GetSessionToken'), 1);
    // The first role: for the session with everything, and once for all the others.
    assert.equal(calls('AssumeRole'), 2 + 4 + 1);
  });

  it('need the same code as the others if they come first', async () => {
    const window = open();
    assert.equal(await rightsOf(await get(window, named('next', readOnly))), 'list get');
    assert.equal(await rightsOf(await get(window, named('next'))), 'list get put');
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('need one code in all if the user gets no MFA session', async () => {
    const window = open({ directDevices: [phone.serialNumber] });
    for (const access of [readOnly, fullAccess, forAgent(readOnly), { managed: ['viewOnly'] }])
      await get(window, named('next', access));
    assert.equal(codesSent(aws.requests).length, 1);
    assert.equal(calls('GetSessionToken'), 0);
  });

  it('need no code of their own when AWS turns out to deny the MFA session', async () => {
    aws.iam.deny(alice, 'sts:GetSessionToken', 'service control policy');
    const window = open({ prompts: new TypedCodes(rightCode, rightCode), directDevices: [] });
    const { plan, credentials } = await get(window, named('next', readOnly));
    assert.deepEqual(
      plan.steps.map((step) => [step.kind, 'sessionPolicy' in step && step.sessionPolicy?.arns.length]),
      [
        ['keys', false],
        ['assumeRole', false],
        ['assumeRole', 1],
      ],
    );
    assert.equal(await keyOf(window, named('next', readOnly)), credentials.accessKeyId);
    assert.equal(await rightsOf(await get(window, named('next'))), 'list get put');
    assert.equal(await rightsOf(await get(window, named('next', forAgent(readOnly)))), 'list get');
    assert.equal(codesSent(aws.requests).length, 2);
  });

  it('of a chain let the roles before the last one only assume it', async () => {
    const window = open();
    await get(window, named('next', readOnly));
    const first = aws.sessions.issued.at(-2);
    assert.match(first?.caller.arn ?? '', /assumed-role\/Mfa\//u);
    assert.equal(first?.caller.sessionPolicies?.length, 1);
  });

  it('of a user without a role are those of a federated user', async () => {
    const window = open();
    const session = await get(window, named('keys', readOnly));
    assert.match(await arnOf(window, session), /^arn:aws:sts::111111111111:federated-user\/me$/u);
    assert.equal(await rightsOf(session, 'tools'), 'list');
    assert.deepEqual(
      outcomes(aws.requests).filter((each) => each.startsWith('GetF')),
      ['GetFederationToken OK'],
    );
    const withDevice = await get(window, named('alice', readOnly));
    assert.equal(withDevice.credentials.accessKeyId, session.credentials.accessKeyId);
    assert.equal(window.prompts.questions.length, 0);
  });

  it('of agents are named for them, and made once for fifty programs', async () => {
    const window = open();
    const agents = await Promise.all(
      Array.from({ length: 50 }, () => get(window, named('plain', forAgent(readOnly)))),
    );
    assert.equal(new Set(agents.map(({ credentials }) => credentials.accessKeyId)).size, 1);
    assert.equal(calls('AssumeRole'), 1);
    assert.match(await arnOf(window, agents[0]!), /assumed-role\/Plain\/me-agent$/u);
    const person = await get(window, named('plain'));
    assert.match(await arnOf(window, person), /assumed-role\/Plain\/me$/u);
    assert.equal(await rightsOf(person), 'list get put');
    assert.equal(await keyOf(window, named('plain')), person.credentials.accessKeyId);
  });

  it('replace the session in use when the settings ask for them, and the reverse', async () => {
    const access: { general: Access | undefined; production: undefined } = {
      general: undefined,
      production: undefined,
    };
    const window = open({ access });
    const active = activeIn(window, { now: Date.now });
    await active.use(named('plain'));
    const rights = (): Promise<string> => {
      assert.ok(active.state.kind === 'ready', active.state.kind);
      return rightsOf(active.state.session);
    };
    const expected = { readOnly: 'list get', viewOnly: 'list', '': 'list get put' };
    for (const [level, allowed] of Object.entries(expected)) {
      access.general = level === '' ? undefined : { managed: [level] };
      await active.refresh();
      assert.equal(await rights(), allowed);
    }
    active.dispose();
    assert.equal(calls('AssumeRole'), 3);
  });

  it('are not replaced by one with more, which the settings forbid while a prompt is open', async () => {
    const access: { general: Access | undefined; production: undefined } = {
      general: undefined,
      production: undefined,
    };
    const window = open({ access });
    const active = activeIn(window, { now: Date.now });
    const kind = (): string => active.state.kind;
    await active.bind(named('mfa'));
    assert.equal(kind(), 'waiting');
    const made = await get(window, named('mfa'));
    access.general = readOnly;
    active.adopt(made);
    assert.equal(kind(), 'waiting');
    active.adopt(await get(window, named('mfa')));
    assert.ok(active.state.kind === 'ready');
    assert.equal(active.state.session.plan.access, readOnly);
    active.dispose();
  });

  it('are shared by two windows, and by no other access', async () => {
    const windows = new ConnectedWindows();
    const [one, other] = [0, 1].map(() => open({ otherWindows: windows.open() })) as [
      Window<TypedCodes>,
      Window<TypedCodes>,
    ];
    const key = await keyOf(one, named('next', readOnly));
    assert.equal(await keyOf(other, named('next', readOnly)), key);
    assert.equal(calls('AssumeRole'), 2);
    assert.notEqual(await keyOf(other, named('next', forAgent(readOnly))), key);
    assert.notEqual(await keyOf(other, named('next')), key);
    assert.equal(other.prompts.questions.length, 0);
  });

  it('are forgotten with all others, and with the plan that made them, in both windows', async () => {
    const windows = new ConnectedWindows();
    const [one, other] = [0, 1].map(() => open({ otherWindows: windows.open() })) as [
      Window<TypedCodes>,
      Window<TypedCodes>,
    ];
    const { plan, credentials } = await get(one, named('plain', readOnly));
    assert.equal(await keyOf(other, named('plain', readOnly)), credentials.accessKeyId);
    await forgetPlans(one.cache, [plan]);
    const again = await keyOf(other, named('plain', readOnly));
    assert.notEqual(again, credentials.accessKeyId);
    await one.cache.forgetAll();
    assert.notEqual(await keyOf(other, named('plain', readOnly)), again);
  });

  it('are forgotten with the plan of the same target with everything, for whomever they are', async () => {
    const window = open();
    const accesses = [
      undefined,
      readOnly,
      forAgent(readOnly),
      forAgent(fullAccess),
      { managed: ['viewOnly'] },
    ];
    const targets = accesses.map((access) => named('plain', access));
    const keysOf = () => Promise.all(targets.map((target) => keyOf(window, target)));
    const [before, again] = [await keysOf(), await keysOf()];
    assert.deepEqual(again, before);
    const { plan } = await get(window, named('plain'));
    await forgetPlans(
      window.cache,
      withOtherAccess([plan], (target) => window.planOf(target)),
    );
    const after = await keysOf();
    for (const [i, key] of after.entries()) assert.notEqual(key, before[i]);
  });

  it('are found after a restart, and never in place of another access', async () => {
    const own = 'arn:aws:iam::222222222222:policy/team/List';
    const accesses: readonly (Access | undefined)[] = [
      undefined,
      fullAccess,
      readOnly,
      { managed: ['viewOnly'] },
      { managed: [own] },
      { managed: [own, 'readOnly'] },
      { managed: [], document: documentOf('Allow') },
      { managed: ['readOnly'], document: documentOf('Deny', 's3:GetObject') },
    ];
    const access = fc.constantFrom(...accesses, ...accesses.flatMap((each) => (each ? forAgent(each) : [])));
    await fc.assert(
      fc.asyncProperty(access, access, async (first, second) => {
        const secrets = new MemorySecrets();
        const made = await keyOf(open({ secrets }), named('plain', first));
        const found = await keyOf(open({ secrets }), named('plain', second));
        assert.equal(made === found, accessKey(first) === accessKey(second));
      }),
      { numRuns: 60 },
    );
  });
});
