import { placeOf, type ProfilePlace } from './profilePlace.ts';

/** What a block is: `naming` blocks have the argument `profile`. */
type Block = 'naming' | 'terraform' | 'remoteState' | 'other';

/** By the block around it, its type, and its first label, which may be missing. */
const blocks: readonly (readonly [around: Block | undefined, type: string, label: string, Block])[] = [
  [undefined, 'provider', 'aws', 'naming'],
  [undefined, 'terraform', '', 'terraform'],
  ['terraform', 'backend', 's3', 'naming'],
  [undefined, 'data', 'terraform_remote_state', 'remoteState'],
  ['remoteState', 'config', '', 'naming'],
];

/** The alternatives before the groups are comments and strings, in which braces mean nothing. */
const token =
  /#.*|\/\/.*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?|(?<string>"(?:[^"\\\r\n]|\\.)*"?)|<<-?(?<heredoc>[A-Za-z_][\w-]*)|(?<mark>[{}\r\n,])|(?<word>[A-Za-z_][\w-]*)/gu;

const value =
  /[ \t]*=[ \t]*(?:"(?<double>[^"\\\r\n]*)(?:"(?![ \t]*[=!?&|+])|(?=[\r\n]|$))|(?<missing>)(?=[#\r\n},]|$))/duy;

/** The values of `profile` in blocks of the AWS provider, of the backend in S3, and of states that are read from it. */
export function terraformPlaces(text: string): readonly ProfilePlace[] {
  const found: ProfilePlace[] = [];
  const around: Block[] = [];
  let head: readonly string[] = [];
  const tokens = new RegExp(token);
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const { string, heredoc, mark, word } = match.groups ?? {};
    if (heredoc !== undefined) tokens.lastIndex = endOfHeredoc(text, tokens.lastIndex, heredoc);
    if (mark === '{') around.push(blockOf(around.at(-1), head));
    if (mark === '}') around.pop();
    if (mark !== undefined) head = [];
    if (word === 'profile' && around.at(-1) === 'naming') {
      value.lastIndex = tokens.lastIndex;
      const written = value.exec(text);
      const place = written && placeOf(written);
      if (place) found.push(place);
    }
    const part = word ?? string?.replaceAll('"', '');
    if (part !== undefined && head.length < 3) head = [...head, part];
  }
  return found;
}

function blockOf(around: Block | undefined, [type, label = '']: readonly string[]): Block {
  const row = blocks.find((each) => each[0] === around && each[1] === type && each[2] === label);
  return row?.[3] ?? 'other';
}

/** Text without quotes ends at a line with its name. */
function endOfHeredoc(text: string, from: number, name: string): number {
  for (let start = text.indexOf('\n', from) + 1; start > 0; start = text.indexOf('\n', start) + 1) {
    const end = text.indexOf('\n', start);
    if (text.slice(start, end === -1 ? text.length : end).trim() === name)
      return end === -1 ? text.length : end;
  }
  return text.length;
}
