// Runs in a process that `chains.ts` starts: gets sessions at the end of a chain of three roles from the local AWS.
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { millisecondsOf } from '../samples.ts';
import { chainConfig, chainCredentials, endsOfChain } from './chain.ts';
import { openSessions } from './sessionStage.ts';

const [url = '', sdkBundle = '', locks = '', times = '10'] = process.argv.slice(2);

const config = chainConfig(Number(times) + 1);
const prompts = new TypedCodes();
const sessions = openSessions({ url, sdkBundle, locks, config, credentials: chainCredentials, prompts });
const { signal } = new AbortController();
const get = (name: string): Promise<number> =>
  millisecondsOf(() => sessions.get({ kind: 'profile', name }, { mayAsk: false, signal }));

const [first = '', ...others] = endsOfChain(Number(times) + 1);
const cold = [await get(first)];
const prefix: number[] = [];
for (const name of others) prefix.push(await get(name));
const cached: number[] = [];
for (const name of others) cached.push(await get(name));
console.log(JSON.stringify({ cold, prefix, cached }));
