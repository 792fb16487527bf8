import assert from 'node:assert/strict';
import { maxPolicyLength, readPolicyDocument } from '../../../../src/profiles/policies/policyDocument.ts';
import { policySeverities, type PolicyProblemCode } from '../../../../src/profiles/policies/policyProblem.ts';

const tested = new Set<PolicyProblemCode>();

/** The place of the only problem is marked as `«…»`. */
function finds(code: PolicyProblemCode, marked: string, ...facts: readonly string[]): void {
  tested.add(code);
  const shown = marked.length > 150 ? `${marked.slice(0, 150)}…` : marked;
  it(`finds ${code} in ${shown}`, () => {
    const text = marked.replaceAll(/[«»]/gu, '');
    const { problems, ...read } = readPolicyDocument(text);
    assert.deepEqual(
      problems.map(({ code: found, start, end, ...rest }) => ({
        code: found,
        marked: `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`,
        ...rest,
      })),
      [{ code, marked, severity: policySeverities[code], facts }],
    );
    assert.equal(read.text === undefined, policySeverities[code] === 'error', 'only an error is in the way');
  });
}

/** A policy with this text in its statement, or with this statement. */
const statement = (inside: string): string => `{"Version":"2012-10-17","Statement":[{${inside}}]}`;
const allow = (rest: string): string => statement(`"Effect":"Allow",${rest}`);
const act = (action: string): string => allow(`"Action":${action},"Resource":"*"`);
const on = (resource: string): string => allow(`"Action":"s3:*","Resource":${resource}`);
const when = (condition: string): string => on(`"*","Condition":${condition}`);
const all = '{"Effect":"Allow","Action":"*","Resource":"*"}';

describe('problems of a policy that is no JSON', () => {
  finds('notObject', '«»');
  finds('notObject', '«»  \n');
  finds('notObject', '«[]»');
  finds('notObject', '«"policy"»');
  finds('notObject', '«null»');
  finds('unexpectedText', act('«s3»:Get"'), 's3');
  finds('unexpectedText', '{«“Version”»: "2012-10-17"}', '“Version”');
  finds('unexpectedText', act("«'*'»"), "'*'");
  finds('badNumber', when('{"NumericEquals":{"s3:max-keys":«1.»}}'), '1.');
  finds('badEscape', on('«"arn:aws:s3:::a\\d"»'), '"arn:aws:s3:::a\\d"');
  finds('badEscape', on('«"\\u12"»'), '"\\u12"');
  finds('controlCharacter', on('«"arn:aws:s3:::a\tb"»'), '"arn:aws:s3:::a\tb"');
  finds('openText', '{«"Version»\n:"2012-10-17"}', '"Version');
  finds('openComment', `{«/* "Version"»`, '/* "Version"');
  finds('openComment', '{«/*»', '/*');
  finds('notObject', '«»/*');
  finds('nameExpected', '{"Version":"2012-10-17",«,»"Id":"a"}', ',');
  finds('nameExpected', '{"Version":"2012-10-17"«,»\n', ',');
  finds('valueExpected', '{«,»"Version":"2012-10-17"}', ',');
  finds('valueExpected', '{"Version":«}»', '}');
  finds('colonExpected', '{"Version" «"2012-10-17"»}', '"2012-10-17"');
  finds('commaExpected', '{"Version":"2012-10-17"\n«"Statement"»:[]}', '"Statement"');
  finds('braceExpected', '{"Version":"2012-10-17«"»', '"');
  finds('bracketExpected', '{"Statement":[{«}»  ', '}');
  finds('textAfterEnd', `${act('"*"')}«}»`, '}');
  finds('tooDeep', `${'['.repeat(50)}«[»${']'.repeat(51)}`, '50');
  finds('comment', `{«// All.»\n"Version":"2012-10-17","Statement":${all}}`);
  finds('comment', `{"Version":"2012-10-17",«/* All. */»"Statement":${all}}`);
  finds('trailingComma', act('["s3:Get*"«,»]'));
  finds('trailingComma', `{"Version":"2012-10-17","Statement":${all}«,»\n}`);
  finds('duplicateName', allow('"Action":"*",«"Effect"»:"Deny","Resource":"*"'), 'Effect');
  finds('duplicateName', when('{"Null":{"aws:a":"true"},«"Null"»:{"aws:b":"true"}}'), 'Null');
});

describe('problems of a policy as AWS STS takes it', () => {
  finds('otherCharacter', on('"arn:aws:s3:::b/«日本»/*"'), '65E5');
  finds('otherCharacter', on('"arn:aws:s3:::b/«😀»"'), '1F600');
  finds('otherCharacter', on('"arn:aws:s3:::b/«\uD83D»"'), 'D83D');
  const long = on(`"arn:aws:s3:::${'b'.repeat(maxPolicyLength)}"`);
  finds('tooLong', `«{»${long.slice(1)}`, String(long.length), '2048');
});

describe('problems of a policy and its elements', () => {
  finds(
    'unknownElement',
    `{"Version":"2012-10-17",«"statement"»:1,"Statement":${all}}`,
    'statement',
    'Statement',
  );
  finds('unknownElement', `{"Version":"2012-10-17","Statement":${all},«"Comment"»:""}`, 'Comment', '');
  finds('unknownElement', on('"*",«"Conditions"»:{}'), 'Conditions', 'Condition');
  finds('unknownElement', on('"*",«"sid"»:"A"'), 'sid', 'Sid');
  finds('misplacedElement', `{"Version":"2012-10-17","Statement":${all},«"Effect"»:"Deny"}`, 'Effect');
  finds('misplacedElement', on('"*",«"Version"»:"2012-10-17"'), 'Version');
  finds('principal', on('"*",«"Principal"»:"*"'), 'Principal');
  finds('principal', on('"*",«"NotPrincipal"»:{"AWS":"*"}'), 'NotPrincipal');
  finds('noVersion', `«{»"Statement":${all}}`);
  finds('wrongVersion', `{"Version":«"2012-10-18"»,"Statement":${all}}`);
  finds('wrongVersion', `{"Version":«2012»,"Statement":${all}}`);
  finds(
    'oldVariable',
    '{"Version":"2008-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":«"arn:aws:s3:::${aws:username}"»}}',
  );
  finds('idForm', `{"Version":"2012-10-17","Id":«1»,"Statement":${all}}`);
  finds('noStatement', '«{»"Version":"2012-10-17"}');
  finds('emptyStatement', '{"Version":"2012-10-17","Statement":«[]»}');
  finds('statementForm', '{"Version":"2012-10-17","Statement":«"Allow"»}');
  finds('statementForm', `{"Version":"2012-10-17","Statement":[${all},«[]»]}`);
});

describe('problems of a statement', () => {
  finds('noEffect', '{"Version":"2012-10-17","Statement":«{»"Action":"*","Resource":"*"}}');
  finds('wrongEffect', statement('"Effect":«"allow"»,"Action":"*","Resource":"*"'));
  finds('wrongEffect', statement('"Effect":«["Allow"]»,"Action":"*","Resource":"*"'));
  finds('noAction', '{"Version":"2012-10-17","Statement":«{»"Effect":"Deny","Resource":"*"}}');
  finds('noResource', '{"Version":"2012-10-17","Statement":«{»"Effect":"Deny","NotAction":"s3:*"}}');
  finds('twoElements', allow('"Action":"s3:*",«"NotAction"»:"iam:*","Resource":"*"'), 'Action', 'NotAction');
  finds('twoElements', allow('"NotResource":"*",«"Resource"»:"*","Action":"*"'), 'Resource', 'NotResource');
  finds('listForm', act('«{}»'), 'Action');
  finds('listForm', act('["s3:*",«7»]'), 'Action');
  finds('listForm', on('«true»'), 'Resource');
  finds('emptyList', act('«[]»'), 'Action');
  finds('emptyList', allow('"Action":"*","NotResource":«[]»'), 'NotResource');
  finds('actionForm', act('«"s3GetObject"»'), 's3GetObject');
  finds('actionForm', act('["s3:*",«"s3:Get:Object"»]'), 's3:Get:Object');
  finds('actionForm', act('«":Get"»'), ':Get');
  finds('actionForm', act('«"s3:"»'), 's3:');
  finds('actionForm', act('«""»'), '');
  finds('serviceForm', act('«" s3:GetObject"»'), ' s3');
  finds('serviceForm', act('«"ec2*:Describe"»'), 'ec2*');
  finds('spaceInAction', act('«"s3:Get Object"»'), 's3:Get Object');
  finds('resourceForm', on('«"my-bucket"»'), 'my-bucket');
  finds('resourceForm', on('["*",«"s3://my-bucket"»]'), 's3://my-bucket');
  finds('sidForm', on('"*","Sid":«"Read only"»'));
  finds('sidForm', on('"*","Sid":«1»'));
  finds(
    'repeatedSid',
    '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":"*","Resource":"*"},' +
      '{"Sid":«"A"»,"Effect":"Deny","Action":"*","Resource":"*"}]}',
    'A',
  );
  finds('conditionForm', when('«[]»'));
  finds('operatorForm', when('{"StringEquals":«"eu-west-1"»}'), 'StringEquals');
  finds('unknownOperator', when('{«"StringEqual"»:{"aws:a":"b"}}'), 'StringEqual', 'StringEquals');
  finds('unknownOperator', when('{«"ForSomeValue:Bool"»:{"aws:a":"b"}}'), 'ForSomeValue:Bool', '');
  finds('conditionValue', when('{"StringEquals":{"aws:a":«{}»}}'), 'aws:a');
  finds('conditionValue', when('{"StringEquals":{"aws:a":["b",«null»]}}'), 'aws:a');
  finds('emptyValues', when('{"StringEquals":{"aws:a":«[]»}}'), 'aws:a');

  it('are all tested', () =>
    assert.deepEqual([...tested].toSorted(), Object.keys(policySeverities).toSorted()));
});

describe('several problems of a policy', () => {
  it('are in the order of their places', () => {
    const { problems } = readPolicyDocument(
      `{"Statement":[{"Action":"x","Sid":"!"},{"Effect":"no"}],"Version":1 /* ? */}`,
    );
    assert.deepEqual(
      problems.map(({ code }) => code),
      'noEffect noResource actionForm sidForm noAction noResource wrongEffect wrongVersion comment'.split(
        ' ',
      ),
    );
  });

  it('of JSON are reported together as far as they do not follow from each other', () => {
    const { problems } = readPolicyDocument('{"a":1,, // b\n"Statement":["日",]');
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['nameExpected', 'comment', 'otherCharacter', 'trailingComma'],
    );
  });

  it('are found in a text with a byte order mark, at their places in it', () => {
    const text = `\uFEFF${act('"x"')}`;
    const [problem, ...others] = readPolicyDocument(text).problems;
    assert.equal(text.slice(problem?.start, problem?.end), '"x"');
    assert.deepEqual(others, []);
  });

  it('do not overflow the stack', () => {
    const { problems } = readPolicyDocument('['.repeat(200_000));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['tooLong', 'tooDeep'],
    );
  });
});
