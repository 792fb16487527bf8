import type { BrowserContext, Page } from 'playwright-core';
import { type IdentityCenter, startIdentityCenter } from '../../aws/identityCenter/identityCenter.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import type { LocalAws } from '../../aws/localAws.ts';
import { sampleWorld } from '../../aws/sample.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import type { Settings } from '../../vscode/settings.ts';
import { useLocalAws } from '../../vscode/useLocalAws.ts';
import { Rolecall } from './rolecall.ts';
import type { TestVscode } from './testVscode.ts';
import { useVscode } from './useVscode.ts';
import type { Workbench } from './workbench.ts';

export interface Scene {
  readonly aws: LocalAws;
  readonly vscode: TestVscode;
  readonly center: IdentityCenter;
  readonly context: BrowserContext;
  readonly window: Workbench;
  readonly rolecall: Rolecall;
}

/** A local AWS with IAM Identity Center, a window that uses both, and the browser context of its sign-in pages. */
export function useIdentityCenter(
  settings: Settings = {},
  prepareWorkspace = fillPlayground,
  prepareHome: (home: string) => Promise<void> = writeSampleAws,
): () => Scene {
  return useLocalAws(
    () => ({ world: sampleWorld }),
    ({ aws }) => {
      let center: IdentityCenter;
      let context: BrowserContext;
      let window: Workbench;

      before(async () => {
        center = await startIdentityCenter(aws(), sampleDirectory);
      });

      const vscode = useVscode(() => ({
        settings,
        env: {
          AWS_ENDPOINT_URL_IAM: aws().url,
          AWS_ENDPOINT_URL_S3: aws().url,
          AWS_ENDPOINT_URL_SIGNIN: aws().url,
          AWS_ENDPOINT_URL_STS: aws().url,
          AWS_ENDPOINT_URL_SSO: center.url,
          AWS_ENDPOINT_URL_SSO_OIDC: center.url,
        },
        prepareHome,
        prepareWorkspace,
      }));

      before(async () => {
        context = await vscode().newBrowserContext();
        window = await vscode().openWindow({ context });
      });

      after(async () => center.close());

      return () => ({
        aws: aws(),
        vscode: vscode(),
        center,
        context,
        window,
        rolecall: new Rolecall(window),
      });
    },
  );
}

/** The page that `open` opens in the browser context. */
export async function pageOpenedBy(
  { context }: Pick<Scene, 'context'>,
  open: () => Promise<unknown>,
): Promise<Page> {
  const opened = context.waitForEvent('page', { timeout: 30_000 });
  await open();
  const page = await opened;
  page.setDefaultTimeout(30_000);
  return page;
}

/** Presses `Allow access` on a sign-in page, waits until the page shows `confirmation`, and closes it. */
export async function allowAccess(page: Page, confirmation: string): Promise<void> {
  await page.getByRole('button', { name: 'Allow access' }).click();
  await page.getByText(confirmation).waitFor();
  await page.close();
}
