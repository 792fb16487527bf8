import type { Directory } from '../../aws/identityCenter/directory.ts';

/** A directory with the given number of accounts, four roles in each. */
export function bigDirectory(accounts: number): Directory {
  return {
    startUrl: 'https://example.awsapps.com/start',
    region: 'us-east-1',
    people: [
      {
        name: 'maya@example.com',
        accounts: Array.from({ length: accounts }, (_, i) => ({
          id: `${100_000_000_000 + i}`,
          name: `team-${i}`,
          email: `aws+team-${i}@example.com`,
          roles: ['ReadOnly', 'Developer', 'Administrator', 'Billing'],
        })),
      },
    ],
  };
}
