/** What stands inside an element: text, or elements by name, in the order written. */
export type XmlContent = string | { readonly [name: string]: XmlContent };

/** A document as STS writes it: two spaces of indentation, no declaration, a line break at the end. */
export function renderXml(root: string, namespace: string, content: XmlContent): string {
  return renderElement(root, ` xmlns="${namespace}"`, content, '');
}

function renderElement(name: string, attributes: string, content: XmlContent, indent: string): string {
  if (typeof content === 'string') {
    return `${indent}<${name}${attributes}>${escapeXml(content)}</${name}>\n`;
  }
  const children = Object.entries(content).map(([child, inner]) =>
    renderElement(child, '', inner, `${indent}  `),
  );
  return `${indent}<${name}${attributes}>\n${children.join('')}${indent}</${name}>\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
