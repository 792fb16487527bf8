import assert from 'node:assert/strict';
import { chainedRole, federatedUser, plainSession } from '../../../aws/signin/sessionKinds.ts';
import { alice, aliceKey, mfaRole, nextRole, phone, plainRole } from '../../../aws/testWorld.ts';
import { ConsoleStage, federatedUserArn, follow, hour, minute, roleSession } from './consoleStage.ts';

const mfa = `mfa_serial = ${phone.serialNumber}`;
const nextSession = 'arn:aws:sts::222222222222:assumed-role/Next/test';
const machineSession = (role: string): string => `arn:aws:sts::222222222222:assumed-role/${role}/`;
const aliceFederated = 'arn:aws:sts::111111111111:federated-user/alice';

/** The lines of a profile. */
type Lines = (stage: ConsoleStage) => string | Promise<string>;

/** Each kind of profile: the identity in the console and the length of its session, or why there is none. */
const kinds: readonly (readonly [kind: string, lines: Lines, identity: string, seconds?: number])[] = [
  [
    'a role assumed with access keys',
    () => `role_arn = ${plainRole}\nsource_profile = keys`,
    roleSession('Plain'),
    8 * hour,
  ],
  [
    'a role assumed with a code',
    () => `role_arn = ${mfaRole}\nsource_profile = alice\nduration_seconds = 7200`,
    roleSession('Mfa'),
    8 * hour,
  ],
  ['a role for a web identity', (stage) => stage.webIdentityLines(), roleSession('Web'), 8 * hour],
  [
    'a role assumed with another role',
    () => `role_arn = ${nextRole}\nsource_profile = plain`,
    roleSession('Next'),
    hour,
  ],
  [
    'a role assumed with an MFA session',
    () => `role_arn = ${mfaRole}\nsource_profile = alice`,
    roleSession('Mfa'),
    hour,
  ],
  [
    'a role assumed with a program',
    async (stage) =>
      `role_arn = ${plainRole}\nsource_profile = tool\n[profile tool]\n${await stage.programLines(aliceKey)}`,
    roleSession('Plain'),
    hour,
  ],
  ['a sign-in with the console', (stage) => stage.signInLine(), alice, 15 * minute],
  ['the role of a container', (stage) => stage.onMachine('container'), machineSession('Task'), 6 * hour],
  ['the role of an instance', (stage) => stage.onMachine('instance'), machineSession('Instance'), 6 * hour],
  ['access keys of a user', (stage) => stage.keyLines(aliceKey), federatedUserArn, 8 * hour],
  ['access keys of a user with MFA', (stage) => `${stage.keyLines(aliceKey)}\n${mfa}`, 'mfaSession'],
  [
    'temporary keys of a role',
    async (stage) => stage.keyLines(await chainedRole(stage.aws)),
    nextSession,
    hour,
  ],
  [
    'temporary keys of a federated user',
    async (stage) => stage.keyLines(await federatedUser(stage.aws)),
    aliceFederated,
    12 * hour,
  ],
  [
    'temporary keys of a user',
    async (stage) => stage.keyLines(await plainSession(stage.aws)),
    'sessionToken',
  ],
  [
    'a program with keys of a role',
    async (stage) => stage.programLines(await chainedRole(stage.aws)),
    nextSession,
    hour,
  ],
  [
    'a program with temporary keys of a user',
    async (stage) => stage.programLines(await plainSession(stage.aws)),
    'sessionToken',
  ],
  [
    'a program with access keys of a user',
    (stage) => stage.programLines(aliceKey),
    federatedUserArn,
    8 * hour,
  ],
];

describe('the console opens', () => {
  let stage: ConsoleStage;
  beforeEach(async () => {
    stage = await ConsoleStage.start();
  });
  afterEach(() => stage.end());

  for (const [kind, lines, identity, seconds] of kinds) {
    const outcome =
      seconds === undefined
        ? `not with ${kind} (${identity})`
        : `with ${kind}: as ${identity}, for ${seconds / hour} h`;
    it(outcome, async () => {
      const text = await lines(stage);
      stage.window.files.config += `[profile kind]\nregion = eu-central-1\n${text}\n`;
      if (seconds === undefined) {
        const failure = { code: 'consoleImpossible', profile: 'kind', why: identity };
        assert.deepEqual(await stage.failureOf(stage.linkFor('kind')), failure);
        assert.deepEqual([stage.record.reported.length, stage.count('getSigninToken')], [0, 0]);
        return;
      }
      const opened = await follow(await stage.linkFor('kind'));
      // The session of a machine has the name of the machine.
      assert.equal(opened.identity.slice(0, identity.endsWith('/') ? identity.length : undefined), identity);
      assert.ok(Math.abs(opened.seconds - seconds) < minute, `${opened.seconds}`);
      const page = 'https://eu-central-1.console.aws.amazon.com/console/home?region=eu-central-1';
      assert.equal(opened.destination, page);
      assert.deepEqual(
        stage.aws.requests.map(({ outcome: each }) => each).filter((each) => each !== 'OK'),
        [],
        'nothing is tried out',
      );
    });
  }

  it('with a role of Identity Center at the access portal, without a secret or a request', async () => {
    const role = 'sso_account_id = 444455556666\nsso_role_name = Developer\nsso_session = corp\n';
    stage.window.files.config += `[profile sso]
region = us-west-2
${role}
[profile somewhere]
${role}
[sso-session corp]
sso_region = us-east-1
sso_start_url = https://corp.awsapps.com/start
`;
    const portal = 'https://corp.awsapps.com/start/#/console?account_id=444455556666&role_name=Developer';
    const page = 'https://us-west-2.console.aws.amazon.com/lambda/home?region=us-west-2';
    assert.deepEqual(await stage.linkFor('sso', { kind: 'service', id: 'lambda' }), {
      url: `${portal}&destination=${encodeURIComponent(page)}`,
      isSecret: false,
    });
    // The portal opens the region that the browser used last.
    assert.deepEqual(await stage.linkFor('somewhere'), { url: portal, isSecret: false });
    assert.deepEqual([stage.aws.requests.length, stage.record.reported.length], [0, 0]);
    assert.equal(stage.confirmed.length, 2, 'production asks nevertheless');
  });
});
