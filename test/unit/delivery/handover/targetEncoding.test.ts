import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { decodeTarget, encodeTarget, mirrorName } from '../../../../src/delivery/handover/targetEncoding.ts';
import { quotedForTools, windowsVariables } from '../../../../src/delivery/mirror/quoting.ts';
import type { Access } from '../../../../src/profiles/access/access.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';

const dev: Target = { kind: 'profile', name: 'dev', access: { managed: ['readOnly'] } };

const text = fc.string({ unit: 'binary', minLength: 1 });
const roleOptions = { externalId: text, mfaSerial: text, region: text, durationSeconds: text };
const withoutChoice: fc.Arbitrary<Target> = fc.oneof(
  text.map((name) => ({ kind: 'profile', name }) as const),
  fc.constant({ kind: 'environment' } as const),
  fc
    .tuple(text, text, text, fc.record(roleOptions, { requiredKeys: [] }))
    .map(
      ([roleArn, sourceProfile, sessionName, options]) =>
        ({ kind: 'role', roleArn, sourceProfile, sessionName, ...options }) as const,
    ),
  fc
    .tuple(text, text, text)
    .map(([signIn, accountId, roleName]) => ({ kind: 'assignment', signIn, accountId, roleName }) as const),
);

const access: fc.Arbitrary<Access> = fc.record(
  {
    managed: fc.array(
      fc.oneof(
        fc.constantFrom('readOnly', 'viewOnly'),
        text.map((name) => `arn:aws:iam::aws:policy/${name}`),
      ),
    ),
    document: fc.record(
      { file: text, text: fc.json({ stringUnit: 'binary' }).map((json) => `{"a":${json}}`) },
      { noNullPrototype: true },
    ),
    isForAgent: fc.constant(true as const),
  },
  { requiredKeys: ['managed'], noNullPrototype: true },
);
const target: fc.Arbitrary<Target> = fc.oneof(
  withoutChoice,
  fc.tuple(withoutChoice, access).map(([any, chosen]) => ({ ...any, access: chosen })),
);

/** A policy of 2,048 characters, or a little less, that has hardly anything but these. */
function longest(fill: string): string {
  const around = JSON.stringify({ Statement: { Effect: 'Allow', Action: '', Resource: '*' } });
  const action = fill.repeat(Math.floor((2048 - around.length) / fill.length));
  return around.replace('"Action":""', `"Action":"${action}"`);
}

describe('an encoded target', () => {
  it('is the profile name for most profiles', () => {
    assert.equal(encodeTarget({ kind: 'profile', name: 'prod-admin_2.eu' }), 'prod-admin_2.eu');
  });

  it('decodes to the same target', () => {
    fc.assert(fc.property(target, (any) => assert.deepEqual(decodeTarget(encodeTarget(any)), any)));
  });

  it('contains no character that a shell or a tool would interpret', () => {
    fc.assert(fc.property(target, (any) => assert.match(encodeTarget(any), /^[\w.+@-]+$/u)));
  });

  it('exists for a name that no file can contain', () => {
    assert.deepEqual(decodeTarget(encodeTarget({ kind: 'profile', name: 'a\uD800' })), {
      kind: 'profile',
      name: 'a\uFFFD',
    });
  });

  it('decodes to nothing if it is not valid', () => {
    for (const word of ['', '+', '+role-', '+role-+5b+5d', '+zz', '+role-null'])
      assert.equal(decodeTarget(word), undefined, word);
  });

  it('decodes to nothing, and not to more access, if its access is not valid', () => {
    const { access: _, ...plain } = dev;
    assert.deepEqual(decodeTarget('dev'), plain);
    const word = encodeTarget(dev);
    const wrong = [{}, { managed: ['powerUser'] }, { managed: 'readOnly' }, null, [], 'readOnly'];
    for (const each of [
      'dev@',
      'dev@!',
      'dev@e30',
      word.slice(0, -1),
      `${word}@`,
      `${word}@e30`,
      `@${word}`,
      ...wrong.map((any) => `dev@${Buffer.from(JSON.stringify(any)).toString('base64url')}`),
    ])
      assert.equal(decodeTarget(each), undefined, each);
  });

  it('fits into a line of cmd.exe with the longest policy', () => {
    for (const fill of ['a', 'é', ' ', '*', '\\\\', '\\"', String.raw`\u0022`, '<>']) {
      const file = `~/${'policies/'.repeat(20)}own.json`;
      const managed = [] as const;
      const long: Target = {
        ...dev,
        access: { managed, document: { file, text: longest(fill) }, isForAgent: true },
      };
      assert.ok(encodeTarget(long).length < 8000, `${fill}: ${encodeTarget(long).length}`);
      assert.deepEqual(decodeTarget(encodeTarget(long)), long);
    }
  });

  it('means the same word to sh and to the AWS CLI', function () {
    if (process.platform === 'win32') this.skip();
    fc.assert(
      fc.property(target, (any) => {
        const word = encodeTarget(any);
        const printed = execFileSync('sh', ['-c', `printf '%s' ${word}`], { encoding: 'utf8' });
        assert.equal(printed, word);
      }),
      { numRuns: 20 },
    );
    const word = encodeTarget(dev);
    assert.deepEqual(pythonSplit(`helper ${word}`) ?? ['helper', word], ['helper', word]);
  });
});

const role = (roleArn: string, sourceProfile = 'maya'): Target => ({
  kind: 'role',
  roleArn,
  sourceProfile,
  sessionName: 'me',
});

describe('the name of a target in the mirror', () => {
  it('is that of the profile if all tools can read it', () => {
    for (const name of ['dev', 'a.b/c:d@e+f%', '-x'])
      assert.equal(mirrorName({ kind: 'profile', name }), name, name);
    assert.equal(mirrorName({ kind: 'profile', name: 'default' }), 'rolecall:default');
  });

  it('is encoded if some tool cannot read it', () => {
    for (const [name, encoded] of [
      ["maya's role", 'rolecall:maya+27s+20role'],
      ['b c', 'rolecall:b+20c'],
      ['a]', 'rolecall:a+5D'],
      ['a\nb', 'rolecall:a+0Ab'],
      ['__proto__', 'rolecall:__proto__'],
      ['', 'rolecall:'],
    ] as const)
      assert.equal(mirrorName({ kind: 'profile', name }), encoded, name);
    const roleArn = 'arn:aws:iam::444455556666:role/team/A=b,c';
    assert.equal(
      mirrorName({ kind: 'role', roleArn, sourceProfile: 'maya', sessionName: 'me' }),
      'rolecall:A+3Db+2Cc+40444455556666:05a01352',
    );
  });

  it('differs for all targets, also for roles and permission sets of the same name', () => {
    const targets: readonly Target[] = [
      role('arn:aws:iam::444455556666:role/Admin'),
      role('arn:aws:iam::444455556666:role/team/Admin'),
      role('arn:aws-cn:iam::444455556666:role/Admin'),
      role('arn:aws:iam::444455556666:role/Admin', 'ci'),
      { kind: 'assignment', signIn: 'corp', accountId: '444455556666', roleName: 'Admin' },
      { kind: 'assignment', signIn: 'other', accountId: '444455556666', roleName: 'Admin' },
      { kind: 'environment' },
      { kind: 'environment', access: { managed: [] } },
      dev,
      { ...dev, access: { managed: [] } },
      { ...dev, access: { managed: ['viewOnly'] } },
      { ...dev, access: { managed: ['readOnly'], isForAgent: true } },
      { ...role('arn:aws:iam::444455556666:role/Admin'), access: { managed: ['readOnly'] } },
      ...['dev', 'default', 'environment', 'Admin@444455556666', 'b c', 'b+20c'].map(
        (name) => ({ kind: 'profile', name }) as const,
      ),
    ];
    assert.equal(new Set(targets.map((each) => mirrorName(each))).size, targets.length);
    for (const each of targets) assert.equal(mirrorName(each), mirrorName({ ...each }));
  });

  it('is not that of another profile of the user', () => {
    const own = ['rolecall:default', 'rolecall:default:2'];
    const isTaken = (name: string): boolean => own.includes(name);
    assert.equal(mirrorName({ kind: 'profile', name: 'default' }, isTaken), 'rolecall:default:3');
    assert.equal(mirrorName({ kind: 'profile', name: 'rolecall:default' }, isTaken), 'rolecall:default');
  });
});

describe('a quoted path in a credential_process', () => {
  const paths = [
    '/home/maya/.config/Code/helper',
    '/Users/maya/Library/Application Support/Code/helper',
    '/home/漢字/ok (1)/$HOME/`x`/"y"/helper',
    "/home/o'brien/my files/helper",
  ];
  for (const path of paths) {
    it(`means the same to sh and to the AWS CLI: ${path}`, function () {
      if (process.platform === 'win32') this.skip();
      const line = `${quotedForTools(path, false)} word`;
      assert.equal(
        execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' }),
        `${path}\nword\n`,
      );
      const python = pythonSplit(line);
      if (python) assert.deepEqual(python, [path, 'word']);
    });
  }

  it('is rejected if no quotes work', () => {
    assert.throws(() => quotedForTools("/home/o'brien/$x", false));
  });

  it('has double quotes on Windows, where a batch file refers to the home folder by its variable', () => {
    assert.equal(quotedForTools('C:\\Users\\a b\\x.cmd', true), '"C:\\Users\\a b\\x.cmd"');
    const node = 'C:\\Users\\\u7530\u4e2d\\AppData\\Local\\Programs\\100% Code\\Code.exe';
    assert.equal(
      windowsVariables(node, { LOCALAPPDATA: 'C:\\Users\\\u7530\u4e2d\\AppData\\Local' }),
      '%LOCALAPPDATA%\\Programs\\100%% Code\\Code.exe',
    );
  });
});

/** Splits a line as the AWS CLI does (botocore `compat.py`, compat_shell_split); undefined without Python. */
function pythonSplit(line: string): readonly string[] | undefined {
  try {
    const script = 'import json, shlex, sys; print(json.dumps(shlex.split(sys.argv[1])))';
    return JSON.parse(execFileSync('python3', ['-c', script, line], { encoding: 'utf8' })) as string[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
