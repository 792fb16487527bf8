import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createAccessPortal,
  type AccessPortal,
  type AccessPortalDependencies,
} from '../../../src/identityCenter/accessPortal.ts';
import type { SsoSession } from '../../../src/plan/plan.ts';
import type { Directory } from '../../aws/identityCenter/directory.ts';
import { type IdentityCenter, startIdentityCenter } from '../../aws/identityCenter/identityCenter.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { sampleWorld } from '../../aws/sample.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';
import { InProcessLock } from '../../fakes/inProcessLock.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { SignInBrowser } from '../../fakes/signInBrowser.ts';

export interface SsoStageOptions {
  readonly requestsPerSecond?: number;
}

/** A local Identity Center, a temporary home folder, and a user with a browser. */
export class SsoStage {
  readonly aws: LocalAws;
  readonly center: IdentityCenter;
  readonly folder: string;
  readonly browser = new SignInBrowser();
  /** The sign-ins whose role sessions were forgotten. */
  readonly forgotten: string[] = [];
  readonly #directory: Directory;
  readonly #lock = new InProcessLock();
  readonly #portals: AccessPortal[] = [];

  private constructor(aws: LocalAws, center: IdentityCenter, folder: string, directory: Directory) {
    this.aws = aws;
    this.center = center;
    this.folder = folder;
    this.#directory = directory;
  }

  static async open(directory: Directory, options: SsoStageOptions = {}): Promise<SsoStage> {
    const aws = await startLocalAws({ world: sampleWorld });
    const center = await startIdentityCenter(aws, directory, options);
    return new SsoStage(aws, center, await mkdtemp(join(tmpdir(), 'rolecall-sso-')), directory);
  }

  /** Opens a window on this machine. */
  window(changes: Partial<AccessPortalDependencies> = {}): AccessPortal {
    const portal = createAccessPortal({
      ssoCacheFolder: join(this.folder, 'cache'),
      accountsFolder: join(this.folder, 'accounts'),
      withLock: (name, abort, action) => this.#lock.hold(name, abort, action),
      signInPrompts: this.browser,
      log: new RecordedLog(),
      now: () => this.aws.clock.now(),
      forgetRoles: async (session) => void this.forgotten.push(session.name ?? session.startUrl),
      sessions: () => [this.session()],
      watch: () => ({ dispose() {} }),
      ...changes,
    });
    this.#portals.push(portal);
    return portal;
  }

  session(changes: Partial<SsoSession> = {}): SsoSession {
    return corpSignIn({
      startUrl: this.#directory.startUrl,
      scopes: ['sso:account:access'],
      oidcUrl: this.center.url,
      portalUrl: this.center.url,
      ...changes,
    });
  }

  calls(action: string): number {
    return this.center.requests.filter((each) => each.action === action).length;
  }

  async close(): Promise<void> {
    for (const portal of this.#portals) portal.dispose();
    await this.center.close();
    await this.aws.close();
    await rm(this.folder, { recursive: true });
  }
}
