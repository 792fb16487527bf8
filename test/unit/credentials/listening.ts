import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';

export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/** Something that stands where AWS should. */
export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(typeof address === 'object' && address);
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A way to AWS on which the `Date` of answers is put off, so that a client sets its clock by it in vain. */
export function startLyingClock(target: string, putOffMs: number): Promise<Listening> {
  return listen((incoming, outgoing) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const forwarded = request(target + url, { method, headers }, (answer) => {
      const date = new Date(Date.parse(answer.headers.date ?? '') + putOffMs).toUTCString();
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, date });
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
}
