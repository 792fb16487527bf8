import { homedir } from 'node:os';
import { sep } from 'node:path';

/** `~/.aws/config` */
export function shortPath(path: string): string {
  const home = homedir();
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
