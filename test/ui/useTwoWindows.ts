import type { LocalAws } from '../aws/localAws.ts';
import { startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

export interface TwoWindows {
  readonly aws: LocalAws;
  readonly windows: readonly [Workbench, Workbench];
}

/** Two windows of one person on the sample files, both open before anything is done in either. */
export function useTwoWindows(): () => TwoWindows {
  let aws: LocalAws;
  let two: TwoWindows | undefined;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({ env: { AWS_ENDPOINT_URL_STS: aws.url }, prepareHome: writeSampleAws }));

  before(async () => {
    const person = await stage().newPerson();
    const first = await stage().openWindow({ person });
    two = { aws, windows: [first, await stage().openWindow({ person, folder: stage().home })] };
  });

  after(async () => aws.close());

  return () => {
    if (!two) throw new Error('The windows are open only while tests run');
    return two;
  };
}
