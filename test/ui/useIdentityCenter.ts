import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { type IdentityCenter, startIdentityCenter } from '../aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from '../aws/identityCenter/sampleDirectory.ts';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import type { Settings } from '../vscode/settings.ts';
import { Rolecall } from './rolecall.ts';
import type { Stage } from './stage.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** A window of a person who has an Identity Center, and the pages that open beside it. */
export function useIdentityCenter(settings: Settings = {}) {
  let aws: LocalAws;
  let center: IdentityCenter;
  let person: BrowserContext;
  let window: Workbench;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
    center = await startIdentityCenter(aws, sampleDirectory);
  });

  const stage = useStage(() => ({
    settings,
    env: {
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_ENDPOINT_URL_SSO: center.url,
      AWS_ENDPOINT_URL_SSO_OIDC: center.url,
    },
    prepareHome: writeSampleAws,
  }));

  before(async () => {
    await fillPlayground(stage().workspace, checkout, false);
    person = await stage().newPerson();
    window = await stage().openWindow({ person });
  });

  after(async () => {
    await center.close();
    await aws.close();
  });

  return (): Scene => ({ stage: stage(), center, person, window, rolecall: new Rolecall(window) });
}

export interface Scene {
  readonly stage: Stage;
  readonly center: IdentityCenter;
  readonly person: BrowserContext;
  readonly window: Workbench;
  readonly rolecall: Rolecall;
}

/** The page that something opens. */
export async function pageOf({ person }: Scene, open: () => Promise<unknown>): Promise<Page> {
  const opened = person.waitForEvent('page', { timeout: 30_000 });
  await open();
  const page = await opened;
  page.setDefaultTimeout(30_000);
  return page;
}

export async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow access' }).click();
}
