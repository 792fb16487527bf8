import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

/** A registered loopback address is valid with any port (RFC 8252, 7.3). */
export const callbackPath = '/oauth/callback';
/** How long the browser may take to load the final page. Milliseconds. */
const closeAfterMs = 1000;

/** A server on this machine to which the browser comes back with the code of a sign-in. */
export interface Loopback {
  readonly redirectUri: string;
  /**
   * Waits for the authorization code, and answers with `page`. Undefined if the browser comes back without one.
   * Requests with another state are not part of this sign-in and are ignored.
   */
  codeFor(state: string, page: (isDone: boolean) => string): Promise<string | undefined>;
  close(): void;
}

/** Starts listening before the browser opens; undefined if that fails. */
export async function listenForBrowser(): Promise<Loopback | undefined> {
  const server = createServer();
  try {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return undefined;
  }
  const { port } = server.address() as { readonly port: number };
  return {
    redirectUri: `http://127.0.0.1:${port}${callbackPath}`,
    codeFor: (state, page) => codeFrom(server, state, page),
    close() {
      server.close();
      // The browser keeps its connections open, and has received the final page by then.
      setTimeout(() => server.closeAllConnections(), closeAfterMs).unref();
    },
  };
}

function codeFrom(
  server: Server,
  state: string,
  page: (isDone: boolean) => string,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.on('request', (request, response) => {
      const redirect = URL.parse(request.url ?? '', 'http://127.0.0.1');
      if (redirect?.pathname !== callbackPath || redirect.searchParams.get('state') !== state) {
        response.writeHead(404).end();
        return;
      }
      const code = redirect.searchParams.get('code');
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', Connection: 'close' });
      response.end(page(code !== null));
      resolve(code ?? undefined);
    });
  });
}
