import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface Front {
  readonly port: number;
  readonly close: () => void;
}

/**
 * What a person's browser talks to in front of a VS Code server. It passes everything on, and adds the one thing that
 * the server leaves to its host: a key under which the workbench keeps secrets in the browser (`POST /mint-key`).
 * Without it (`forgetsSecrets`), secrets are gone with the page. Under `/proxy/` are the other ports of this machine, to
 * which the workbench leads its links to `127.0.0.1`.
 */
export async function startFront(serverPort: number, port: number, forgetsSecrets = false): Promise<Front> {
  const key = randomBytes(32);
  const server = createServer((incoming, outgoing) => {
    const inner = /^\/proxy\/(\d+)(\/.*)$/u.exec(incoming.url ?? '');
    const asksForKey = incoming.method === 'POST' && incoming.url?.endsWith('/mint-key');
    if (asksForKey && !forgetsSecrets) outgoing.end(key);
    else if (inner) passOn(incoming, outgoing, Number(inner[1]), inner[2]);
    else passOn(incoming, outgoing, serverPort);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming, socket: Socket, head) => joinSockets(incoming, socket, head, serverPort));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  path = incoming.url,
): void {
  const { method, headers } = incoming;
  const passed = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
}

/** A WebSocket: the two ends speak to each other from the request's first line on. */
function joinSockets(incoming: IncomingMessage, near: Socket, head: Buffer, port: number): void {
  const far = connect(port, '127.0.0.1', () => {
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
    }
    far.write(`${lines.join('\r\n')}\r\n\r\n`);
    far.write(head);
    far.pipe(near).pipe(far);
  });
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}
