import { parseConfig } from '../../../../src/config/parse.ts';
import { awsText } from '../../../../src/language/awsText.ts';
import { Linter } from '../../../../src/language/lint/lint.ts';
import { assertProportional } from '../../../scaling.ts';

const role = 'role_arn = arn:aws:iam::123456789012:role/Admin\n';

/** Mistakes that each profile of a file can make. */
const mistakes: Readonly<Record<string, (i: number, count: number) => string>> = {
  'a source that no file has': (i) => `[profile p${i}]\n${role}source_profile = missing\n`,
  'one circle of sources': (i, count) => `[profile p${i}]\n${role}source_profile = p${(i + 1) % count}\n`,
  'a sign-in that the file does not have': (i) => `[profile p${i}]\nsso_session = s${i}\n`,
  'no prefix': (i) => `[p${i}]\nregion = eu-west-1\n`,
  'a misspelled prefix': (i) => `[profil p${i}]\nregion = eu-west-1\n`,
  'a misspelled key': (i) => `[profile p${i}]\nregoin = eu-west-1\n`,
  'one name': () => `[profile p]\nregion = eu-west-1\n`,
  'a sign-in of its own': (i) => `[profile p${i}]\nsso_start_url = https://corp.awsapps.com/start\n`,
};

describe('checks of a file in which every profile has a problem', function () {
  this.timeout(60_000);

  for (const [mistake, textOf] of Object.entries(mistakes))
    it(`take time in proportion to the profiles: ${mistake}`, () =>
      assertProportional(1000, (count) => {
        const text = Array.from({ length: count }, (_, i) => textOf(i, count)).join('\n');
        const read = awsText('config', parseConfig(text), parseConfig(''));
        return () => new Linter().lint(read, { now: 0, disabled: new Set() });
      }));
});
