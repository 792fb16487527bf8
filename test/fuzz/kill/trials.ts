import { awsFilesTrial } from './awsFilesTrial.ts';
import { mirrorTrial } from './mirrorTrial.ts';
import { sessionsTrial } from './sessionsTrial.ts';
import { signInsTrial } from './signInsTrial.ts';
import type { Trial } from './trial.ts';

export const trials: readonly Trial[] = [awsFilesTrial, sessionsTrial, signInsTrial, mirrorTrial];
