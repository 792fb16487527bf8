import { homedir } from 'node:os';
import { sep } from 'node:path';

/** Shortens the home folder, which may contain the user's name, wherever a text contains it. */
export function withoutHome(text: string): string {
  return text.replaceAll(homedir(), '~');
}

/** Shortens a path in the home folder, as in `~/.aws/config`. */
export function shortPath(path: string): string {
  const home = homedir();
  return path.startsWith(home + sep) ? `~${path.slice(home.length)}` : path;
}
