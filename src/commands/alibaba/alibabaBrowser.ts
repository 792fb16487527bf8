import { openBrowser } from '../../delivery/console/openBrowser.ts';
import type { SecretLink } from './alibabaContext.ts';

/** Opens links in the browser of `rolecall.console.browser`, whose value is as written. */
export function alibabaBrowser(setting: { readonly value: unknown }): (link: SecretLink) => Promise<void> {
  return (link) => openBrowser({ ...link, color: 'terminal.ansiYellow', isSecret: true }, setting.value);
}
