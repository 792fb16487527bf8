/** Begins every line that mocha prints in an editor, among all else that the editor writes to its console. */
const mark = '│ ';

/** Shows a line of an editor's console, and says so, if it is mocha's. */
export function printIfMocha(line: string): boolean {
  const start = line.indexOf(mark);
  if (start === -1) return false;
  console.log(line.slice(start + mark.length));
  return true;
}
