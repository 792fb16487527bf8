import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Environment } from '../../../../src/base/environment.ts';
import { type Failure, FailureError } from '../../../../src/base/failure.ts';
import {
  type ConsoleLink,
  ConsoleLinks,
  type ConsoleLinksDependencies,
  type LinkWish,
} from '../../../../src/delivery/console/consoleLinks.ts';
import type { Destination } from '../../../../src/plan/console/destination.ts';
import type { ProductionConsent } from '../../../../src/session/consent/productionConsent.ts';
import type { SessionRequest, SessionSource } from '../../../../src/session/sessions.ts';
import type { Serving } from '../../../aws/http/serving.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { startContainerCredentials } from '../../../aws/machineRoles/containerCredentials.ts';
import { startInstanceMetadata } from '../../../aws/machineRoles/instanceMetadata.ts';
import { commandLine } from '../../../aws/programs/credentialProgram.ts';
import { signInWithConsole, writeLoginFile } from '../../../aws/signin/signinClient.ts';
import type { SigningKeys } from '../../../aws/sts/stsClient.ts';
import {
  alice,
  aliceKey,
  audience,
  chinaKey,
  instanceRole,
  issuer,
  phone,
  taskRole,
  testWorld,
  webRole,
} from '../../../aws/testWorld.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { openWindow, profile, type Window } from '../../session/testWindows/window.ts';

export const hour = 3600;
export const minute = 60;
export const home: Destination = { kind: 'home' };
export const federatedUserArn = 'arn:aws:sts::111111111111:federated-user/me';

/** The session of a role that Rolecall assumed. */
export function roleSession(name: string): string {
  return `arn:aws:sts::222222222222:assumed-role/${name}/me`;
}

/** Where a window has its sessions from, which can be guarded. */
export function sourceOf({ sessions }: Window<TypedCodes>): SessionSource {
  return {
    planOf: (target) => sessions.planOf(target),
    get: (...args) => sessions.get(...args),
    withSession: (...args) => sessions.withSession(...args),
  };
}

/** What the browser shows behind a link. */
export interface Opened {
  readonly identity: string;
  /** How long the console session lasts, in seconds. */
  readonly seconds: number;
  readonly destination: string;
}

/** A window that opens the console of a local AWS, with the real implementation but for the browser. */
export class ConsoleStage {
  readonly aws: LocalAws;
  readonly record = recordHandOuts(() => this.aws.clock.now());
  readonly confirmed: string[] = [];
  /** Asks about all profiles instead of `confirmed`. */
  consent: ProductionConsent | undefined;
  window: Window<TypedCodes>;
  signOutFirst = false;
  readonly #folder: string;
  readonly #machine: Serving[] = [];
  readonly #secrets = [aliceKey.secretAccessKey, chinaKey.secretAccessKey];
  /** Texts of errors. */
  readonly #seen: string[] = [];

  private constructor(aws: LocalAws, folder: string) {
    this.aws = aws;
    this.#folder = folder;
    this.window = this.open(aws.url);
  }

  static async start(): Promise<ConsoleStage> {
    const folder = await mkdtemp(join(tmpdir(), 'rolecall-console-'));
    return new ConsoleStage(await startLocalAws({ world: testWorld }), folder);
  }

  /** Ends the stage. Fails if anything that was shown, logged, or recorded contains a secret. */
  async end(): Promise<void> {
    await Promise.all([...this.#machine, this.aws].map((each) => each.close()));
    await rm(this.#folder, { recursive: true });
    const text = [...this.#seen, this.window.log.text, JSON.stringify(this.record.reported)].join('\n');
    const issued = this.aws.signin.issuedSecrets.map((secret) => secret.text);
    for (const secret of [...issued, ...this.#secrets]) assert.ok(!text.includes(secret), text);
  }

  /** A window for which AWS Sign-In is at this address. */
  open(signin: string, machine: Environment = {}): Window<TypedCodes> {
    const code = () => nextCode(phone, this.aws.clock);
    return openWindow({
      url: this.aws.url,
      prompts: new TypedCodes(code, code),
      now: () => this.aws.clock.now(),
      environment: {
        AWS_ENDPOINT_URL_SIGNIN: signin,
        AWS_LOGIN_CACHE_DIRECTORY: this.#folder,
        ...machine,
      },
    });
  }

  linkFor(
    name: string,
    destination = home,
    wish: Partial<LinkWish> = {},
    request: Partial<SessionRequest> = {},
  ): Promise<ConsoleLink> {
    const { window, consent } = this;
    const links = new ConsoleLinks({
      sessions: consent?.guard(sourceOf(window)) ?? window.sessions,
      handOuts: this.record.handOuts,
      ready: async () => {},
      identify: window.identify as ConsoleLinksDependencies['identify'],
      confirm: async (target, isOutside) => {
        this.confirmed.push(JSON.stringify(target));
        return consent?.confirmConsole(target, isOutside) ?? true;
      },
      durations: () => ({ sessionSeconds: 8 * hour }),
      signOutFirst: { value: this.signOutFirst },
      sessionName: 'me',
      now: () => this.aws.clock.now(),
    });
    return links.linkFor(
      profile(name),
      destination,
      { as: 'user', into: 'browser', ...wish },
      { mayAsk: true, signal: new AbortController().signal, ...request },
    );
  }

  /** The failure of work that must fail. */
  async failureOf(work: Promise<unknown>): Promise<Failure> {
    const error: unknown = await work.then(
      (result) => assert.fail(inspect(result)),
      (reason: unknown) => reason,
    );
    this.#seen.push(inspect(error, { depth: 9 }), JSON.stringify(error));
    assert.ok(error instanceof FailureError, inspect(error));
    return error.failure;
  }

  /** How often AWS carried out an action. */
  count(action: string): number {
    return this.aws.requests.filter((each) => each.action === action).length;
  }

  /** Keys as lines of a profile. */
  keyLines({ accessKeyId, secretAccessKey, sessionToken }: SigningKeys): string {
    const lines = [`aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
    if (sessionToken === undefined) return lines.join('\n');
    this.#secrets.push(secretAccessKey, sessionToken);
    return [...lines, `aws_session_token = ${sessionToken}`].join('\n');
  }

  /** The lines of a profile with a program that prints these keys. */
  async programLines(keys: SigningKeys): Promise<string> {
    const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } = keys;
    this.#secrets.push(SecretAccessKey, ...(SessionToken === undefined ? [] : [SessionToken]));
    const file = join(this.#folder, 'keys.json');
    await writeFile(file, JSON.stringify({ Version: 1, AccessKeyId, SecretAccessKey, SessionToken }));
    return `credential_process = ${commandLine('printFile', file)}`;
  }

  /** The line of a profile with a sign-in with the console that was made ten minutes ago. */
  async signInLine(): Promise<string> {
    this.aws.signin.identity = alice;
    const signedIn = await signInWithConsole(this.aws.url);
    await writeLoginFile(this.#folder, signedIn, this.aws.clock.now() + 15 * minute * 1000);
    this.aws.clock.advance(10 * minute * 1000);
    return `login_session = ${alice}`;
  }

  /** From now on, VS Code runs where a profile without credentials has the role of the machine. */
  async onMachine(kind: 'container' | 'instance'): Promise<string> {
    const serving =
      kind === 'container'
        ? await startContainerCredentials(this.aws, { agent: 'ecs', role: taskRole })
        : await startInstanceMetadata(this.aws, { role: instanceRole });
    this.#machine.push(serving);
    this.window = this.open(
      this.aws.url,
      'fullUri' in serving
        ? { AWS_CONTAINER_CREDENTIALS_FULL_URI: serving.fullUri }
        : { AWS_EC2_METADATA_SERVICE_ENDPOINT: serving.url },
    );
    return '';
  }

  async webIdentityLines(): Promise<string> {
    const token = this.aws.identityProvider(issuer).signToken({ sub: 'somebody', aud: audience });
    this.#secrets.push(token);
    await writeFile(join(this.#folder, 'token'), token);
    return `web_identity_token_file = ${join(this.#folder, 'token')}\nrole_arn = ${webRole}`;
  }
}

/** Opens a link that signs in, as a browser does. */
export async function follow({ url, isSecret }: ConsoleLink): Promise<Opened> {
  assert.ok(isSecret);
  const html = await (await fetch(url)).text();
  const found = (id: string): string => new RegExp(`id="${id}">([^<]*)<`, 'u').exec(html)?.[1] ?? html;
  return {
    identity: found('identity'),
    seconds: Number(/\((\d+) s\)/u.exec(found('until'))?.[1]),
    destination: found('destination').replaceAll('&amp;', '&'),
  };
}
