import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { expandPath, homeFolder } from '../../../src/base/environment.ts';

const posixEnvironment = { HOME: '/home/maya', DIR: 'work', 'A-B': 'x', NESTED: '$DIR' };
const linux = {
  platform: 'linux',
  home: '/home/of-the-system',
  homeOf: (user: string) => (user === 'root' ? '/root' : undefined),
} as const;
const windows = { platform: 'win32', home: 'C:\\Users\\of-the-system' } as const;

const posixPaths: Readonly<Record<string, string>> = {
  '/etc/aws/config': '/etc/aws/config',
  '$HOME/aws/config': '/home/maya/aws/config',
  '${HOME}/aws/config': '/home/maya/aws/config',
  '~/aws/config': '/home/maya/aws/config',
  '~/$DIR/${DIR}.x': '/home/maya/work/work.x',
  '$NESTED/config': '$DIR/config',
  '$DIRS/config': '$DIRS/config',
  '$NONE/${NONE}/config': '$NONE/${NONE}/config',
  '${A-B}/config': 'x/config',
  $HOME: '/home/maya',
  '/a~/config': '/a~/config',
  '/$/config': '/$/config',
  '${HOME/config': '${HOME/config',
  '~root/config': '/root/config',
  '~no-such-user/config': '~no-such-user/config',
  '~\\aws\\config': '~\\aws\\config',
  '%HOME%/config': '%HOME%/config',
};

const windowsEnvironment = {
  USERPROFILE: 'C:\\Users\\maya',
  USERNAME: 'maya',
  HOME: 'D:\\git',
  Dir: 'work',
};

const windowsPaths: Readonly<Record<string, string>> = {
  'C:\\aws\\config': 'C:\\aws\\config',
  '%USERPROFILE%\\aws\\config': 'C:\\Users\\maya\\aws\\config',
  '%userprofile%\\config': 'C:\\Users\\maya\\config',
  '$USERPROFILE\\config': 'C:\\Users\\maya\\config',
  '${USERPROFILE}\\config': 'C:\\Users\\maya\\config',
  '~\\%DIR%\\config': 'C:\\Users\\maya\\work\\config',
  '~maya\\config': 'C:\\Users\\maya\\config',
  '~ada\\config': 'C:\\Users\\ada\\config',
  '%NONE%\\$NONE\\config': '%NONE%\\$NONE\\config',
  "'%DIR%'\\%DIR%": "'%DIR%'\\work",
  '%%DIR%%\\$$DIR': '%DIR%\\$DIR',
  '100%\\config': '100%\\config',
};

describe('a path from the environment', () => {
  for (const [path, expected] of Object.entries(posixPaths))
    it(`${path} is ${expected}`, () => assert.equal(expandPath(path, posixEnvironment, linux), expected));

  for (const [path, expected] of Object.entries(windowsPaths))
    it(`on Windows, ${path} is ${expected}`, () =>
      assert.equal(expandPath(path, windowsEnvironment, windows), expected));

  it('is that of Python', function () {
    if (process.platform === 'win32') this.skip();
    // Only on Windows does Python ignore the case of these names.
    const variables = { ...windowsEnvironment, DIR: 'work', userprofile: windowsEnvironment.USERPROFILE };
    const found = [
      byPython('posixpath', Object.keys(posixPaths), posixEnvironment),
      byPython('ntpath', Object.keys(windowsPaths), variables),
    ];
    if (found.includes(undefined)) this.skip();
    assert.deepEqual(found, [Object.values(posixPaths), Object.values(windowsPaths)]);
  });
});

/** Undefined if Python is not installed. */
function byPython(
  module: string,
  paths: readonly string[],
  environment: Readonly<Record<string, string>>,
): unknown {
  const script = `import json,sys,${module} as p; print(json.dumps([p.expanduser(p.expandvars(x)) for x in json.load(sys.stdin)]))`;
  const { status, stdout } = spawnSync('python3', ['-c', script], {
    env: { ...environment, PATH: process.env['PATH'] },
    input: JSON.stringify(paths),
    encoding: 'utf8',
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

describe('the home folder', () => {
  it('is the one that the CLI uses', () => {
    assert.equal(homeFolder({ HOME: '/home/maya', USERPROFILE: '/other' }, linux), '/home/maya');
    assert.equal(homeFolder({}, linux), linux.home);
    assert.equal(homeFolder(windowsEnvironment, windows), 'C:\\Users\\maya');
    assert.equal(homeFolder({ HOME: 'D:\\git', HOMEDRIVE: 'C:', HOMEPATH: '\\maya' }, windows), 'C:\\maya');
    assert.equal(homeFolder({ HOME: 'D:\\git' }, windows), windows.home);
  });
});
