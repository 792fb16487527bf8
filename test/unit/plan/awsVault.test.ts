import assert from 'node:assert/strict';
import { prefixFingerprints } from '../../../src/plan/fingerprints.ts';
import { readTagKeys, readTags } from '../../../src/plan/tags.ts';
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

describe('a profile that includes another, as aws-vault has it', () => {
  plans(
    'takes what it lacks',
    `${base}\n[profile common]\nsource_profile = base\nmfa_serial = ${phone}\nexternal_id = id\n[profile dev]\n${role('Dev')}\ninclude_profile = common`,
    `keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev, id id)${note('dev', 'common')}`,
  );
  plans(
    'keeps what it has',
    `${base}\n[profile common]\n${role('Common')}\nexternal_id = common\n${dev}\nexternal_id = own\ninclude_profile = common`,
    `keys(AKIA1) → assumeRole(Dev, id own)${note('dev', 'common')}`,
  );
  plans(
    'takes the nearest of several',
    `${base}\n[profile far]\nexternal_id = far\nrole_session_name = far\n[profile near]\nexternal_id = near\ninclude_profile = far\n${dev}\ninclude_profile = near`,
    `keys(AKIA1) → assumeRole(Dev, as far, id near)${note('dev', 'near')}`,
  );
  plans(
    'takes no access keys',
    `${base}\n[profile dev]\ninclude_profile = base\nsso_session = corp`,
    '✗ missingSsoSession(dev, corp)',
  );
  plans(
    'takes them from no file of the other',
    `${base}\n[profile dev]\ninclude_profile = base`,
    `instance(169.254.169.254)${note('dev', 'base')}`,
  );
  plans(
    'may be a source, too',
    `[profile common]\ncredential_process = tool\n[profile base]\ninclude_profile = common\n${dev}`,
    `process(tool) → assumeRole(Dev)${note('base', 'common')}`,
  );
  plans(
    'does not stand on itself by the word of the other',
    `[profile common]\nsource_profile = dev\n[profile dev]\n${role('Dev')}\ninclude_profile = common`,
    '✗ noSource(dev, false)',
  );
  plans(
    'that is not there is passed over',
    `${base}\n${dev}\ninclude_profile = gone`,
    `keys(AKIA1) → assumeRole(Dev)${note('dev', 'gone')}`,
  );
  plans(
    'that includes itself is passed over',
    `${base}\n${dev}\ninclude_profile = dev`,
    `keys(AKIA1) → assumeRole(Dev)${note('dev', 'dev')}`,
  );
  plans(
    'in a circle is included once',
    `${base}\n[profile a]\ninclude_profile = b\nexternal_id = a1\n[profile b]\ninclude_profile = a\nrole_session_name = bb\n${dev}\ninclude_profile = a`,
    `keys(AKIA1) → assumeRole(Dev, as bb, id a1)${note('dev', 'a')}`,
  );
  plans(
    'is not the default one unless it is named',
    `[default]\nexternal_id = id\n${base}\n${dev}`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'by the older name of the key is told that it is not',
    `${base}\n[profile common]\nexternal_id = id\n${dev}\nparent_profile = common`,
    'keys(AKIA1) → assumeRole(Dev); parentIgnored(dev, common)',
  );
  plans(
    'may lead in a circle of sources all the same',
    `[profile common]\nsource_profile = other\n[profile dev]\n${role('Dev')}\ninclude_profile = common\n[profile other]\n${role('O')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > other > dev)',
  );

  it('has the region of the other', () => {
    const config = `${base}\n[profile common]\nregion = eu-west-1\n${dev}\ninclude_profile = common`;
    assert.deepEqual(workingPlan({ config }).region, { name: 'eu-west-1', from: 'dev' });
  });

  it('is another when the other changes', () => {
    const config = `${base}\n[profile common]\nexternal_id = id\n${dev}\ninclude_profile = common`;
    const other = config.replace('= id', '= other');
    const [one, two] = [config, other].map((text) => prefixFingerprints(workingPlan({ config: text })));
    assert.equal(one?.[0], two?.[0]);
    assert.notEqual(one?.[1], two?.[1]);
  });
});

describe('a token that a program prints, as aws-vault has it', () => {
  const web = `${role('Web')}\nweb_identity_token_process = tool --x`;
  plans('stands for a web identity', `[profile dev]\n${web}`, 'webIdentity(Web, token of tool --x)');
  plans(
    'is what a role stands on',
    `[profile base]\n${web}\n${dev}`,
    'webIdentity(Web, token of tool --x) → assumeRole(Dev)',
  );
  plans(
    'may be included',
    `[profile common]\nweb_identity_token_process = tool\n[profile dev]\n${role('Dev')}\ninclude_profile = common`,
    `webIdentity(Dev, token of tool)${note('dev', 'common')}`,
  );
  plans(
    'is not asked for where the role has another source',
    `${base}\n${dev}\nweb_identity_token_process = tool`,
    'keys(AKIA1) → assumeRole(Dev); unused(dev, web_identity_token_process, otherSource)',
  );

  it('is another with another program', () => {
    const prints = ['a', 'b'].map((program) =>
      prefixFingerprints(workingPlan({ config: `[profile dev]\n${web}${program}` })).at(-1),
    );
    assert.notEqual(prints[0], prints[1]);
  });
});

/** What is planned for `base` with a program of the person's own. */
function planned(lines: string, mfaProcess: string): string {
  return printPlan(
    planFor({ config: `${base}\n${lines}`, mfaProcess, target: { kind: 'profile', name: 'base' } }),
  );
}

describe('a program that gives the codes of a device', () => {
  const mfa = `mfa_serial = ${phone}`;

  plans(
    'is that of the profile that names the device',
    `${base}\n${mfa}\nmfa_process = pass otp a\n${dev}\nmfa_process = pass otp b`,
    `keys(AKIA1) → mfaSession(phone, 12h, by pass otp a) → assumeRole(Dev); mfaInherited(base)${by('base')}`,
  );
  plans(
    'may be that of a profile that names no device',
    `${base}\nmfa_process = pass otp a\n${dev}\n${mfa}`,
    `keys(AKIA1) → mfaSession(phone, 12h, by pass otp a) → assumeRole(Dev)${by('base')}`,
  );
  plans(
    'is not that of a profile with another device',
    `${base}\nmfa_serial = ${phone}-2\nmfa_process = pass otp a\n${dev}\n${mfa}`,
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev)',
  );
  plans(
    'gives the code that goes straight to a role, too',
    `${base}\n${dev}\n${mfa}\nmfa_process = x\nduration_seconds = 7200`,
    `keys(AKIA1) → assumeRole(Dev, 2h, code of phone, by x)${by('dev')}`,
  );
  plans(
    'may be included, as aws-vault has it',
    `${base}\n[profile common]\n${mfa}\nmfa_process = x\n${dev}\ninclude_profile = common`,
    `keys(AKIA1) → mfaSession(phone, 12h, by x) → assumeRole(Dev)${by('dev')}; included(dev, common)`,
  );
  plans('is nothing without a device', `${base}\n${dev}\nmfa_process = x`, 'keys(AKIA1) → assumeRole(Dev)');

  it('may be the person’s own, for devices whose profile names none', () => {
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

  it('makes no other session of it', () => {
    const prints = [`${mfa}\nmfa_process = a`, `${mfa}\nmfa_process = b`, mfa].flatMap((lines) => [
      lastPrint(lines),
      lastPrint(`${lines}\nduration_seconds = 7200`),
    ]);
    assert.equal(new Set(prints).size, 2);
  });
});

describe('a role with a source identity and tags', () => {
  plans(
    'asks for them',
    `${base}\n${dev}\nsource_identity = alice@corp`,
    'keys(AKIA1) → assumeRole(Dev, of alice@corp)',
  );
  plans(
    'asks for those that go further, too',
    `${base}\n${dev}\nsession_tags = team = dev , cost=42\ntransitive_session_tags = cost`,
    'keys(AKIA1) → assumeRole(Dev, team=dev, cost=42…)',
  );
  plans(
    'asks for nothing that is empty',
    `${base}\n${dev}\nsession_tags =\nsource_identity =`,
    'keys(AKIA1) → assumeRole(Dev)',
  );

  const invalid = (key: string, value: string): void =>
    plans(
      `is told that AWS does not take ${key} = ${value.slice(0, 30)}`,
      `${base}\n${dev}\n${key} = ${value}`,
      `✗ invalidValue(dev, ${key}, ${value})`,
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

  it('is told that AWS takes no key that is not set', () => {
    const config = `${base}\n${dev}\nsession_tags = team=dev\ntransitive_session_tags = cost`;
    assert.equal(printPlan(planFor({ config })), '✗ invalidValue(dev, transitive_session_tags, cost)');
  });

  it('is another with others', () => {
    const lines = [
      '',
      'source_identity = al',
      'session_tags = a=b',
      'session_tags = a=c',
      'session_tags = a=b\ntransitive_session_tags = a',
    ];
    assert.equal(new Set(lines.map(lastPrint)).size, lines.length);
  });

  it('may have tags in any script, empty ones, and ones with “=” in them', () => {
    assert.deepEqual(readTags('部署=開発 一,empty=,k=a=b'), [
      ['部署', '開発 一'],
      ['empty', ''],
      ['k', 'a=b'],
    ]);
    assert.deepEqual(readTagKeys(' 部署 ,k'), ['部署', 'k']);
    assert.equal(readTagKeys('k,K'), undefined);
  });
});

describe('what is written for a role and makes no difference is told of', () => {
  const lines = 'external_id = id\nsource_identity = al\nsession_tags = a=b\ntransitive_session_tags = a';
  const four = 'external_id > source_identity > session_tags > transitive_session_tags';
  const web = `${role('Web')}\nweb_identity_token_file = /t`;
  plans('beside keys', `[profile dev]\n${keys('A')}\n${lines}`, `keys(A); unused(dev, ${four}, noRole)`);
  plans(
    'beside keys, with all that is for a role',
    `[profile dev]\n${keys('A')}\nrole_session_name = me\nduration_seconds = 900\nsource_profile = base`,
    'keys(A); unused(dev, source_profile > role_session_name > duration_seconds, noRole)',
  );
  plans(
    'beside a source that is not followed without a role',
    `${base}\n[profile dev]\nsource_profile = base`,
    'instance(169.254.169.254); unused(dev, source_profile, noRole)',
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
    'of a program for a token that is not asked',
    `[profile base]\n${keys('A')}\nweb_identity_token_process = tool\n${dev}`,
    'keys(A) → assumeRole(Dev); unused(base, web_identity_token_process, otherSource)',
  );
  plans(
    'but not where the profile is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev\n${keys('A')}\nexternal_id = id`,
    'keys(A) → assumeRole(Dev, id id)',
  );
  plans(
    'but not where the role is assumed',
    `${base}\n${dev}\n${lines}`,
    'keys(AKIA1) → assumeRole(Dev, id id, of al, a=b…)',
  );
});
