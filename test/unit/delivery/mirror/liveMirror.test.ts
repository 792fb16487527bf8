import assert from 'node:assert/strict';
import { fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { LiveMirror } from '../../../../src/delivery/mirror/liveMirror.ts';
import { windowMirror } from '../../../../src/delivery/mirror/mirrorPaths.ts';
import { sendLine } from '../../../../src/ipc/socket.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { asOrdinaryUser, hasFileModes } from '../../ordinaryUser.ts';
import { profile } from '../../session/testWindows/window.ts';
import { awsCli, cliArn, type Run, run, sdkArn } from '../awsPrograms.ts';
import { type LiveOptions, type LiveWindow, openLiveWindow, useLiveFolder } from './liveWindow.ts';

interface Opened {
  readonly mirror: string;
  readonly address: string;
  readonly env: NodeJS.ProcessEnv;
}

interface Reply {
  readonly arn: string;
  readonly accessKeyId: string;
}

const plainArn = 'arn:aws:sts::222222222222:assumed-role/Plain/me';
const longArn = 'arn:aws:sts::222222222222:assumed-role/Long/me';
const aliceArn = 'arn:aws:iam::111111111111:user/alice';

describe('the live mirror', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  const mirrors: LiveMirror[] = [];
  const folder = useLiveFolder();

  beforeEach(async () => void (aws = await startLocalAws({ world: testWorld })));
  afterEach(async () => {
    for (const live of mirrors.splice(0)) live.dispose();
    await aws.close();
  });

  async function open(options: Partial<LiveOptions> = {}): Promise<LiveWindow> {
    const opened = await openLiveWindow({ url: aws.url, ...folder(), ...options });
    mirrors.push(opened.live);
    return opened;
  }

  /** Opens a window in a separate process. */
  async function openElsewhere(options: Pick<ForkOptions, 'env' | 'execArgv'> = {}) {
    const { helperBundle, folder: home } = folder();
    const script = join(import.meta.dirname, 'liveProcess.ts');
    const window = fork(script, [aws.url, home, helperBundle], {
      ...options,
      env: { ...process.env, ...options.env },
    });
    const [opened] = (await once(window, 'message')) as [Opened];
    return { window, opened };
  }

  const calls = (action: string): number =>
    aws.requests.filter((request) => request.action === action).length;

  it('gives every program the profile in use', async () => {
    const { env } = await open();
    assert.equal(await sdkArn({ ...env, AWS_REGION: 'eu-central-1' }), plainArn);
    if (awsCli) assert.equal(await cliArn(env), plainArn);
  });

  it('switches the profile and region of terminals that are already open', async () => {
    const { env, use } = await open();
    assert.equal(await sdkArn(env), plainArn);
    await use(profile('long'));
    assert.equal(await sdkArn(env), longArn);
    await use(profile('keys'));
    assert.equal(await sdkArn(env), aliceArn);
    if (awsCli) assert.equal(await cliArn(env), aliceArn);
    if (awsCli) {
      const { stdout } = await run(awsCli, ['configure', 'get', 'region'], env);
      assert.equal(stdout.trim(), 'eu-central-1');
    }
  });

  it('lets a program use any other profile, and prompts for its MFA code once, in VS Code', async () => {
    const { env, window } = await open();
    window.prompts.type(() => nextCode(phone, aws.clock));
    const named = {
      ...env,
      AWS_PROFILE: 'mfa',
      AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_REGION: 'eu-central-1',
    };
    const [first, second] = await Promise.all([sdkArn(named), sdkArn(named)]);
    assert.match(first, /assumed-role\/Mfa\/me$/);
    assert.equal(second, first);
    assert.equal(window.prompts.questions.length, 1);
    if (awsCli) assert.equal(await cliArn({ ...named, AWS_PROFILE: undefined }, '--profile', 'mfa'), first);
    assert.equal(calls('GetSessionToken'), 1);
  });

  it('creates one session for fifty concurrent programs', async () => {
    const opened = await open();
    const runs = await Promise.all(Array.from({ length: 50 }, () => runHelper(opened, 'plain')));
    const keys = new Set(
      runs.map(({ stdout }) => (JSON.parse(stdout) as { AccessKeyId: string }).AccessKeyId),
    );
    assert.equal(keys.size, 1);
    assert.equal(calls('AssumeRole'), 1);
  });

  it('gives new credentials to a program that asks again after they have expired', async () => {
    const opened = await open({ now: () => aws.clock.now() });
    const first = JSON.parse((await runHelper(opened, 'plain')).stdout) as { Expiration: string };
    aws.clock.advance(3600_000);
    const second = JSON.parse((await runHelper(opened, 'plain')).stdout) as { Expiration: string };
    const later = Date.parse(second.Expiration) - Date.parse(first.Expiration);
    // The test itself takes some seconds.
    assert.ok(later >= 3600_000 && later < 3630_000, `${later} ms`);
    assert.equal(calls('AssumeRole'), 2);
  });

  it('renews the credentials of a program that runs longer than its session', async () => {
    let ahead = 0;
    await aws.close();
    aws = await startLocalAws({ world: testWorld, machine: () => Date.now() + ahead });
    const file = join(folder().folder, 'ahead');
    writeFileSync(file, '0');
    const clock = {
      env: { ROLECALL_MOVED_CLOCK: file },
      execArgv: ['--import', pathToFileURL(join(import.meta.dirname, '../../../ui/movedClock.ts')).href],
    };
    const { window, opened } = await openElsewhere(clock);
    const program = fork(join(import.meta.dirname, 'longRunning.mjs'), {
      ...clock,
      env: { ...opened.env, ...clock.env },
    });
    try {
      const [first] = (await once(program, 'message')) as [Reply];
      ahead = 2 * 3600_000;
      writeFileSync(file, `${ahead}`);
      // Both check the file from time to time.
      await sleep(1000);
      program.send('again');
      const [second] = (await once(program, 'message')) as [Reply];
      assert.deepEqual([first.arn, second.arn], [plainArn, plainArn]);
      assert.notEqual(second.accessKeyId, first.accessKeyId);
    } finally {
      program.kill();
      window.kill();
    }
  });

  it('closes the prompt when the program that waits for it is killed', async () => {
    const opened = await open();
    const stop = new AbortController();
    const waiting = runHelper(opened, 'mfa', { signal: stop.signal });
    await eventually(() => assert.equal(opened.window.prompts.openPrompts, 1));
    stop.abort();
    await waiting;
    await eventually(() => assert.equal(opened.window.prompts.openPrompts, 0));
  });

  it('does not prompt again immediately after the user has closed the prompt', async () => {
    let time = Date.now();
    const opened = await open({ now: () => time });
    const { prompts } = opened.window;
    prompts.type(pressEscape);
    assert.deepEqual(await runHelper(opened, 'mfa'), {
      code: 1,
      stdout: '',
      stderr: 'Rolecall: refused mfa\n',
    });
    assert.equal((await runHelper(opened, 'mfa')).stderr, 'Rolecall: refused mfa\n');
    assert.equal(prompts.questions.length, 1);
    time += 60_000;
    prompts.type(pressEscape);
    await runHelper(opened, 'mfa');
    assert.equal(prompts.questions.length, 2);
  });

  it('reports why a profile cannot be used', async () => {
    const { stderr, code } = await runHelper(await open(), 'nobody');
    assert.deepEqual([stderr, code], ['Rolecall: failure noSuchProfile\n', 1]);
  });

  it('follows the files', async () => {
    const { env, window, mirror, reread } = await open();
    window.files.config = window.files.config.replace('[profile plain]', '[profile plain]\noutput = yaml');
    window.files.config += '\n[profile new]\nregion = eu-north-1\n';
    await reread();
    assert.match(readFileSync(mirror.config, 'utf8'), /^\[default\]\noutput = yaml\n/mu);
    assert.match(readFileSync(mirror.config, 'utf8'), /^\[profile new\]\nregion = eu-north-1\n/mu);
    assert.equal(await sdkArn({ ...env, AWS_REGION: 'eu-central-1' }), plainArn);
  });

  it('has the region of the window in each section of the profile in use', async () => {
    const { window, mirror, use } = await open();
    const planOf = window.planOf.bind(window);
    const regions = () => readFileSync(mirror.config, 'utf8').match(/^region = us-west-2$/gmu)?.length ?? 0;
    await use(profile('keys'));
    assert.equal(regions(), 0);
    Object.assign(window, {
      planOf: (target: Target) => {
        const planned = planOf(target);
        const isInUse = target.kind === 'profile' && target.name === 'keys' && isPlan(planned);
        return isInUse ? { ...planned, region: { name: 'us-west-2', from: undefined } } : planned;
      },
    });
    await use(profile('keys'));
    assert.equal(regions(), 2, '[default] and [profile keys]');
    Object.assign(window, { planOf });
    await use(profile('keys'));
    assert.equal(regions(), 0);
  });

  it('contains no secrets, and is private', async () => {
    const { mirror } = await open();
    const text = readFileSync(mirror.config, 'utf8') + readFileSync(mirror.credentials, 'utf8');
    assert.doesNotMatch(text, /aws_secret_access_key|AKIA|mfa_serial/u);
    if (!hasFileModes) return;
    assert.equal(statSync(mirror.folder).mode & 0o777, 0o500);
    assert.equal(statSync(mirror.config).mode & 0o777, 0o400);
    assert.equal(statSync(mirror.broker).mode & 0o777, 0o600);
    assert.equal(statSync(dirname(mirror.folder)).mode & 0o777, 0o700);
  });

  it('cannot be written to', async function () {
    if (!hasFileModes) this.skip();
    const opened = await open();
    const { mirror, use } = opened;
    // Root may write anywhere. In that case, the change is discarded and reported.
    writeFileSync(mirror.config, '[default]\nregion = changed\n');
    await use(profile('long'));
    assert.equal(opened.overwritten, 1);
    assert.doesNotMatch(readFileSync(mirror.config, 'utf8'), /changed/u);
  });

  it('rejects a wrong key and other users of the machine', async function () {
    const opened = await open();
    const { mirror } = opened;
    const registration = JSON.parse(readFileSync(mirror.broker, 'utf8')) as { address: string };
    if (process.geteuid?.() === 0) {
      const { code } = await runHelper(opened, 'plain', { uid: 65_534 });
      assert.notEqual(code, 0);
      await asOrdinaryUser(async () => {
        const signal = AbortSignal.timeout(1000);
        await assert.rejects(sendLine(registration.address, 'x', signal), { code: 'EACCES' });
      });
    }
    const stolen = windowMirror(dirname(mirror.folder), 'stolen');
    mkdirSync(stolen.folder);
    const key = Buffer.alloc(32).toString('base64');
    writeFileSync(stolen.broker, JSON.stringify({ address: registration.address, key }));
    const { code, stdout } = await run(helperOf(opened), ['stolen', 'plain'], opened.env);
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(aws.requests.length, 0);
  });

  it('prints only plain text when it reports why', async () => {
    const opened = await open({
      describe: () => 'AWS says:\r\n\u001B]0;pwned\u0007\u009B2J no\u202Een \u2028\u200Bo',
    });
    const { stderr } = await runHelper(opened, 'nobody');
    assert.equal(stderr, 'Rolecall: AWS says: ]0;pwned2J noen o\n');
  });

  it('reports why it cannot be created', async () => {
    const place = join(folder().folder, 'no-folder');
    writeFileSync(place, '');
    const { failures } = await open({ folder: place });
    assert.deepEqual([...new Set(failures)], ['ENOTDIR']);
  });

  it('is created by the next update if it could not be created before', async () => {
    const place = join(folder().folder, 'later');
    writeFileSync(place, '');
    const opened = await open({ folder: place });
    assert.ok(opened.failures.length > 0);
    rmSync(place);
    await opened.live.update();
    assert.equal((await runHelper(opened, 'plain')).code, 0);
  });

  it('is not removed by the previous instance of a reloaded window that closes late', async () => {
    const before = await open();
    const after = await open();
    before.live.dispose();
    await after.live.update();
    assert.equal((await runHelper(after, 'plain')).code, 0);
  });
});

/** A user who presses Escape. */
function pressEscape(): never {
  throw new Cancelled();
}

function helperOf({ mirror }: LiveWindow): string {
  const [, helper] =
    /credential_process = '?(\/.*?)'? window /u.exec(readFileSync(mirror.config, 'utf8')) ?? [];
  assert.ok(helper);
  return helper;
}

function runHelper(
  opened: LiveWindow,
  word: string,
  options?: { readonly signal?: AbortSignal; readonly uid?: number },
): Promise<Run> {
  return run(helperOf(opened), ['window', word], opened.env, options);
}
