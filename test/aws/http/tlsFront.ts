import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { serverCertificate, serverKey } from './certificates.ts';

export type TlsFront = {
  /** With the host name in the certificate. */
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

/** Starts a TLS proxy for an HTTP server. Its certificate is for `localhost` and `sts.rolecall.test`. */
export async function startTlsFront(behind: string): Promise<TlsFront> {
  const open = new Set<TLSSocket>();
  const server = createServer({ cert: serverCertificate, key: serverKey }, (socket) => {
    open.add(socket);
    const inner = connect(Number(new URL(behind).port), '127.0.0.1');
    const end = () => [socket, inner].forEach((either) => either.destroy());
    for (const either of [socket, inner]) either.on('error', end).on('close', end);
    socket.pipe(inner).pipe(socket);
  });
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
