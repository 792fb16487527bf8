/** Precedes each line that mocha prints in an editor, to distinguish it from other output on the editor's console. */
const mark = '│ ';

/** Prints a line of an editor's console if it comes from mocha, and returns whether it does. */
export function printIfMocha(line: string): boolean {
  const start = line.indexOf(mark);
  if (start === -1) return false;
  console.log(line.slice(start + mark.length));
  return true;
}
