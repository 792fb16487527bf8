import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Clock } from '../clock.ts';
import { Faults } from './faults.ts';
import type { RecordedRequest } from './recordedRequest.ts';
import { createHttpServer } from './server.ts';
import type { Service } from './service.ts';

/** A server that accepts only connections from this machine. */
export type Serving = {
  /** Without a trailing slash. */
  readonly url: string;
  readonly faults: Faults;
  /** All requests so far, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Runs `action` while nothing listens at the address. Open connections are closed before. */
  readonly whileDown: (action: () => Promise<void>) => Promise<void>;
  /** Closes open connections immediately. */
  readonly close: () => Promise<void>;
};

/** Starts a server, on any free port by default. The first of `services` that accepts a request answers it. */
export async function serve(services: readonly Service[], clock: Clock, port = 0): Promise<Serving> {
  const faults = new Faults();
  const requests: RecordedRequest[] = [];
  const record = (request: RecordedRequest) => requests.push(request);
  const server = createHttpServer({ services, clock, faults, record });
  const listen = async (at: number): Promise<void> => {
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen(port);
  const usedPort = portOf(server);
  return {
    url: `http://127.0.0.1:${usedPort}`,
    faults,
    requests,
    whileDown: async (action) => {
      await close();
      try {
        await action();
      } finally {
        await listen(usedPort);
      }
    },
    close,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The server listens on no port.');
  }
  return address.port;
}
