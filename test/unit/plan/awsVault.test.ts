import assert from 'node:assert/strict';
import { prefixFingerprints } from '../../../src/plan/fingerprints.ts';
import { readTagKeys, readTags } from '../../../src/profiles/sessionTags.ts';
import { keys, phone, planFor, printPlan, role, workingPlan } from './planText.ts';

function plans(what: string, config: string, expected: string): void {
  it(what, () => assert.equal(printPlan(planFor({ config })), expected));
}

const base = `[profile base]\n${keys('AKIA1')}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
const lastPrint = (line: string): string | undefined =>
  prefixFingerprints(workingPlan({ config: `${base}\n${dev}\n${line}` })).at(-1);

const note = (profile: string, from: string): string => `; included(${profile}, ${from})`;
const by = (profile: string): string => `; codeFromProgram(${profile})`;

/** A chain of `length` + 1 profiles, the last of which has an external ID. */
const chain = (length: number): string =>
  Array.from({ length }, (_, i) => `[profile c${i}]\ninclude_profile = c${i + 1}\n`).join('') +
  `[profile c${length}]\nexternal_id = last\n${base}\n`;

describe('include_profile, as in aws-vault,', () => {
  plans(
    'provides missing values',
    `${base}\n[profile common]\nsource_profile = base\nmfa_serial = ${phone}\nexternal_id = id\n[profile dev]\n${role('Dev')}\ninclude_profile = common`,
    `keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev, id id)${note('dev', 'common')}`,
  );
  plans(
    'overrides no values',
    `${base}\n[profile common]\n${role('Common')}\nexternal_id = common\n${dev}\nexternal_id = own\ninclude_profile = common`,
    `keys(AKIA1) → assumeRole(Dev, id own)${note('dev', 'common')}`,
  );
  plans(
    'prefers the nearest profile',
    `${base}\n[profile far]\nexternal_id = far\nrole_session_name = far\n[profile near]\nexternal_id = near\ninclude_profile = far\n${dev}\ninclude_profile = near`,
    `keys(AKIA1) → assumeRole(Dev, as far, id near)${note('dev', 'near')}`,
  );
  plans(
    'provides no access keys',
    `${base}\n[profile dev]\ninclude_profile = base\nsso_session = corp\nsso_role_name = r`,
    '✗ missingSsoSession(dev, corp)',
  );
  plans(
    'provides no access keys without another source',
    `${base}\n[profile dev]\ninclude_profile = base`,
    '✗ noCredentials(dev)',
  );
  plans(
    'does not keep the role of the machine out if it is about something else',
    `[profile base]\nregion = r\n[profile dev]\ninclude_profile = base`,
    `instance(169.254.169.254)${note('dev', 'base')}`,
  );
  plans(
    'can provide a source',
    `[profile common]\ncredential_process = tool\n[profile base]\ninclude_profile = common\n${dev}`,
    `process(tool) → assumeRole(Dev)${note('base', 'common')}`,
  );
  plans(
    'cannot make a profile its own source',
    `[profile common]\nsource_profile = dev\n[profile dev]\n${role('Dev')}\ninclude_profile = common`,
    '✗ noSource(dev, false)',
  );
  plans(
    'is ignored if the profile is unknown',
    `${base}\n${dev}\ninclude_profile = gone`,
    `keys(AKIA1) → assumeRole(Dev)${note('dev', 'gone')}`,
  );
  plans(
    'is ignored if a profile includes itself',
    `${base}\n${dev}\ninclude_profile = dev`,
    `keys(AKIA1) → assumeRole(Dev)${note('dev', 'dev')}`,
  );
  plans(
    'includes each profile of a cycle once',
    `${base}\n[profile a]\ninclude_profile = b\nexternal_id = a1\n[profile b]\ninclude_profile = a\nrole_session_name = bb\n${dev}\ninclude_profile = a`,
    `keys(AKIA1) → assumeRole(Dev, as bb, id a1)${note('dev', 'a')}`,
  );
  plans(
    'does not include the default profile implicitly',
    `[default]\nexternal_id = id\n${base}\n${dev}`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'reports the older key as ignored',
    `${base}\n[profile common]\nexternal_id = id\n${dev}\nparent_profile = common`,
    'keys(AKIA1) → assumeRole(Dev); parentIgnored(dev, common)',
  );
  plans(
    'can lead to a cycle of source profiles',
    `[profile common]\nsource_profile = other\n[profile dev]\n${role('Dev')}\ninclude_profile = common\n[profile other]\n${role('O')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > other > dev)',
  );

  it('provides the region', () => {
    const config = `${base}\n[profile common]\nregion = eu-west-1\n${dev}\ninclude_profile = common`;
    assert.deepEqual(workingPlan({ config }).region, { name: 'eu-west-1', from: 'dev' });
  });

  it('fails if it includes too many profiles, or if a source profile does', () => {
    const including = `${dev}\nsource_profile = base\ninclude_profile = c0`;
    assert.match(printPlan(planFor({ config: chain(49) + including })), /last/u);
    assert.equal(printPlan(planFor({ config: chain(50) + including })), '✗ includesTooLong(dev, 50)');
    const source = `${dev}\nsource_profile = c0`;
    assert.equal(printPlan(planFor({ config: chain(51) + source })), '✗ includesTooLong(c0, 50)');
  });

  it('changes the fingerprint with the included values', () => {
    const config = `${base}\n[profile common]\nexternal_id = id\n${dev}\ninclude_profile = common`;
    const other = config.replace('= id', '= other');
    const [one, two] = [config, other].map((text) => prefixFingerprints(workingPlan({ config: text })));
    assert.equal(one?.[0], two?.[0]);
    assert.notEqual(one?.[1], two?.[1]);
  });
});

describe('web_identity_token_process, as in aws-vault,', () => {
  const web = `${role('Web')}\nweb_identity_token_process = tool --x`;
  plans('provides a web identity', `[profile dev]\n${web}`, 'webIdentity(Web, token of tool --x)');
  plans(
    'can be the source of a role',
    `[profile base]\n${web}\n${dev}`,
    'webIdentity(Web, token of tool --x) → assumeRole(Dev)',
  );
  plans(
    'can be included',
    `[profile common]\nweb_identity_token_process = tool\n[profile dev]\n${role('Dev')}\ninclude_profile = common`,
    `webIdentity(Dev, token of tool)${note('dev', 'common')}`,
  );
  plans(
    'is ignored if the role has another source',
    `${base}\n${dev}\nweb_identity_token_process = tool`,
    'keys(AKIA1) → assumeRole(Dev); unused(dev, web_identity_token_process, otherSource)',
  );

  it('has a fingerprint that depends on the command', () => {
    const prints = ['a', 'b'].map((program) =>
      prefixFingerprints(workingPlan({ config: `[profile dev]\n${web}${program}` })).at(-1),
    );
    assert.notEqual(prints[0], prints[1]);
  });
});

/** The plan for `base` with a program from the user's settings. */
function planned(lines: string, mfaProcess: string): string {
  return printPlan(
    planFor({ config: `${base}\n${lines}`, mfaProcess, target: { kind: 'profile', name: 'base' } }),
  );
}

describe('a program that prints MFA codes', () => {
  const mfa = `mfa_serial = ${phone}`;

  plans(
    'is that of the profile with the device',
    `${base}\n${mfa}\nmfa_process = pass otp a\n${dev}\nmfa_process = pass otp b`,
    `keys(AKIA1) → mfaSession(phone, 12h, by pass otp a) → assumeRole(Dev); mfaInherited(base)${by('base')}`,
  );
  plans(
    'can be that of a profile without a device',
    `${base}\nmfa_process = pass otp a\n${dev}\n${mfa}`,
    `keys(AKIA1) → mfaSession(phone, 12h, by pass otp a) → assumeRole(Dev)${by('base')}`,
  );
  plans(
    'is not that of a profile with another device',
    `${base}\nmfa_serial = ${phone}-2\nmfa_process = pass otp a\n${dev}\n${mfa}`,
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev)',
  );
  plans(
    'also works for a role that uses the code directly',
    `${base}\n${dev}\n${mfa}\nmfa_process = x\nduration_seconds = 7200`,
    `keys(AKIA1) → assumeRole(Dev, 2h, code of phone, by x)${by('dev')}`,
  );
  plans(
    'can be included, as in aws-vault',
    `${base}\n[profile common]\n${mfa}\nmfa_process = x\n${dev}\ninclude_profile = common`,
    `keys(AKIA1) → mfaSession(phone, 12h, by x) → assumeRole(Dev)${by('dev')}; included(dev, common)`,
  );
  plans('is ignored without a device', `${base}\n${dev}\nmfa_process = x`, 'keys(AKIA1) → assumeRole(Dev)');

  it('can come from the settings if no profile sets one', () => {
    assert.equal(
      planned(mfa, ' otp {serial} --for "{serial}" '),
      `keys(AKIA1) → mfaSession(phone, 12h, by otp ${phone} --for "${phone}"); codeFromProgram(undefined)`,
    );
    assert.equal(
      planned(`${mfa}\nmfa_process = own {serial}`, 'otp'),
      'keys(AKIA1) → mfaSession(phone, 12h, by own {serial}); codeFromProgram(base)',
    );
    assert.equal(planned(mfa, '  '), 'keys(AKIA1) → mfaSession(phone, 12h)');
    assert.equal(planned('', 'otp'), 'keys(AKIA1)');
  });

  it('does not change the fingerprint', () => {
    const prints = [`${mfa}\nmfa_process = a`, `${mfa}\nmfa_process = b`, mfa].flatMap((lines) => [
      lastPrint(lines),
      lastPrint(`${lines}\nduration_seconds = 7200`),
    ]);
    assert.equal(new Set(prints).size, 2);
  });
});

describe('a role with a source identity and tags', () => {
  plans(
    'requests them',
    `${base}\n${dev}\nsource_identity = alice@corp`,
    'keys(AKIA1) → assumeRole(Dev, of alice@corp)',
  );
  plans(
    'requests transitive tags',
    `${base}\n${dev}\nsession_tags = team = dev , cost=42\ntransitive_session_tags = cost`,
    'keys(AKIA1) → assumeRole(Dev, team=dev, cost=42…)',
  );
  for (const written of ['cost,', ',cost', ' , cost ,, '])
    plans(
      `skips nothing in transitive_session_tags = ${written}`,
      `${base}\n${dev}\nsession_tags = cost=42\ntransitive_session_tags = ${written}`,
      'keys(AKIA1) → assumeRole(Dev, cost=42…)',
    );
  plans(
    'requests no transitive tags for a comma',
    `${base}\n${dev}\nsession_tags = cost=42\ntransitive_session_tags = ,`,
    'keys(AKIA1) → assumeRole(Dev, cost=42)',
  );
  plans(
    'ignores empty values',
    `${base}\n${dev}\nsession_tags =\nsource_identity =`,
    'keys(AKIA1) → assumeRole(Dev)',
  );

  const invalid = (key: string, value: string): void =>
    plans(
      `rejects ${key} = ${value.slice(0, 30)}`,
      `${base}\n${dev}\n${key} = ${value}`,
      `✗ invalidValue(dev, ${key})`,
    );
  invalid('source_identity', 'a');
  invalid('source_identity', 'a b');
  invalid('source_identity', 'aws:alice');
  invalid('source_identity', 'a'.repeat(65));
  invalid('session_tags', 'team');
  invalid('session_tags', '=dev');
  invalid('session_tags', 'team=dev,');
  invalid('session_tags', 'team=dev,Team=ops');
  invalid('session_tags', 'aws:team=dev');
  invalid('session_tags', 'team=de*v');
  invalid('session_tags', `team=${'x'.repeat(257)}`);
  invalid('session_tags', `${'x'.repeat(129)}=1`);
  invalid('session_tags', Array.from({ length: 51 }, (_, i) => `k${i}=v`).join(','));
  invalid('transitive_session_tags', 'team');

  it('rejects a transitive tag key without a tag', () => {
    const config = `${base}\n${dev}\nsession_tags = team=dev\ntransitive_session_tags = cost`;
    assert.equal(printPlan(planFor({ config })), '✗ invalidValue(dev, transitive_session_tags)');
  });

  it('has a fingerprint that depends on them', () => {
    const lines = [
      '',
      'source_identity = al',
      'session_tags = a=b',
      'session_tags = a=c',
      'session_tags = a=b\ntransitive_session_tags = a',
    ];
    assert.equal(new Set(lines.map(lastPrint)).size, lines.length);
  });

  it('supports tags in any script, empty tags, and tags that contain “=”', () => {
    assert.deepEqual(readTags('部署=開発 一,empty=,k=a=b'), [
      ['部署', '開発 一'],
      ['empty', ''],
      ['k', 'a=b'],
    ]);
    assert.deepEqual(readTagKeys(' 部署 ,k'), ['部署', 'k']);
    assert.equal(readTagKeys('k,K'), undefined);
  });
});

describe('role keys without effect are reported', () => {
  const lines = 'external_id = id\nsource_identity = al\nsession_tags = a=b\ntransitive_session_tags = a';
  const four = 'external_id > source_identity > session_tags > transitive_session_tags';
  const web = `${role('Web')}\nweb_identity_token_file = /t`;
  plans('next to keys', `[profile dev]\n${keys('A')}\n${lines}`, `keys(A); unused(dev, ${four}, noRole)`);
  plans(
    'next to keys, for all role keys',
    `[profile dev]\n${keys('A')}\nrole_session_name = me\nduration_seconds = 900\nsource_profile = base`,
    'keys(A); unused(dev, source_profile > role_session_name > duration_seconds, noRole)',
  );
  plans(
    'next to a source profile without a role',
    `${base}\n[profile dev]\nsource_profile = base`,
    '✗ strayKey(dev, source_profile, alone)',
  );
  plans(
    'next to keys, without a role',
    `[profile dev]\n${keys('AKIA1')}\nsource_profile = base`,
    'keys(AKIA1); unused(dev, source_profile, noRole)',
  );
  plans(
    'with a web identity',
    `[profile dev]\n${web}\n${lines}\nrole_session_name = me`,
    `webIdentity(Web, /t); unused(dev, ${four}, webIdentity)`,
  );
  plans(
    'in the source of a role',
    `[profile base]\n${web}\n${lines}\n${dev}`,
    `webIdentity(Web, /t) → assumeRole(Dev); unused(base, ${four}, webIdentity)`,
  );
  plans(
    'for a token program that is not used',
    `[profile base]\n${keys('A')}\nweb_identity_token_process = tool\n${dev}`,
    'keys(A) → assumeRole(Dev); unused(base, web_identity_token_process, otherSource)',
  );
  plans(
    'but not if the profile is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev\n${keys('A')}\nexternal_id = id`,
    'keys(A) → assumeRole(Dev, id id)',
  );
  plans(
    'but not if the role is assumed',
    `${base}\n${dev}\n${lines}`,
    'keys(AKIA1) → assumeRole(Dev, id id, of al, a=b…)',
  );
});
