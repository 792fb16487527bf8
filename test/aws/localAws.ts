import { once } from 'node:events';
import type { Server } from 'node:http';
import { type Clock, createClock } from './clock.ts';
import { Faults } from './faults.ts';
import { Iam } from './iam.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import { createHttpServer } from './server.ts';
import { Sessions } from './sessions.ts';
import { createSts } from './sts.ts';
import type { World } from './world.ts';

/** An AWS of one's own: strict where AWS is, but with a clock that can be moved and trouble that can be ordered. */
export type LocalAws = {
  /** The endpoint for every service, as in `AWS_ENDPOINT_URL`. */
  readonly url: string;
  readonly clock: Clock;
  readonly faults: Faults;
  /** All that came in so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  readonly iam: Iam;
  /** Ends open connections at once. */
  readonly close: () => Promise<void>;
};

export type LocalAwsOptions = {
  readonly world: World;
  /** Any free port unless set. */
  readonly port?: number;
};

export async function startLocalAws({ world, port = 0 }: LocalAwsOptions): Promise<LocalAws> {
  const clock = createClock();
  const faults = new Faults();
  const iam = new Iam(world);
  const requests: RecordedRequest[] = [];
  const sts = createSts({ iam, sessions: new Sessions(clock), clock });
  const record = (request: RecordedRequest) => requests.push(request);
  const server = createHttpServer({ services: [sts], clock, faults, record });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    clock,
    faults,
    requests,
    iam,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server listens on no port.');
  }
  return address.port;
}
