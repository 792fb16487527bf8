import type { Directory } from './directory.ts';

/** The Identity Center of the sample company: the roles that Maya can use without a key. */
export const sampleDirectory: Directory = {
  startUrl: 'https://example.awsapps.com/start',
  region: 'us-east-1',
  people: [
    {
      name: 'maya@example.com',
      accounts: [
        {
          id: '444455556666',
          name: 'development',
          email: 'aws+development@example.com',
          roles: ['Developer', 'ReadOnly'],
        },
        {
          id: '777788889999',
          name: 'production',
          email: 'aws+production@example.com',
          roles: ['ReadOnly'],
        },
      ],
    },
  ],
};
