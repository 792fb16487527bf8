import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** How long a browser may take to start. Milliseconds. */
const waitMs = 120_000;

/**
 * An address on this machine that leads one visitor to `url`, so that neither VS Code's question about the site nor the
 * arguments of a program contain the link itself. Undefined if this process cannot listen.
 */
export async function oneTimeLink(url: string): Promise<string | undefined> {
  // A header is ASCII.
  const { href } = new URL(url);
  const path = `/${randomBytes(24).toString('base64url')}`;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== path) {
      response.writeHead(404, { Connection: 'close' }).end();
      return;
    }
    const headers = { Location: href, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
    response.writeHead(302, { ...headers, Connection: 'close' }).end();
    server.close();
  });
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  server.unref();
  setTimeout(() => server.close(), waitMs).unref();
  const { port } = server.address() as { readonly port: number };
  return `http://127.0.0.1:${port}${path}`;
}
