import { randomBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface ReverseProxy {
  readonly port: number;
  readonly close: () => void;
}

/**
 * Starts a reverse proxy in front of a VS Code server. It forwards all requests except those that the server leaves to
 * its host: `POST /mint-key` returns the key with which the workbench encrypts secrets in the browser. Without a key
 * (`inMemorySecrets`), the workbench forgets secrets when the page closes. `/proxy/<port>/` forwards to another port of
 * this machine, because the workbench rewrites links to `127.0.0.1` that way.
 */
export async function startReverseProxy(
  serverPort: number,
  port: number,
  inMemorySecrets = false,
): Promise<ReverseProxy> {
  const key = randomBytes(32);
  const server = createServer((incoming, outgoing) => {
    const portPath = /^\/proxy\/(\d+)(\/.*)$/u.exec(incoming.url ?? '');
    const isKeyRequest = incoming.method === 'POST' && incoming.url?.endsWith('/mint-key');
    if (isKeyRequest && !inMemorySecrets) outgoing.end(key);
    else if (portPath) forwardToPort(incoming, outgoing, Number(portPath[1]), portPath[2]);
    else forward(incoming, outgoing, serverPort);
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming, socket: Socket, head) => forwardSocket(incoming, socket, head, serverPort));
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

/** The service there gets its own address as the host: it may compare links with it. */
function forwardToPort(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  path: string | undefined,
): void {
  incoming.headers.host = `127.0.0.1:${port}`;
  forward(incoming, outgoing, port, path && asLinked(path));
}

/**
 * The path with its query as the link had it. The workbench encodes `?` and `#` twice in the values of links that it
 * rewrites. It also decodes `&`, which nothing can undo.
 */
export function asLinked(path: string): string {
  return path.replaceAll(/%25(?=3F|23)/gu, '%');
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  path = incoming.url,
): void {
  const { method, headers } = incoming;
  const forwarded = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  forwarded.on('error', () => outgoing.destroy());
  incoming.pipe(forwarded);
}

/** Forwards a WebSocket: sends the original request to the server, and then copies bytes in both directions. */
function forwardSocket(incoming: IncomingMessage, client: Socket, head: Buffer, port: number): void {
  const upstream = connect(port, '127.0.0.1', () => {
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
      lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
    }
    upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    upstream.pipe(client).pipe(upstream);
  });
  for (const [one, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}
