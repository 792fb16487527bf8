import type { Span } from '../../config/syntax.ts';

/** The parts of an ARN. Empty where it has none. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** `role`, `mfa`, `user`. */
  readonly resourceType: string;
  /** The name of the resource, with its path. */
  readonly resource: string;
}

const form = /arn:(aws[\w-]*):([\w-]*):([\w-]*):(\d{12}|aws)?:([\w-]+)[/:]([\w+=,.@/-]+)/gu;

/** The ARN at an offset of a value that starts at `start`. */
export function arnAt(
  value: string,
  start: number,
  offset: number,
): { readonly parts: ArnParts; readonly span: Span } | undefined {
  for (const match of value.matchAll(form)) {
    const [found, partition = '', service = '', region = '', account = '', resourceType = '', resource = ''] =
      match;
    const span = { start: start + match.index, end: start + match.index + found.length };
    if (span.start <= offset && offset <= span.end)
      return { parts: { partition, service, region, account, resourceType, resource }, span };
  }
  return undefined;
}
