import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export type ForwardProxy = {
  readonly url: string;
  /** `CONNECT host:443` for each tunnel that was asked for, `GET http://host/` for whatever else. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
};

/** A proxy as companies have them, for whom every name leads to the same port of this machine. */
export async function startForwardProxy(port: number): Promise<ForwardProxy> {
  const asked: string[] = [];
  const open = new Set<Socket>();
  const server = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(501).end();
  });
  server.on('connection', (socket) => {
    open.add(socket);
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`);
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
    asked,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
