import { applyEdits } from '../../../src/config/edit.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { clashes, populationOf, profilesOn } from '../../../src/identityCenter/populate.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { planChange, type ProfileChange } from '../../../src/profiles/changes.ts';
import { acceptsValue } from '../../../src/profiles/keys.ts';
import type { NewProfile } from '../../../src/profiles/population.ts';
import { buildProfiles, type ProfileSet } from '../../../src/profiles/profiles.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';
import { assertProportional } from '../../scaling.ts';

const texts = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

const signIn = (name: string): string =>
  `sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = ${name}\n`;
const assigned = (count: number): string =>
  texts(count, (i) => `[profile p${i}]\n${signIn(`Role${i}`)}region = eu-west-1\n\n`);
const session = corpSignIn({ startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' });

const read = (config: string, credentials = ''): ProfileSet =>
  buildProfiles(parseConfig(config), parseConfig(credentials));

function change(config: string, credentials: string, made: ProfileChange): void {
  const planned = planChange({ config: parseConfig(config), credentials: parseConfig(credentials) }, made);
  if ('failure' in planned) throw new Error(planned.failure.code);
  applyEdits(config, planned.config);
  applyEdits(credentials, planned.credentials);
}

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `p${i}`);
const added = (count: number): NewProfile[] =>
  Array.from({ length: count }, (_, i) => ({ name: `new${i}`, values: [['region', 'eu-west-1']] }));

const roleOfTeam = 'role_arn = arn:aws:iam::111111111111:role/Admin\nsource_profile = team\n';

describe('time in proportion to the number of profiles', function () {
  this.timeout(120_000);

  for (const block of [undefined, 'corp'])
    it(`is enough to add and remove profiles ${block ? 'in a block' : 'at the end'}`, () =>
      assertProportional(2500, (count) => {
        const config = assigned(count) + '# rolecall: begin corp\n# rolecall: end corp\n';
        const credentials = texts(count, (i) => `[p${i}]\noutput = json\n\n`);
        const made = { added: added(count), removed: names(count).filter((_, i) => i % 2), block };
        return () => change(config, credentials, { kind: 'populate', name: 'corp', ...made });
      }));

  it('is enough to remove all profiles and to add them again', () =>
    assertProportional(2500, (count) => {
      const again = names(count).map((name): NewProfile => ({ name, values: [['region', 'eu-west-1']] }));
      const made = { added: again, removed: names(count), block: undefined };
      return () => change(assigned(count), '', { kind: 'populate', name: 'corp', ...made });
    }));

  it('is enough to plan profiles that refer to one that is missing, and to find similar names', () =>
    assertProportional(2500, (count) => {
      const profiles = read(texts(count, (i) => `[profile p${i}]\n${roleOfTeam}`));
      return () => {
        for (const name of names(count))
          planTarget(
            profiles,
            { kind: 'profile', name },
            { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 },
          );
      };
    }));

  it('is enough to look for the end of a block among marks that end none', () =>
    assertProportional(10_000, (count) => {
      const marks = texts(count, () => '# rolecall: end corp\nregion = x\n');
      const config = `[profile p0]\n# rolecall: begin corp\n${marks}`;
      const made = { added: added(1), removed: [], block: 'corp' };
      return () => change(config, '', { kind: 'populate', name: 'corp', ...made });
    }));

  it('is enough to compare the names of new profiles with the existing ones', () =>
    assertProportional(5000, (count) => {
      const profiles = read(assigned(count));
      const assignments = Array.from({ length: count }, (_, i) => ({
        account: { id: '222222222222', name: 'dev', email: '', roles: undefined },
        roleName: `p${i}`,
      }));
      const made = { session, assignments, region: undefined, inBlock: true, removed: names(count) };
      return () => {
        clashes(profiles, { ...made, template: '{role}' });
        populationOf(profiles, { ...made, template: '{role}' });
      };
    }));

  it('is enough to find profiles that all have one assignment', () =>
    assertProportional(20_000, (count) => {
      const profiles = read(texts(count, (i) => `[profile p${i}]\n${signIn('Same')}`));
      for (const { values } of profiles.profiles.values()) values.has('region');
      return () => profilesOn(profiles, session);
    }));

  for (const kind of ['duplicate', 'rename'] as const)
    it(`is enough to ${kind} a profile that consists of many sections`, () =>
      assertProportional(10_000, (count) => {
        const config = texts(count, (i) => `[profile p0]\nregion = r${i}\nsource_profile = p0\n`);
        return () => change(config, '', { kind, name: 'p0', to: 'other' });
      }));

  for (const [what, configOf] of [
    [
      'a chain of include_profile',
      (count: number) => texts(count, (i) => `[profile p${i}]\ninclude_profile = p${i + 1}\n`),
    ],
    [
      'a loop of include_profile',
      (count: number) => texts(count, (i) => `[profile p${i}]\ninclude_profile = p${(i + 1) % count}\n`),
    ],
    [
      'roles that include each other',
      (count: number) =>
        texts(
          count,
          (i) =>
            `[profile p${i}]\ninclude_profile = p${i + 1}\n` +
            `role_arn = arn:aws:iam::111111111111:role/r\nsource_profile = p${i + 2}\n`,
        ),
    ],
  ] as const)
    it(`is enough to plan ${what}`, () =>
      assertProportional(1000, (count) => {
        const profiles = read(configOf(count));
        const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };
        return () => {
          for (const name of profiles.profiles.keys())
            planTarget(profiles, { kind: 'profile', name }, context);
        };
      }));

  for (const key of [
    'endpoint_url',
    'sso_start_url',
    'role_arn',
    'mfa_serial',
    'external_id',
    'session_tags',
  ])
    it(`is enough to check a long value of ${key}`, () =>
      assertProportional(200_000, (length) => {
        const values = ['a', ' ', '/', '=', ',', '%'].map((each) => `https://${each.repeat(length)} \0`);
        return () => values.forEach((value) => acceptsValue(key, value));
      }));
});
