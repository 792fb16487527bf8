import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FailureError } from '../../../../src/base/failure.ts';
import { fetchInstance } from '../../../../src/credentials/sources/instanceRole.ts';

interface Cloud {
  readonly what: string;
  readonly headers: OutgoingHttpHeaders;
  /** The status of the answer to the request for a token, and of all others. */
  readonly statuses: readonly [token: number, others: number];
  readonly code: string;
  readonly cloud?: string;
}

const google = { 'Metadata-Flavor': 'Google', Server: 'Metadata Server for VM' };
const azure = { Server: 'IMDS/150.870.65.1854' };

/** The answers of metadata services to the requests for the role of an EC2 instance. */
const clouds: readonly Cloud[] = [
  { what: 'Google Cloud', headers: google, statuses: [403, 403], code: 'otherCloud', cloud: 'Google Cloud' },
  { what: 'Google Cloud', headers: google, statuses: [404, 404], code: 'otherCloud', cloud: 'Google Cloud' },
  { what: 'Azure', headers: azure, statuses: [405, 404], code: 'otherCloud', cloud: 'Microsoft Azure' },
  { what: 'Azure', headers: azure, statuses: [400, 400], code: 'otherCloud', cloud: 'Microsoft Azure' },
  {
    what: 'Azure before',
    headers: { Server: 'Microsoft-IIS/10.0' },
    statuses: [404, 404],
    code: 'otherCloud',
    cloud: 'Microsoft Azure',
  },
  { what: 'EC2', headers: { Server: 'EC2ws' }, statuses: [404, 404], code: 'noInstanceRole' },
  { what: 'an emulator', headers: {}, statuses: [404, 404], code: 'noInstanceRole' },
];

describe('the metadata service of another cloud', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  for (const { what, headers, statuses, code, cloud } of clouds)
    it(`is recognized: ${what}, which answers ${statuses.join(' and ')}`, async () => {
      server = createServer((request, response) => {
        response.writeHead(statuses[request.method === 'PUT' ? 0 : 1], headers).end('{"error":"Not found"}');
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const step = { kind: 'instance', profile: 'p', endpoint, mayUseV1: true } as const;
      await assert.rejects(fetchInstance(step, Date.now(), new AbortController().signal), (error) => {
        assert.ok(error instanceof FailureError);
        assert.deepEqual(error.failure, { code, profile: 'p', ...(cloud && { cloud }) });
        return true;
      });
    });
});
