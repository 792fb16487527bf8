import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export type ForwardProxy = {
  readonly url: string;
  /** `CONNECT host:443` for each requested tunnel, `GET http://host/` for every other request. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts a forward proxy, as companies have them. It connects every host name to the same port of this machine. */
export async function startForwardProxy(port: number): Promise<ForwardProxy> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  const server = createServer(({ method, url }, response) => {
    requests.push(`${method} ${url}`);
    response.writeHead(501).end();
  });
  server.on('connection', (socket) => {
    open.add(socket);
  });
  server.on('connect', (request, socket: Socket) => {
    requests.push(`CONNECT ${request.url}`);
    const inner = connect(port, 'localhost', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(inner).pipe(socket);
    });
    const end = () => [socket, inner].forEach((either) => either.destroy());
    for (const either of [socket, inner]) either.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
