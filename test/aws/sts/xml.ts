/** The content of an element: text, or child elements by name, in document order. A list repeats its element. */
export type XmlContent = string | { readonly [name: string]: XmlContent | readonly XmlContent[] };

/** Formats a document as STS does: indented by two spaces, without a declaration, with a line break at the end. */
export function renderXml(root: string, namespace: string, content: XmlContent): string {
  return renderElement(root, ` xmlns="${namespace}"`, content, '');
}

function renderElement(name: string, attributes: string, content: XmlContent, indent: string): string {
  if (typeof content === 'string') {
    return `${indent}<${name}${attributes}>${escapeXml(content)}</${name}>\n`;
  }
  const children = Object.entries(content).flatMap(([child, inner]) =>
    asList(inner).map((each) => renderElement(child, '', each, `${indent}  `)),
  );
  return `${indent}<${name}${attributes}>\n${children.join('')}${indent}</${name}>\n`;
}

function asList(content: XmlContent | readonly XmlContent[]): readonly XmlContent[] {
  return Array.isArray(content) ? content : [content as XmlContent];
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
