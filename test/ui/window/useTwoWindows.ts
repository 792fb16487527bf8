import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { type AwsAndVscode, useAws } from './useAws.ts';
import type { Workbench } from './workbench.ts';

export interface TwoWindows extends AwsAndVscode {
  readonly windows: () => readonly [Workbench, Workbench];
}

/** Two windows in one browser context, with the sample files; both are open before the tests start. */
export function useTwoWindows(): TwoWindows {
  let windows: readonly [Workbench, Workbench] | undefined;
  const suite = useAws({ prepareHome: writeSampleAws });

  before(async () => {
    const context = await suite.vscode().newBrowserContext();
    const first = await suite.vscode().openWindow({ context });
    windows = [first, await suite.vscode().openWindow({ context, folder: suite.vscode().home })];
  });

  return {
    ...suite,
    windows: () => {
      if (!windows) throw new Error('The windows are open only while tests run');
      return windows;
    },
  };
}
