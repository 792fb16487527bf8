import { zipSync } from 'fflate';

/**
 * The files as an archive that depends on nothing else. vsce's depends on the time, the time zone, the file modes, the
 * locale, and the zlib of Node.
 */
export function reproducibleZip(contents: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.entries(contents).toSorted(([a], [b]) => (a < b ? -1 : 1));
  // Archives contain local times, and so does this date: the earliest that they can contain.
  const mtime = new Date(1980, 0, 1);
  return zipSync(Object.fromEntries(files), { level: 9, mtime });
}
