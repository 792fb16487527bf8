import { deepEqual, equal } from 'node:assert/strict';
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleConfig, sampleCredentials } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useVscode } from '../window/useVscode.ts';
import type { Workbench } from '../window/workbench.ts';

const isWindows = process.platform === 'win32';
const canForbidReading = !isWindows && process.getuid?.() !== 0;

/** Something other than a readable credentials file, and the message for it. */
interface Trouble {
  readonly name: string;
  readonly put: (path: string) => Promise<unknown>;
  readonly sentence: string;
  readonly isPossible?: boolean;
}

const troubles: readonly Trouble[] = [
  {
    name: 'a folder',
    put: (path) => mkdir(path),
    sentence: '~/.aws/credentials is a folder, not a file. Rename the folder, and put a file in its place.',
  },
  {
    name: 'a binary file',
    // These bytes must not look like UTF-16, as VS Code would detect it.
    put: (path) => writeFile(path, new Uint8Array([0, 1, 2, 0])),
    sentence: '~/.aws/credentials is not a text file. Restore it from a backup, or create it again.',
  },
  {
    name: 'a broken symbolic link',
    put: (path) => symlink('/not/mounted/credentials', path),
    sentence:
      'The path to ~/.aws/credentials contains a broken symbolic link. Restore the link’s target, or remove the link.',
  },
  {
    name: 'a symbolic link in a loop',
    put: async (path) => {
      await symlink(path, `${path}.2`);
      await symlink(`${path}.2`, path);
    },
    sentence:
      'The path to ~/.aws/credentials contains symbolic links that form a loop. Replace one of them with the file or folder that it should point to.',
  },
  {
    name: 'a symbolic link to a name that is too long',
    put: (path) => symlink('n'.repeat(300), path),
    sentence:
      'The path to ~/.aws/credentials contains a name that is too long for this system. Shorten it where it is set: in a symbolic link, AWS_CONFIG_FILE, or AWS_SHARED_CREDENTIALS_FILE.',
  },
  {
    name: 'a file that the user cannot read',
    put: async (path) => {
      await writeFile(path, sampleCredentials);
      await chmod(path, 0);
    },
    sentence: 'You do not have permission to read ~/.aws/credentials. Check its owner and permissions.',
    isPossible: canForbidReading,
  },
];

describe('the commands that open AWS files', function () {
  this.timeout(60_000);
  const vscode = useVscode({ prepareHome: writeSampleAws });
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await window.showContainer('Rolecall');
  });

  const folder = (): string => join(vscode().home, '.aws');
  const path = (): string => join(folder(), 'credentials');
  const tabs = () => window.page.locator('.tab');

  const waitForFile = async (name: string, line: number): Promise<void> => {
    await tabs().and(window.page.locator('.active')).filter({ hasText: name }).waitFor();
    await window.statusBarItem(new RegExp(`^Ln ${line}, Col 1$`)).waitFor();
  };

  // The troubles come first: VS Code keeps showing an opened file for minutes, even if the file has changed.
  for (const { name, put, sentence, isPossible = true } of troubles) {
    it(`show one message for ${name}`, async function () {
      if (!isPossible || (isWindows && name.includes('link'))) this.skip();
      await rm(path(), { recursive: true });
      await put(path());
      await assertCannotOpen(sentence);
    });
  }

  it('show one message for a folder that is a file', async () => {
    await rename(folder(), join(vscode().home, 'kept'));
    await writeFile(folder(), '');
    await assertCannotOpen(
      '~/.aws/credentials cannot be used because its parent folder is a file. Move or rename that file.',
    );
    await rm(folder());
    await rename(join(vscode().home, 'kept'), folder());
  });

  it('open each file once it is readable', async () => {
    await rm(path(), { recursive: true });
    await writeFile(path(), sampleCredentials);
    await rolecall.waitForStatusWarning(false);
    await window.runCommand('Rolecall: Open AWS Config File');
    await waitForFile('config', 1);
    await window.runCommand('Rolecall: Open AWS Credentials File');
    await waitForFile('credentials', 1);
  });

  it('open the section of a profile from its menu', async () => {
    await window.tree('AWS Profiles').chooseFromMenu('prod-deploy', 'Reveal in File');
    await waitForFile('config', sampleConfig.split('\n').indexOf('[profile prod-deploy]') + 1);
  });

  /** Asserts that the command opens nothing and shows only this message, and that the picker shows it, too. */
  async function assertCannotOpen(sentence: string): Promise<void> {
    await window.runCommand('Rolecall: Open AWS Credentials File');
    await eventually(async () => deepEqual(await window.notifications.messages(), [sentence]), 20_000);
    await window.notifications.close(sentence);
    equal(await tabs().count(), 0);
    await rolecall.openPicker(sentence);
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  }
});
