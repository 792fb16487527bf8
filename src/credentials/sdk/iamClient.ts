import { IAMClient, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { withDeadline } from '../../base/deadline.ts';
import type { Credentials } from '../credentials.ts';
import { clientConfig, type Connecting, emptyAnswer } from './clientConfig.ts';
import type { Iam, IamEndpoint } from './iam.ts';

/** Part of the SDK bundle, of which it is a tenth: 29 KB. */
export function createIam(endpoint: IamEndpoint, credentials: Credentials, connecting: Connecting): Iam {
  const client = new IAMClient(clientConfig(endpoint, credentials, connecting));
  return {
    async mfaDevices(signal) {
      // Without a user name, IAM takes the user of the keys. No user has more than eight devices, so one page is all.
      const output = await withDeadline(connecting.limits.callMs, signal, (abortSignal) =>
        client.send(new ListMFADevicesCommand({}), { abortSignal }),
      );
      if (!output.MFADevices) throw emptyAnswer(output);
      return output.MFADevices.flatMap(({ SerialNumber }) => SerialNumber ?? []);
    },
  };
}
