import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Handover, liveHandover, profileHandover } from '../../../../src/delivery/handover/handover.ts';
import { variablesOfScript } from '../../../../src/delivery/handover/namingFiles.ts';
import { cacheFolder } from '../../../vscode/install/cache.ts';

await import('../../../fakes/useFakeVscode.ts');
const { dedicatedEnvironment } = await import('../../../../src/delivery/terminals/dedicatedTerminals.ts');

const mirror = { config: '/mirror/config', credentials: '/mirror/credentials' };
const keys = {
  AWS_ACCESS_KEY_ID: 'ASIA1',
  AWS_SECRET_ACCESS_KEY: 's/+=:s',
  AWS_SESSION_TOKEN: 't=',
  AWS_ENDPOINT_URL: 'http://localhost:4566',
};
const session: Handover = {
  set: new Map(Object.entries(keys)),
  absent: ['AWS_PROFILE', 'AWS_ACCOUNT_ID'],
  standIn: { profile: 'ci', mirror, region: undefined },
};

/** How VS Code starts shells with its integration. fish would need a terminal, because it waits for the prompt. */
const shells = [
  {
    name: 'bash',
    script: 'shellIntegration-bash.sh',
    startUp: '.bashrc',
    args: (script: string) => ['--init-file', script, '-i'],
  },
  { name: 'zsh', script: 'shellIntegration-rc.zsh', startUp: '.zshrc', args: () => ['-i'] },
] as const;

const startUpText = 'export AWS_PROFILE=maya AWS_ACCESS_KEY_ID=AKIAOTHER AWS_ACCOUNT_ID=999999999999\n';

/** The script of an installed VS Code. */
async function scriptOfVscode(name: string): Promise<string | undefined> {
  const pattern = `vscode-*/out/vs/workbench/contrib/terminal/common/scripts/${name}`;
  for await (const found of glob(pattern, { cwd: cacheFolder() })) return join(cacheFolder(), found);
  return undefined;
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

for (const { name, script, startUp, args } of shells)
  describe(`a terminal of its own with ${name}`, function () {
    this.timeout(60_000);
    let home: string;
    let path: string;

    before(async function () {
      path = (await scriptOfVscode(script)) ?? this.skip();
      if (!isInstalled(name)) this.skip();
      home = await mkdtemp(join(tmpdir(), 'rolecall-dedicated-'));
      await writeFile(join(home, startUp), startUpText);
      await mkdir(join(home, 'zsh'));
      if (name === 'zsh') await copyFile(path, join(home, 'zsh', '.zshrc'));
    });
    after(() => home && rm(home, { recursive: true, force: true }));

    async function environmentIn(handover: Handover): Promise<NodeJS.ProcessEnv> {
      const named = variablesOfScript(startUpText);
      const inherited = { PATH: process.env['PATH'], HOME: home, AWS_PROFILE: 'inherited' };
      const given = Object.entries(dedicatedEnvironment(handover, inherited, { named }));
      const env = Object.fromEntries(given.flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
      const print = `require('fs').writeFileSync(process.env.HOME + '/env', JSON.stringify(process.env))`;
      const input = `${process.execPath} -e "${print}"\nexit\n`;
      const ofVscode = { VSCODE_INJECTION: '1', ZDOTDIR: join(home, 'zsh'), USER_ZDOTDIR: home };
      spawnSync(name, args(path), { env: { ...env, ...ofVscode, TERM: 'xterm' }, input });
      return JSON.parse(await readFile(join(home, 'env'), 'utf8')) as NodeJS.ProcessEnv;
    }

    it('has the session, whatever the start-up file sets', async () => {
      const { AWS_PROFILE, AWS_ACCOUNT_ID, VSCODE_ENV_REPLACE, ...env } = await environmentIn(session);
      assert.deepEqual([AWS_PROFILE, AWS_ACCOUNT_ID, VSCODE_ENV_REPLACE], ['ci', '', undefined]);
      for (const [key, value] of Object.entries(keys)) assert.equal(env[key], value, key);
    });

    for (const [mode, handover] of [
      ['profile', profileHandover('ci', undefined, undefined)],
      ['live', liveHandover(mirror, undefined, 'ci')],
    ] as const)
      it(`has its profile in the mode “${mode}”`, async () => {
        const env = await environmentIn(handover);
        assert.deepEqual(
          [env['AWS_PROFILE'], env['AWS_ACCESS_KEY_ID'], env['AWS_ACCOUNT_ID']],
          ['ci', '', ''],
        );
      });
  });
