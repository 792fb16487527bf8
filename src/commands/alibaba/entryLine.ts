import type { AlibabaSource } from '../../profiles/alibaba/alibabaTarget.ts';

/**
 * The line, counted from 0, at which a section or a profile of the CLI begins in the text of its file. Undefined if it
 * is not found, such as a name that JSON writes with escapes.
 */
export function entryLine(source: AlibabaSource, text: string): number | undefined {
  const isEntry = entryTest(source);
  const line = isEntry ? text.split(/\r\n|\r|\n/u).findIndex(isEntry) : -1;
  return line === -1 ? undefined : line;
}

function entryTest(source: AlibabaSource): ((line: string) => boolean) | undefined {
  switch (source.kind) {
    case 'iniProfile':
      return (line) => /^\s*\[(?<title>.*)\]\s*$/u.exec(line)?.groups?.['title']?.trim() === source.name;
    case 'cliProfile': {
      const field = `"name":${JSON.stringify(source.name)}`;
      return (line) => line.replaceAll(/"name"\s*:\s*/gu, '"name":').includes(field);
    }
    default:
      return undefined;
  }
}
