import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether this machine is an EC2 instance, without asking the network: by the facts that its hypervisor gives to Linux
 * (EC2 User Guide, "Detect whether a host is an EC2 instance"). These files are in the memory of the kernel. `root` is
 * the root folder.
 */
export function isEc2Instance(root = '/'): boolean {
  const dmi = 'sys/devices/virtual/dmi/id';
  return (
    read(join(root, dmi, 'sys_vendor')) === 'Amazon EC2' ||
    read(join(root, dmi, 'bios_version')).includes('.amazon') ||
    read(join(root, 'sys/hypervisor/uuid')).toLowerCase().startsWith('ec2')
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    // Other machines do not have this file.
    return '';
  }
}
