import assert from 'node:assert/strict';
import type { Failure } from '../../../src/base/failure.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { planChange, type ProfileChange } from '../../../src/profiles/changes.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { sessionValues, writtenSessions } from '../../../src/profiles/writtenSession.ts';
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

function makes(what: string, before: string, change: ProfileChange, after: string, config = ''): void {
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

describe('a session that is written into the credentials file', () => {
  const exists: Failure = { code: 'profileExists', profile: 'dev-rolecall' };
  const theirs = '# mine\n[other]\naws_access_key_id = A\n';

  makes('is a profile of its own', '', write('T2', 'r'), written);
  makes('stands after what is there', theirs, write('T2', 'r'), `${theirs}\n${written}`);
  makes(
    'takes the place of the one before, with what the person has added',
    written.replace('A2', 'A1').replace('T2', 'T1').replace('[dev', '# note\n[dev') + 'output = json\n',
    write('T2', 'r'),
    `# note\n${written}output = json\n`,
  );
  makes(
    'loses a region that the profile no longer has',
    written,
    write('T2'),
    written.replace('region = r\n', ''),
  );
  makes(
    'is still itself where the config file has harmless keys for it',
    written.replace('T2', 'T1'),
    write('T2', 'r'),
    written,
    '[profile dev-rolecall]\noutput = json\n',
  );

  fails('never stands over keys', '[dev-rolecall]\naws_access_key_id = A\n', '', exists);
  fails('never stands over a role', '', '[profile dev-rolecall]\nrole_arn = arn\n', exists);
  fails('never stands over another manager’s', written.replace('= rolecall\n', '= awsume\n'), '', exists);
  fails('is none any more with a role', written, '[profile dev-rolecall]\nrole_arn = a\n', exists);
  fails('is none any more without a token', written.replace(/.*token.*\n/u, ''), '', exists);
  fails('is none by the config file', '', written.replace('[', '[profile '), exists);
  fails(
    'has no token that the file could not hold',
    '',
    '',
    { code: 'invalidValue', profile: 'dev-rolecall', key: 'aws_session_token', value: '…' },
    write('a\nb', 'r'),
  );
});

describe('a written session that is over', () => {
  const theirs = '[other]\naws_access_key_id = A\n\n# mine\n[last]\nk = 1\n';

  makes('is taken out', theirs.replace('# mine', `${written}\n# mine`), remove(), theirs);
  makes('is taken out, with nothing left of it', written, remove(), '');
  makes('stays until then', written, remove(endMs - 1), written);
  makes('is over if nobody can read its end', written.replace(end, 'soon'), remove(), '');
  makes(
    'is somebody else’s, and stays, without the mark',
    written.replace(/manager.*\n/u, ''),
    remove(),
    written.replace(/manager.*\n/u, ''),
  );
  makes('may be gone already', theirs, remove(), theirs);
  makes(
    'stays where the person made a role of it',
    written,
    remove(),
    written,
    '[profile dev-rolecall]\nrole_arn = a\n',
  );
});

describe('the written sessions of the files', () => {
  it('are told with what they are of, and their end', () => {
    const profiles = buildProfiles(parseConfig('[profile a]\nmanager = rolecall\n'), parseConfig(written));
    assert.deepEqual(writtenSessions(profiles), [{ name: 'dev-rolecall', target: 'dev', expiration: endMs }]);
  });
});
