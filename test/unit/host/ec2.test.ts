import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isEc2Instance } from '../../../src/host/ec2.ts';

describe('a machine', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ec2-'));
  });

  afterEach(() => rm(root, { recursive: true }));

  function is(
    expected: boolean,
    what: string,
    path: string,
    text: string,
    platform: NodeJS.Platform = 'linux',
  ): void {
    it(`is ${expected ? 'an' : 'no'} EC2 instance: ${what}`, async () => {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, `${text}\n`);
      assert.equal(isEc2Instance(root, { platform, env: {} }), expected);
    });
  }

  const dmi = 'sys/devices/virtual/dmi/id';
  is(true, 'Nitro', `${dmi}/sys_vendor`, 'Amazon EC2');
  is(true, 'Xen', 'sys/hypervisor/uuid', 'ec2e1916-9099-7caf-fd21-012345abcdef');
  is(true, 'Xen, by its BIOS', `${dmi}/bios_version`, '4.11.amazon');
  is(false, 'a laptop', `${dmi}/sys_vendor`, 'LENOVO');
  is(false, 'another cloud', `${dmi}/sys_vendor`, 'Google');
  is(false, 'Xen elsewhere', 'sys/hypervisor/uuid', '00000000-0000-0000-0000-000000000000');

  is(true, 'macOS', 'usr/local/aws/ec2-macos-init/init.toml', '', 'darwin');
  is(true, 'Windows', 'ProgramData/Amazon/EC2Launch/log/agent.log', '', 'win32');
  is(true, 'older Windows', 'ProgramData/Amazon/EC2-Windows/Launch/Log/Ec2Launch.log', '', 'win32');

  it('is no EC2 instance without these files', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const)
      assert.equal(isEc2Instance(root, { platform, env: {} }), false);
  });
});
