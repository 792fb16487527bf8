import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type CliConfig, readCliConfig } from '../../../../src/profiles/alibaba/cliConfig.ts';

function configOf(text: string): CliConfig {
  const read = readCliConfig(text);
  assert.ok('profiles' in read, `line ${'line' in read ? read.line : ''}`);
  return read;
}

function lineOf(text: string): number | undefined {
  const read = readCliConfig(text);
  assert.ok('line' in read, 'the text is not valid');
  return read.line;
}

describe('the file of the CLI', () => {
  it('has profiles with texts, numbers, and booleans as texts', () => {
    const { current, profiles } = configOf(`{
\t"current": "dev",
\t"profiles": [
\t\t{ "name": "dev", "mode": "RamRoleArn", "expired_seconds": 900, "enable_vpc": true, "retry_count": 0,
\t\t  "object": { "a": 1 }, "list": [1], "nothing": null, "region_id": "" }
\t],
\t"meta_path": ""
}`);
    assert.equal(current, 'dev');
    assert.deepEqual(
      [...(profiles.get('dev') ?? [])],
      [
        ['name', 'dev'],
        ['mode', 'RamRoleArn'],
        ['expired_seconds', '900'],
        ['enable_vpc', 'true'],
        ['retry_count', '0'],
        ['region_id', ''],
      ],
    );
  });

  it('has the policy of a session also if that is no text, so that it limits the session', () => {
    const policy = { Version: '1', Statement: [{ Effect: 'Deny', Action: '*' }] };
    const text = JSON.stringify({ profiles: [{ name: 'p', policy, external_id: { a: 1 } }] });
    const config = readCliConfig(text);
    assert.ok('profiles' in config);
    assert.deepEqual(
      [...(config.profiles.get('p') ?? [])],
      [
        ['name', 'p'],
        ['policy', JSON.stringify(policy)],
      ],
    );
  });

  it('counts the first of two profiles with the same name', () => {
    const { profiles } = configOf('{"profiles":[{"name":"a","mode":"AK"},{"name":"a","mode":"OIDC"}]}');
    assert.equal(profiles.get('a')?.get('mode'), 'AK');
  });

  it('counts the last of two equal keys, as all of its readers do', () => {
    const { profiles } = configOf('{"profiles":[{"name":"a","mode":"AK","mode":"OIDC"}]}');
    assert.equal(profiles.get('a')?.get('mode'), 'OIDC');
  });

  it('leaves out what is no profile', () => {
    const { profiles } = configOf('{"profiles":[null,1,"x",[],{},{"name":1},{"name":""},{"name":"a"}]}');
    assert.deepEqual([...profiles.keys()], ['a']);
  });

  it('may have a byte order mark', () => {
    assert.deepEqual([...configOf('\uFEFF{"profiles":[{"name":"a"}]}').profiles.keys()], ['a']);
  });

  it('may be empty, or have no profiles', () => {
    for (const text of ['', ' \n', '{}', '{"profiles":null}', '{"profiles":[]}'])
      assert.deepEqual(configOf(text), { current: undefined, profiles: new Map() }, text);
  });

  it('has the names of prototypes only as names', () => {
    const text = `{"__proto__":{"current":"x","profiles":[{"name":"evil"}]},"profiles":[
      {"name":"__proto__","mode":"AK","__proto__":{"access_key_id":"x"}},
      {"name":"constructor","toString":"y"}]}`;
    const { current, profiles } = configOf(text);
    assert.equal(current, undefined);
    assert.deepEqual([...profiles.keys()], ['__proto__', 'constructor']);
    assert.equal(profiles.get('__proto__')?.get('access_key_id'), undefined);
    assert.equal(profiles.get('constructor')?.get('toString'), 'y');
  });

  it('keeps no numbers that JSON cannot hold', () => {
    assert.equal(configOf('{"profiles":[{"name":"a","x":1e999}]}').profiles.get('a')?.has('x'), false);
  });

  it('is current only by a text', () => {
    for (const current of ['""', '1', 'null', '{}'])
      assert.equal(configOf(`{"current":${current},"profiles":[]}`).current, undefined);
  });

  for (const [text, line] of [
    ['{', 1],
    ['{\n"profiles": [\n{ "name": "a" },\n]\n}', 4],
    ['{\r\n"profiles": [] // no comments\r\n}', 2],
    ['[default]\ntype = access_key', 1],
    ["{'profiles': []}", 1],
  ] as const)
    it(`is not valid at line ${line} of ${JSON.stringify(text)}`, () => {
      assert.equal(lineOf(text), line);
    });

  for (const text of ['[]', '1', 'null', '"x"', '{"profiles":{}}', '{"profiles":"x"}'])
    it(`does not consist of ${text}`, () => {
      assert.equal(lineOf(text), undefined);
    });

  it('is read without an error, whatever it contains', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readCliConfig(text)),
      { numRuns: 2000 },
    );
    const field = fc.oneof(fc.constantFrom('name', 'mode', '__proto__', 'constructor'), fc.string());
    const profile = fc.oneof(fc.dictionary(field, fc.jsonValue()), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(profile), (profiles) => {
        for (const each of configOf(JSON.stringify({ profiles })).profiles.values())
          for (const value of each.values()) assert.equal(typeof value, 'string');
      }),
      { numRuns: 1000 },
    );
  });
});
