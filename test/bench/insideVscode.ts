import { readdirSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { BareSts } from './bareSts.ts';
import { createCompany } from './company.ts';
import { millisecondsOf } from './samples.ts';

/** What one window measured. */
export interface WindowTimes {
  /** Whether the SDK's bundle was read before anybody chose a profile. */
  readonly sdkAtStart: boolean;
  readonly cold: number;
  readonly bareCold: number;
  readonly loaded: readonly number[];
  readonly cached: readonly number[];
  readonly bare: readonly number[];
}

export const switchesPerWindow = 10;

const plain = createCompany(500).roles.filter(
  ({ person, isChained }) => !isChained && person.devices?.length === 0,
);

/** Measures in VS Code's extension host; VS Code calls it. */
export async function run(): Promise<void> {
  const { ROLECALL_BENCH_RESULTS: results = '', AWS_ENDPOINT_URL_STS: url = '' } = process.env;
  await vscode.extensions.getExtension('rolecall.rolecall')!.activate();
  await sleep(1000); // until the profiles are known; the local AWS counts whether all switches came to something
  const sdkAtStart = readFiles().some((path) => /[\\/]dist[\\/]aws\.js$/u.test(path));

  // What comes first finds less of Node loaded: they take turns, from window to window and from role to role.
  const before = readdirSync(results).length;
  const inTurn = async (i: number) => {
    const first = (before + i) % 2 === 0 ? await millisecondsOf(() => useProfile(i)) : undefined;
    const bareTime = await millisecondsOf(() => assumeRole(url, i));
    return { own: first ?? (await millisecondsOf(() => useProfile(i))), bare: bareTime };
  };
  const cold = await inTurn(0);
  const loaded: (typeof cold)[] = [];
  for (let i = 1; i <= switchesPerWindow; i++) loaded.push(await inTurn(i));
  const cached: number[] = [];
  for (let i = 0; i <= switchesPerWindow; i++) cached.push(await millisecondsOf(() => useProfile(i)));
  const times: WindowTimes = {
    sdkAtStart,
    cold: cold.own,
    bareCold: cold.bare,
    loaded: loaded.map(({ own }) => own),
    cached,
    bare: loaded.map(({ bare }) => bare),
  };
  writeFileSync(join(results, `${before}.json`), JSON.stringify(times));
}

/** All code that this process has read, whichever kind of module it is. */
function readFiles(): readonly string[] {
  const files: string[] = [];
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => files.push(params.url));
  session.post('Debugger.enable');
  session.disconnect();
  return files;
}

function useProfile(i: number): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name: plain[i]!.name });
}

/** Its bundle lies beside this one, and is read on the first call as the SDK's is by Rolecall. */
async function assumeRole(url: string, i: number): Promise<void> {
  const { person, roleArn } = plain[i]!;
  const sts = require('./bareSts.js') as BareSts;
  await sts.assumeRole(url, person.keys![0]!, roleArn);
}
