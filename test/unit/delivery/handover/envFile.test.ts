import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseEnv } from 'node:util';
import { changeEnvFile, isEnvFile } from '../../../../src/delivery/handover/envFile.ts';

const lines = [
  ['AWS_ACCESS_KEY_ID', 'AWS_ACCESS_KEY_ID=A'],
  ['AWS_REGION', 'AWS_REGION=r'],
] as const;
const absent = ['AWS_PROFILE', 'AWS_SESSION_TOKEN'];

function changes(
  what: string,
  before: string,
  after: string,
  replaced: string[] = [],
  removed: string[] = [],
) {
  it(what, () => assert.deepEqual(changeEnvFile(before, lines, absent), { text: after, replaced, removed }));
}

describe('a .env file after credentials are written to it', () => {
  const both = 'AWS_ACCESS_KEY_ID=A\nAWS_REGION=r\n';
  changes('has their lines', '', both);
  changes(
    'keeps its own lines and ends the last one with a line break',
    '# mine\nDEBUG=1',
    `# mine\nDEBUG=1\n${both}`,
  );
  changes(
    'has the new values in place of the old ones',
    'A=1\nexport AWS_REGION = "x" # old\n\nB=2\n  AWS_ACCESS_KEY_ID=\n',
    'A=1\nexport AWS_REGION=r\n\nB=2\n  AWS_ACCESS_KEY_ID=A\n',
    ['AWS_REGION', 'AWS_ACCESS_KEY_ID'],
  );
  changes(
    'keeps the other commands of a line',
    'export AWS_REGION="a"; export B=1\r\nC=2; D=3\r\nAWS_ACCESS_KEY_ID=x;AWS_SESSION_TOKEN=y;E=4',
    'export AWS_REGION=r\r\nexport B=1\r\nC=2; D=3\r\nAWS_ACCESS_KEY_ID=A\r\nE=4',
    ['AWS_REGION', 'AWS_ACCESS_KEY_ID'],
    ['AWS_SESSION_TOKEN'],
  );
  changes(
    'has no token of another identity for a service',
    'A=1\nAWS_BEARER_TOKEN_X="t"\n',
    `A=1\n${both}`,
    [],
    ['AWS_BEARER_TOKEN_X'],
  );
  changes(
    'has each value once, and no variable that selects other credentials',
    'AWS_REGION=a\nAWS_PROFILE=p\nAWS_REGION=b\nAWS_SESSION_TOKEN=t\nA=1\nAWS_ACCESS_KEY_ID=x',
    'AWS_REGION=r\nA=1\nAWS_ACCESS_KEY_ID=A',
    ['AWS_REGION', 'AWS_ACCESS_KEY_ID'],
    ['AWS_PROFILE', 'AWS_SESSION_TOKEN'],
  );
  changes(
    'keeps its line endings',
    'A=1\r\nAWS_REGION=x\r\n',
    'A=1\r\nAWS_REGION=r\r\nAWS_ACCESS_KEY_ID=A\r\n',
    ['AWS_REGION'],
  );
  changes(
    'keeps lines that only look similar',
    '# AWS_REGION=x\nMY_AWS_REGION=x\nAWS_REGIONS=x\nAWS_REGION\n',
    `# AWS_REGION=x\nMY_AWS_REGION=x\nAWS_REGIONS=x\nAWS_REGION\n${both}`,
  );

  changes(
    'has a new value in place of one on several lines',
    'AWS_REGION="a\nb"\nAWS_ACCESS_KEY_ID=\'c\n\nd\' # e\nA=1\n',
    'AWS_REGION=r\nAWS_ACCESS_KEY_ID=A\nA=1\n',
    ['AWS_REGION', 'AWS_ACCESS_KEY_ID'],
  );
  changes(
    'keeps the lines of a value that look like assignments',
    'KEY="-----BEGIN\nAWS_REGION=x\nAWS_PROFILE=p\n\\"AWS_REGION=y\n"\nA=`\nAWS_PROFILE=p`\n',
    `KEY="-----BEGIN\nAWS_REGION=x\nAWS_PROFILE=p\n\\"AWS_REGION=y\n"\nA=\`\nAWS_PROFILE=p\`\n${both}`,
  );
  changes(
    'loses all lines of a value that selects other credentials',
    'AWS_SESSION_TOKEN="a\nAWS_REGION=x\nb"\r\nA=1\r\n',
    'A=1\nAWS_ACCESS_KEY_ID=A\nAWS_REGION=r\n'.replace('A=1\n', 'A=1\r\n'),
    [],
    ['AWS_SESSION_TOKEN'],
  );
  changes(
    'takes a quote that is not closed for a part of the value',
    'A="1\nAWS_REGION=x\n',
    'A="1\nAWS_REGION=r\nAWS_ACCESS_KEY_ID=A\n',
    ['AWS_REGION'],
  );

  it('does not change when they are written again, and keeps everything else', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'AWS_REGION=x',
        'AWS_PROFILE=p',
        'export AWS_ACCESS_KEY_ID=y',
        '',
        '# c',
        'X = 1',
        ' Y=2',
      ),
      // Node treats the start of the next line as the value of an empty assignment.
      fc.stringMatching(/^[A-Z]{1,3}=(?:\w[\w ]{0,4})?$/u),
    );
    const end = fc.constantFrom('\n', '\r\n');
    const file = fc
      .tuple(fc.array(line), end, fc.boolean())
      .map(([all, lineEnd, isEnded]) => all.join(lineEnd) + (isEnded ? lineEnd : ''));
    fc.assert(
      fc.property(file, (before) => {
        const { text } = changeEnvFile(before, lines, absent);
        assert.equal(changeEnvFile(text, lines, absent).text, text);
        const { AWS_PROFILE: _, ...others } = parseEnv(before);
        assert.deepEqual(parseEnv(text), { ...others, AWS_ACCESS_KEY_ID: 'A', AWS_REGION: 'r' });
      }),
    );
  });
});

describe('recognition of a .env file', () => {
  const envFiles = {
    empty: '',
    'a file with assignments': 'A=1\nexport B = "x" # y\r\n  spring.c-d=\n',
    'a file with comments and blank lines': '\uFEFF# mine\n\n \t\n  # yours\nA=1',
    'a file with a value that spans several lines':
      "KEY=\"-----BEGIN\nno = sign\n-----END\"\nA=it's\nB='x\n\ny' # z\n",
  };
  for (const [what, text] of Object.entries(envFiles)) {
    it(`accepts ${what}`, () => assert.equal(isEnvFile(text), true));
  }

  const others = {
    'a text': '# Title\n\nSome words.\n',
    'a program': 'A=1\necho "$A"\n',
    'an AWS file': '[default]\nregion = r\n',
    JSON: '{ "A": "b=c" }',
    'an open quote': 'A="1\nwords\n',
  };
  for (const [what, text] of Object.entries(others)) {
    it(`rejects ${what}`, () => assert.equal(isEnvFile(text), false));
  }
});
