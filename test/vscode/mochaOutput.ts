/** Begins every line that mocha prints in an editor, among all else that the editor writes to its console. */
const mark = '│ ';

/** Shows a line of an editor's console, if it is mocha's. */
export function printIfMocha(line: string): void {
  const start = line.indexOf(mark);
  if (start !== -1) console.log(line.slice(start + mark.length));
}
