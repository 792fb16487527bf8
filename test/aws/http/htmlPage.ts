import type { Reply } from './service.ts';

/** A plain page. `content` is HTML. */
export function htmlPage(status: number, title: string, content: string): Reply {
  const style =
    'body{font:16px system-ui;margin:4em auto;max-width:32em}button{font:inherit;padding:.5em 1em}' +
    'code{overflow-wrap:anywhere;user-select:all}';
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!doctype html><title>${title} (local)</title><style>${style}</style>${content}`,
  };
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
