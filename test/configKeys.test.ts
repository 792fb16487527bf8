import assert from 'node:assert/strict';
import { acceptsValue, configKey, exampleFor, keys, keysWhere } from '../src/profiles/keys.ts';
import { readSources, stringValue, tokensOf } from './typescriptTokens.ts';

/** Files of Alibaba Cloud have some keys of the same names, with other meanings. */
const ofAlibaba = /\/alibaba\//u;
/** Files that write out names of keys besides the table: a type of failures, and a program that must stand alone. */
const exceptions = ['src/base/failures/sourceFailure.ts', 'src/delivery/mirror/credentialHelper.ts'];
const table = 'src/profiles/keys/';

describe('the table of config keys', () => {
  // A name of one word, such as `region`, is also a word of its own.
  const names = new Set<string>(Object.values(keys).filter((name) => name.includes('_')));

  it('is the only place that writes out the names of keys', () => {
    const writing = [...readSources('src')].filter(([, source]) =>
      tokensOf(source).some(
        (token) => names.has(token.text) || (token.kind === 'string' && names.has(stringValue(token))),
      ),
    );
    const others = writing
      .map(([path]) => path)
      .filter((path) => !path.startsWith(table) && !ofAlibaba.test(path));
    assert.deepEqual(others.toSorted(), exceptions);
  });

  it('names every key in camel case', () => {
    assert.equal(keys.roleArn, 'role_arn');
    assert.equal(keys.ec2MetadataServiceEndpointMode, 'ec2_metadata_service_endpoint_mode');
    assert.equal(keys.region, 'region');
    assert.ok(names.size > 30);
  });

  it('knows no other keys', () => {
    assert.equal(configKey('rol_arn'), undefined);
    assert.equal(configKey('constructor'), undefined);
    assert.equal(acceptsValue('rol_arn', 'anything'), true);
  });

  it('treats every key of a role as a source of credentials', () => {
    const role = keysWhere((key) => key.role);
    assert.ok(role.length > 5);
    assert.deepEqual(
      role.filter((name) => !configKey(name)?.leadsToCredentials),
      [],
    );
  });

  it('does not include access keys of other profiles', () => {
    assert.deepEqual(
      keysWhere(({ accessKey, isIncluded }) => accessKey && isIncluded),
      [],
    );
  });

  it('has an example of every value that AWS might not accept', () => {
    for (const key of keysWhere(({ accepts }) => accepts)) {
      const example = exampleFor(key);
      assert.ok(example !== undefined && acceptsValue(key, example), key);
    }
    assert.equal(exampleFor('AWS_DEFAULT_REGION'), exampleFor('Region'));
    assert.equal(exampleFor('aws_secret_access_key'), undefined);
  });

  it('distinguishes the access key ID from the secrets', () => {
    assert.deepEqual(
      keysWhere(({ accessKey }) => accessKey === 'id'),
      ['aws_access_key_id'],
    );
  });
});
