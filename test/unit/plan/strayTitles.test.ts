import assert from 'node:assert/strict';
import { planFor, printPlan } from './planText.ts';

const lines = 'aws_access_key_id = AKIA1\naws_secret_access_key = s';
const settings = 'output = json';

/** Plans the profile `name`, which has nothing but a region, where the role of the instance is available. */
function planBeside(config: string, credentials: string, name = 'dev'): string {
  const own = name === 'default' ? '[default]' : `[profile ${name}]`;
  const input = { config: `${config}\n${own}\nregion = r\n`, credentials };
  return printPlan(planFor({ ...input, target: { kind: 'profile', name } }));
}

const instance = 'instance(169.254.169.254)';

function isMeant(header: string, file: 'config' | 'credentials', name = 'dev', key = header): void {
  it(`${header} in the ${file} file is meant as ${name}`, () => {
    const meant = file === 'config' && name !== 'default' ? `[profile ${name}]` : `[${name}]`;
    const plan = (body: string): string => {
      const text = `${header}\n${body}\n`;
      return planBeside(file === 'config' ? text : '', file === 'config' ? '' : text, name);
    };
    assert.equal(plan(lines), `✗ strayKey(${name}, ${key}, title, ${meant})`);
    assert.equal(plan('Role-Arn = x'), `✗ strayKey(${name}, ${key}, title, ${meant})`);
    assert.equal(plan(settings), instance);
  });
}

function isOther(header: string, file: 'config' | 'credentials', beside = ''): void {
  it(`${header} in the ${file} file is not meant as dev${beside && ` beside ${beside}`}`, () => {
    const text = `${header}\n${lines}\n`;
    const config = `${beside}\n${file === 'config' ? text : ''}`;
    assert.equal(planBeside(config, file === 'config' ? '' : text), instance);
  });
}

describe('the role of the machine does not take the place of a section with another title', () => {
  isMeant('[dev]', 'config');
  isMeant('[Dev]', 'config');
  isMeant('[profil dev]', 'config');
  isMeant('[Profile dev]', 'config');
  isMeant('[profile.dev]', 'config');
  isMeant('[profile-dev]', 'config');
  isMeant('[profiledev]', 'config');
  isMeant('[profile "dev]', 'config');
  isMeant('[profile “dev”]', 'config');
  isMeant('[profile profile dev]', 'config');
  isMeant('[[profile dev]]', 'config');
  isMeant('[profile dev', 'config');
  isMeant('[profile dev # comment', 'config', 'dev', '[profile dev');
  isMeant('[dev', 'config');
  isMeant('[Default]', 'config', 'default');
  for (const header of [
    '［profile dev］',
    'profile dev]',
    '<profile dev>',
    '{profile dev}',
    '"[profile dev]"',
    'profile dev',
  ])
    isMeant(header, 'config');
  for (const header of ['［dev］', 'dev]', '<dev>', '(dev)', '【dev】', '- [dev]', '// [dev]', '"[dev]"'])
    isMeant(header, 'credentials');
  isMeant('[prof dev]', 'config');
  isMeant('[dev profile]', 'config');
  isMeant('[プロファイル dev]', 'config');
  isMeant('[aws profile dev]', 'config');
  isMeant('[profile dev]', 'credentials');
  isMeant('[profile "dev"]', 'credentials');
  isMeant('[PROFILE dev]', 'credentials');
  isMeant('[profile-dev]', 'credentials');
  isMeant('["dev"]', 'credentials');
  isMeant('[[dev]]', 'credentials');
  isMeant('[Dev]', 'credentials');
  isMeant('[dev', 'credentials');
  isMeant('[DEV]', 'credentials', 'dev');

  isOther('[profile Dev]', 'config');
  isOther('[profile dev2]', 'config');
  isOther('[profile dev2', 'config');
  isOther('[sso-session dev]', 'config');
  isOther('[services dev]', 'config');
  isOther('[plugins]', 'config');
  isOther('[develop]', 'credentials');
  isOther('[Dev]', 'credentials', '[profile Dev]');

  it('[default] is meant as the profile, although [profile default] takes its place', () => {
    const both = `[default]\n${lines}\n[profile default]\n${settings}`;
    const target = { kind: 'profile', name: 'default' } as const;
    assert.equal(
      printPlan(planFor({ config: both, target })),
      '✗ strayKey(default, [default], title, [profile default])',
    );
    const withKeys = { config: both, credentials: `[default]\n${lines}`, target };
    assert.equal(printPlan(planFor(withKeys)), 'keys(AKIA1)');
  });

  it('[default] is not meant as [profile Default]', () => {
    assert.equal(planBeside(`[default]\n${lines}`, '', 'Default'), instance);
  });

  it('cannot tell for whom keys above all sections are, like the CLI, which reads no such file', () => {
    assert.equal(planBeside('', lines), '✗ strayKey(dev, aws_access_key_id, noSection, [dev])');
    assert.equal(planBeside(lines, ''), '✗ strayKey(dev, aws_access_key_id, noSection, [profile dev])');
    assert.equal(
      planBeside('source-profile = x', '', 'default'),
      '✗ strayKey(default, source-profile, noSection, [default])',
    );
    assert.equal(planBeside(settings, `# aws_access_key_id = x\n[other]\n${lines}`), instance);
  });
});
