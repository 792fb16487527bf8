import { deadlines, maxSizes } from '../../base/deadlines.ts';

/** How long calls to AWS and sign-ins may take, and how large answers may be; see `deadlines` and `maxSizes`. */
export type AwsLimits = Readonly<
  Record<
    'connectMs' | 'attemptMs' | 'callMs' | 'renewalMs' | 'pageMs' | 'signInMs' | 'answerBytes' | 'pages',
    number
  >
>;

export const awsLimits: AwsLimits = { ...deadlines, ...maxSizes };
