import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether this machine is an EC2 instance, without asking the network. On Linux, the hypervisor gives facts (EC2 User
 * Guide, "Detect whether a host is an EC2 instance"): these files are in the memory of the kernel. On macOS and
 * Windows, Amazon's images come with a program that prepares them. `root` is the root folder.
 */
export function isEc2Instance(root = '/', { platform, env }: Machine = process): boolean {
  if (platform === 'darwin') return existsSync(join(root, 'usr/local/aws/ec2-macos-init'));
  if (platform === 'win32')
    return windowsAgents.some((path) => existsSync(join(programData(root, env), path)));
  const dmi = 'sys/devices/virtual/dmi/id';
  return (
    read(join(root, dmi, 'sys_vendor')) === 'Amazon EC2' ||
    read(join(root, dmi, 'bios_version')).includes('.amazon') ||
    read(join(root, 'sys/hypervisor/uuid')).toLowerCase().startsWith('ec2')
  );
}

type Machine = Pick<NodeJS.Process, 'platform' | 'env'>;

/** The folders of EC2Launch v2 and v1 (EC2 User Guide, "Windows launch agents"). */
const windowsAgents = ['Amazon/EC2Launch', 'Amazon/EC2-Windows/Launch'];

function programData(root: string, env: Machine['env']): string {
  return env['ProgramData'] ?? join(root, 'ProgramData');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Other machines do not have this file.
    return '';
  }
}
