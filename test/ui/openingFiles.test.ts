import { deepEqual, equal } from 'node:assert/strict';
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleConfig, sampleCredentials } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const isWindows = process.platform === 'win32';
const mayForbid = !isWindows && process.getuid?.() !== 0;

/** What may be in the place of the credentials file, and what is said of it. */
interface Trouble {
  readonly what: string;
  readonly put: (path: string) => Promise<unknown>;
  readonly sentence: string;
  readonly isPossible?: boolean;
}

const troubles: readonly Trouble[] = [
  {
    what: 'a folder',
    put: (path) => mkdir(path),
    sentence: '~/.aws/credentials is a folder, not a file. Rename it, and put the file in its place.',
  },
  {
    what: 'no text',
    // Not as in UTF-16, for which VS Code would take them.
    put: (path) => writeFile(path, new Uint8Array([0, 1, 2, 0])),
    sentence: '~/.aws/credentials is not a text file. Restore it from a copy, or write it anew.',
  },
  {
    what: 'a link to a drive that is not there',
    put: (path) => symlink('/not/mounted/credentials', path),
    sentence:
      'A link on the way to ~/.aws/credentials leads nowhere. Restore what it leads to, or remove the link.',
  },
  {
    what: 'a link in a circle',
    put: async (path) => {
      await symlink(path, `${path}.2`);
      await symlink(`${path}.2`, path);
    },
    sentence:
      'The links on the way to ~/.aws/credentials lead in a circle. Remove one of them, and put in its place what it should lead to.',
  },
  {
    what: 'a link to a name that is too long',
    put: (path) => symlink('n'.repeat(300), path),
    sentence:
      'A name on the way to ~/.aws/credentials is longer than the system allows. Shorten it where it is set: in a link, or in AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE.',
  },
  {
    what: 'a file that the person may not read',
    put: async (path) => {
      await writeFile(path, sampleCredentials);
      await chmod(path, 0);
    },
    sentence: 'You do not have permission to read ~/.aws/credentials. Check its owner and mode.',
    isPossible: mayForbid,
  },
];

describe('a person who opens their AWS files', function () {
  this.timeout(60_000);
  const stage = useStage({ prepareHome: writeSampleAws });
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
    await window.showContainer('Rolecall');
  });

  const folder = (): string => join(stage().home, '.aws');
  const path = (): string => join(folder(), 'credentials');
  const tabs = () => window.page.locator('.tab');

  const waitForFile = async (name: string, line: number): Promise<void> => {
    await tabs().and(window.page.locator('.active')).filter({ hasText: name }).waitFor();
    await window.statusBarItem(new RegExp(`^Ln ${line}, Col 1$`)).waitFor();
  };

  // VS Code would show for minutes what it has shown before, whatever became of the file: trouble comes first.
  for (const { what, put, sentence, isPossible = true } of troubles) {
    it(`is told in one sentence that there is ${what}`, async function () {
      if (!isPossible || (isWindows && what.includes('link'))) this.skip();
      await rm(path(), { recursive: true });
      await put(path());
      await opensInVain(sentence);
    });
  }

  it('is told in one sentence that the folder is a file', async () => {
    await rename(folder(), join(stage().home, 'kept'));
    await writeFile(folder(), '');
    await opensInVain('What should be the folder of ~/.aws/credentials is a file. Move that file away.');
    await rm(folder());
    await rename(join(stage().home, 'kept'), folder());
  });

  it('finds each file by a command, once they are as they should be', async () => {
    await rm(path(), { recursive: true });
    await writeFile(path(), sampleCredentials);
    await rolecall.statusWarns(false);
    await window.runCommand('Rolecall: Open AWS Config File');
    await waitForFile('config', 1);
    await window.runCommand('Rolecall: Open AWS Credentials File');
    await waitForFile('credentials', 1);
  });

  it('is led to the section of a profile by its menu', async () => {
    await window.tree('AWS Profiles').chooseFromMenu('prod-deploy', 'Reveal in File');
    await waitForFile('config', sampleConfig.split('\n').indexOf('[profile prod-deploy]') + 1);
  });

  /** The command says so, and nothing else; so does the picker. */
  async function opensInVain(sentence: string): Promise<void> {
    await window.runCommand('Rolecall: Open AWS Credentials File');
    await eventually(async () => deepEqual(await window.notifications.messages(), [sentence]), 20_000);
    await window.notifications.close(sentence);
    equal(await tabs().count(), 0);
    await rolecall.openPicker(sentence);
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  }
});
