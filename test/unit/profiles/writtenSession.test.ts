import assert from 'node:assert/strict';
import type { Failure } from '../../../src/base/failure.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { planChange, type ProfileChange } from '../../../src/profiles/changes.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { writtenSessions } from '../../../src/profiles/writtenSession.ts';
import { sessionValues } from '../../../src/profiles/writtenSessionEdits.ts';
import { edited } from '../config/edited.ts';

const end = '2030-01-01T12:00:00Z';
const endMs = Date.UTC(2030, 0, 1, 12);

function write(token: string, region?: string): ProfileChange {
  const keys = [
    ['aws_access_key_id', 'A2'],
    ['aws_secret_access_key', 'S2'],
    ['aws_session_token', token],
    ['region', region],
  ] as const;
  return { kind: 'writeSession', name: 'dev-rolecall', values: sessionValues(keys, 'dev', end) };
}

function remove(endedBy = endMs): ProfileChange {
  return { kind: 'removeSession', name: 'dev-rolecall', endedBy };
}

const written = `[dev-rolecall]
aws_access_key_id = A2
aws_secret_access_key = S2
aws_session_token = T2
region = r
manager = rolecall
rolecall_target = dev
expiration = ${end}
`;

function plan(credentials: string, change: ProfileChange, config = '') {
  return planChange({ config: parseConfig(config), credentials: parseConfig(credentials) }, change);
}

function changes(what: string, before: string, change: ProfileChange, after: string, config = ''): void {
  it(what, () => {
    const planned = plan(before, change, config);
    assert.ok(!('failure' in planned), JSON.stringify(planned));
    assert.deepEqual(planned.config, []);
    assert.equal(edited(before, planned.credentials), after);
  });
}

function fails(
  what: string,
  before: string,
  config: string,
  failure: Failure,
  change = write('T2', 'r'),
): void {
  it(what, () => assert.deepEqual(plan(before, change, config), { failure }));
}

describe('writing a session to the credentials file', () => {
  const exists: Failure = { code: 'profileExists', profile: 'dev-rolecall' };
  const theirs = '# mine\n[other]\naws_access_key_id = A\n';

  changes('adds a separate profile', '', write('T2', 'r'), written);
  changes('adds the profile after existing content', theirs, write('T2', 'r'), `${theirs}\n${written}`);
  changes(
    'replaces an earlier session and keeps the user’s additions',
    written.replace('A2', 'A1').replace('T2', 'T1').replace('[dev', '# note\n[dev') + 'output = json\n',
    write('T2', 'r'),
    `# note\n${written}output = json\n`,
  );
  changes(
    'removes a region that the profile no longer has',
    written,
    write('T2'),
    written.replace('region = r\n', ''),
  );
  changes(
    'replaces an earlier session with harmless keys in the config file',
    written.replace('T2', 'T1'),
    write('T2', 'r'),
    written,
    '[profile dev-rolecall]\noutput = json\n',
  );

  fails('does not overwrite keys', '[dev-rolecall]\naws_access_key_id = A\n', '', exists);
  fails('does not overwrite a role', '', '[profile dev-rolecall]\nrole_arn = arn\n', exists);
  fails(
    'does not overwrite another manager’s profile',
    written.replace('= rolecall\n', '= awsume\n'),
    '',
    exists,
  );
  fails(
    'does not overwrite a session to which the user added a role',
    written,
    '[profile dev-rolecall]\nrole_arn = a\n',
    exists,
  );
  fails('does not overwrite a session without a token', written.replace(/.*token.*\n/u, ''), '', exists);
  fails(
    'does not treat a profile in the config file as a session',
    '',
    written.replace('[', '[profile '),
    exists,
  );
  fails(
    'rejects a token that the file cannot contain',
    '',
    '',
    { code: 'invalidValue', profile: 'dev-rolecall', key: 'aws_session_token' },
    write('a\nb', 'r'),
  );
});

describe('removing an expired session', () => {
  const theirs = '[other]\naws_access_key_id = A\n\n# mine\n[last]\nk = 1\n';

  changes('removes its profile', theirs.replace('# mine', `${written}\n# mine`), remove(), theirs);
  changes('leaves an empty file if there is nothing else', written, remove(), '');
  changes('keeps a session that has not expired', written, remove(endMs - 1), written);
  changes('removes a session with an unreadable expiration', written.replace(end, 'soon'), remove(), '');
  changes(
    'keeps a profile without the manager mark',
    written.replace(/manager.*\n/u, ''),
    remove(),
    written.replace(/manager.*\n/u, ''),
  );
  changes('does nothing if the session is already gone', theirs, remove(), theirs);
  changes(
    'keeps a profile that the user turned into a role',
    written,
    remove(),
    written,
    '[profile dev-rolecall]\nrole_arn = a\n',
  );
});

describe('writtenSessions', () => {
  it('returns sessions with their target and expiration', () => {
    const profiles = buildProfiles(parseConfig('[profile a]\nmanager = rolecall\n'), parseConfig(written));
    assert.deepEqual(writtenSessions(profiles), [{ name: 'dev-rolecall', target: 'dev', expiration: endMs }]);
  });
});
