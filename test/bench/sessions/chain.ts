import type { World } from '../../aws/world.ts';

const key = { accessKeyId: 'AKIACHAIN00000000001', secretAccessKey: 'secret-of-ada'.padEnd(40, '-') };
const roleArn = (name: string): string => `arn:aws:iam::222222222222:role/${name}`;
const roleSection = (profile: string, role: string, source: string): string =>
  `[profile ${profile}]\nrole_arn = ${roleArn(role)}\nsource_profile = ${source}\n`;

/** Three roles, each of which trusts only the previous one. */
export const chainWorld: World = {
  accounts: [
    { id: '111111111111', users: [{ name: 'ada', keys: [key] }] },
    {
      id: '222222222222',
      roles: [
        { name: 'One', trust: { principals: ['arn:aws:iam::111111111111:user/ada'] } },
        { name: 'Two', trust: { principals: [roleArn('One')] } },
        { name: 'Three', trust: { principals: [roleArn('Two')] } },
      ],
    },
  ],
};

/**
 * Profiles at the end of the chain. Each has its own session of the third role and shares the sessions of the others.
 */
export function endsOfChain(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `end-${i}`);
}

export function chainConfig(count: number): string {
  const ends = endsOfChain(count).map(
    (name) => `${roleSection(name, 'Three', 'two')}role_session_name = ${name}\n`,
  );
  const first = '[profile ada]\nregion = us-east-1\n';
  return [first, roleSection('one', 'One', 'ada'), roleSection('two', 'Two', 'one'), ...ends].join('\n');
}

export const chainCredentials = `[ada]
aws_access_key_id = ${key.accessKeyId}
aws_secret_access_key = ${key.secretAccessKey}
`;
