import { deepEqual, ok } from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sampleWorld } from '../../aws/sample.ts';
import type { Scene } from '../window/useIdentityCenter.ts';
import type { Secret } from './needles.ts';
import { filesIn, pageTexts, type Place, processes, temporaryFiles } from './places.ts';
import { type Allowed, misplaced } from './scan.ts';

/** The files of our output channel. */
export const rolecallLog = /^data\/data\/logs\/.*rolecall[^/]*\.log$/iu;
const isLongTerm = ({ name }: Secret): boolean => name.startsWith('long-term');

/** Where secrets belong all the time. */
const always: readonly Allowed[] = [
  { place: /^home\/\.aws\/credentials$/u, secret: /^long-term/u, why: 'the user’s own access keys' },
  {
    place: /^home\/\.aws\/sso\/cache\//u,
    secret: /^(?:client secret|access token|refresh token)/u,
    why: 'the AWS CLI stores sign-ins there, too',
  },
  {
    place: /^home\/\.aws\/login\/cache\//u,
    secret: /^(?:console refresh token|session (?:key|token) \d+ of arn:aws:iam::\d+:user\/)/u,
    why: 'the AWS CLI stores sign-ins there, too',
  },
  {
    place: /^home\/\.aws\/credentials\.rolecall-backup$/u,
    secret: /^long-term/u,
    why: 'the file as it was before the first change of a day',
  },
];

export interface SecretScan {
  /** All secrets so far that the local AWS and the test know. */
  readonly secrets: () => readonly Secret[];
  readonly places: () => Promise<readonly Place[]>;
  /** Asserts that no secret is anywhere, except where it belongs all the time or at this moment. */
  readonly assertHidden: (allowed?: readonly Allowed[]) => Promise<void>;
  /** The tokens of credential endpoints, which the test adds. */
  readonly endpointTokens: Secret[];
  /** The MFA codes that the test has entered. */
  readonly usedCodes: string[];
}

/** Scans everything that the VS Code of a scene writes, shows, and starts, from the beginning of the tests on. */
export function useSecretScan(scene: () => Scene): SecretScan {
  let started = 0;
  before(() => {
    started = Date.now();
  });
  const endpointTokens: Secret[] = [];
  const usedCodes: string[] = [];
  const secrets = (): readonly Secret[] => [...secretsOf(scene()), ...endpointTokens];
  const places = (): Promise<readonly Place[]> => placesIn(scene(), started);
  const assertHidden = async (allowed: readonly Allowed[] = []): Promise<void> => {
    const found = await places();
    const { longTerm = [], issued = [] } = Object.groupBy(secrets(), (each) =>
      isLongTerm(each) ? 'longTerm' : 'issued',
    );
    const permitted = [...always, ...allowed];
    deepEqual(misplaced(issued, found, permitted), []);
    // Other tests on this machine use the same sample keys.
    const { home } = scene().vscode;
    const ours = found.filter(({ name }) => !/^(?:process|terminal|tmp)/u.test(name) || name.includes(home));
    deepEqual(misplaced(longTerm, ours, permitted), []);
    assertNoCode(usedCodes, found);
  };
  return { secrets, places, assertHidden, endpointTokens, usedCodes };
}

/** All secrets so far that the local AWS knows. */
function secretsOf({ aws, center }: Scene): readonly Secret[] {
  const longTerm = sampleWorld.accounts.flatMap(({ users = [] }) => users.flatMap(({ keys = [] }) => keys));
  return [
    ...longTerm.map(({ secretAccessKey }, i) => ({ name: `long-term key ${i + 1}`, text: secretAccessKey })),
    ...aws.sessions.issued.flatMap(({ secretAccessKey, sessionToken, caller }, i) => [
      { name: `session key ${i + 1} of ${caller.arn}`, text: secretAccessKey },
      { name: `session token ${i + 1} of ${caller.arn}`, text: sessionToken },
    ]),
    ...aws.signin.issuedSecrets.map(({ kind, text }, i) => ({ name: `console ${kind} ${i + 1}`, text })),
    ...center.issuedSecrets.map(({ kind, text }, i) => ({ name: `${kind} ${i + 1}`, text })),
  ];
}

/** Everything that a VS Code writes, shows, and starts after a time (ms since the epoch). */
export async function placesIn(
  { vscode, window }: Pick<Scene, 'vscode' | 'window'>,
  since: number,
): Promise<readonly Place[]> {
  const root = dirname(vscode.home);
  return [
    ...filesIn(vscode.home, 'home'),
    // The installed extension is there, too.
    ...filesIn(join(root, 'data'), 'data', ['extensions']),
    ...filesIn(vscode.workspace, 'workspace'),
    ...temporaryFiles(tmpdir(), since, [root]),
    ...processes(),
    ...(await pageTexts(window.page)),
  ];
}

/** A code is a number that other files may contain by chance. */
function assertNoCode(codes: readonly string[], places: readonly Place[]): void {
  const shown = places.filter(({ name }) => name === 'page' || rolecallLog.test(name));
  for (const code of codes) {
    const isCode = new RegExp(`(?<![\\d.])${code}(?!\\d)`, 'u');
    for (const { name, content } of shown) ok(!isCode.test(content.toString()), `an MFA code: ${name}`);
  }
}
