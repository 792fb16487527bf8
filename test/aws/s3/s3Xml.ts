import { escapeXml, type XmlContent } from '../sts/xml.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Formats a document as S3 does: on one line after the declaration. */
export function renderS3Xml(root: string, content: XmlContent): string {
  // Errors have no namespace.
  const attributes = root === 'Error' ? '' : ` xmlns="${namespace}"`;
  return `${declaration}<${root}${attributes}>${renderContent(content)}</${root}>`;
}

function renderContent(content: XmlContent): string {
  if (typeof content === 'string') {
    return escapeXml(content).replaceAll('"', '&quot;');
  }
  return Object.entries(content)
    .flatMap(([name, inner]) =>
      [inner].flat().map((each: XmlContent) => `<${name}>${renderContent(each)}</${name}>`),
    )
    .join('');
}
