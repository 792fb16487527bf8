import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { signRequest } from '../../../../src/credentials/alibaba/ramSignature.ts';
import { readAcs3Signature } from '../../../alibaba/sts/acs3Signature.ts';
import { readRpcRequest } from '../../../alibaba/sts/rpcRequest.ts';

const documented = {
  host: 'ecs.cn-shanghai.aliyuncs.com',
  action: 'RunInstances',
  version: '2014-05-26',
  parameters: {
    RegionId: 'cn-shanghai',
    ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
  },
};
const keys = {
  accessKeyId: 'YourAccessKeyId',
  secretAccessKey: 'YourAccessKeySecret',
  sessionToken: undefined,
};

describe('signature 3 of Alibaba Cloud', () => {
  it('is that of the documented example', () => {
    const time = Date.parse('2023-10-26T10:22:32Z');
    const { query, headers, requestHash } = signRequest(
      documented,
      keys,
      time,
      '3156853299f313e23d1673dc12e1703d',
    );
    assert.equal(query, 'ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai');
    assert.equal(requestHash, '7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259');
    assert.equal(
      headers['authorization'],
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  it('is what a service computes from any parameters', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,9}$/u);
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(name, text), fc.option(fc.base64String()), text, (found, token, secret) => {
        const signer = { accessKeyId: 'LTAI1', secretAccessKey: secret, sessionToken: token ?? undefined };
        const request = { ...documented, parameters: { ...found } };
        const { query, headers, requestHash } = signRequest(request, signer, Date.now(), 'nonce');
        const received = readRpcRequest({
          method: 'POST',
          path: '/',
          query: new URLSearchParams(query),
          headers: { ...headers },
          body: '',
          bytes: Buffer.alloc(0),
        });
        const signature = readAcs3Signature(received);
        assert.ok(signature.matches(secret));
        assert.ok(!signature.matches(`${secret}x`));
        assert.ok(signature.toSign.includes(requestHash));
        assert.equal(signature.securityToken, token || undefined);
      }),
      { numRuns: 300 },
    );
  });
});
