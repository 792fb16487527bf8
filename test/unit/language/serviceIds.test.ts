import assert from 'node:assert/strict';
import { isServiceId, meantServiceId, serviceIds } from '../../../src/language/serviceIds.ts';
import { ownerOf } from '../../../src/language/toolKeys.ts';

describe('service IDs', () => {
  it('are sorted, distinct, and of one form', () => {
    assert.ok(serviceIds.length > 400);
    assert.deepEqual(serviceIds, [...new Set(serviceIds)].toSorted());
    assert.ok(serviceIds.every((id) => /^[a-z0-9_]+$/u.test(id)));
  });

  for (const [written, id] of [
    ['stepfunctions', 'sfn'],
    ['cognito-idp', 'cognito_identity_provider'],
    ['Cognito Identity', 'cognito_identity'],
    ['elbv2', 'elastic_load_balancing_v2'],
    ['dynamodbb', 'dynamodb'],
    ['s3', 's3'],
    ['s4', undefined],
    ['constructor', undefined],
  ] as const)
    it(`${written} means ${id ?? 'none'}`, () => {
      assert.equal(meantServiceId(written), id);
      assert.ok(id === undefined || isServiceId(id));
    });
});

describe('keys of other tools', () => {
  for (const [key, owner] of [
    ['granted_color', 'granted'],
    ['azure_tenant_id', 'aws-azure-login'],
    ['x_principal_arn', 'saml2aws'],
    ['manager', 'awsume'],
    ['color', 'AWS Extend Switch Roles'],
    ['favorite_color', undefined],
  ] as const)
    it(`${key} belongs to ${owner ?? 'nobody'}`, () => assert.equal(ownerOf(key), owner));
});
