/** A session tag: its key and its value. */
export type Tag = readonly [key: string, value: string];

const mostTags = 50;
const keyPattern = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u;
const valuePattern = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u;

/** `team=dev, cost=42`, as aws-vault reads it; undefined where AWS would not take it (API model of STS). */
export function readTags(text: string): readonly Tag[] | undefined {
  const tags = text.split(',').map((tag): Tag => {
    const at = tag.indexOf('=');
    return at < 0 ? ['', ''] : [tag.slice(0, at).trim(), tag.slice(at + 1).trim()];
  });
  const keys = tags.map(([key]) => key);
  const isFine = areTagKeys(keys) && tags.every(([, value]) => valuePattern.test(value));
  return isFine ? tags : undefined;
}

/** Whether AWS takes a tag on its own. */
export function isTag(key: string, value: string): boolean {
  return areTagKeys([key]) && valuePattern.test(value);
}

/**
 * `team, cost`: the tags that roles further along get, too. Empty ones are skipped, as by aws-vault, which rejects
 * empty tags (`vault/config.go`, SetTransitiveSessionTags and SetSessionTags).
 */
export function readTagKeys(text: string): readonly string[] | undefined {
  const keys = text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  return areTagKeys(keys) ? keys : undefined;
}

/** AWS looks at keys without regard to case, and keeps those that begin with `aws:` to itself. */
function areTagKeys(keys: readonly string[]): boolean {
  const names = keys.map((key) => key.toLowerCase());
  return (
    new Set(names).size === keys.length &&
    keys.length <= mostTags &&
    names.every((name) => keyPattern.test(name) && !name.startsWith('aws:'))
  );
}
