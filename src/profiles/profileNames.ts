import { type Complaint, titleComplaint } from '../config/writable.ts';
import type { FileRole } from './profiles.ts';

/**
 * - `reserved`: would spoil the file for a tool: `[DEFAULT]` gives its keys to every profile (Python's
 *   `RawConfigParser`), `__proto__` and its like break the SDK for JavaScript (`parseIni.ts`);
 * - `option`: can be written, but the CLI takes `-x` in `--profile -x` for an option (Python's `argparse`);
 * - `notEverywhere`: can be written, but is not read by all tools.
 */
export type NameComplaint = Complaint | 'reserved' | 'option' | 'notEverywhere';

/** Why a profile or an SSO session should not have this name, or undefined where every tool can read it. */
export function nameComplaint(name: string): NameComplaint | undefined {
  const complaint = titleComplaint(name) ?? (/["'\\]/u.test(name) ? 'character' : undefined);
  if (complaint) return complaint;
  if (name === 'DEFAULT' || name in {}) return 'reserved';
  // What the SDKs for JavaScript (`prefixKeyRegex`) and Rust (`parse.rs`) take; to the CLI it is one word.
  if (!/^[\w\-@+.%:/]+$/u.test(name)) return 'notEverywhere';
  return name.startsWith('-') ? 'option' : undefined;
}

/** Whether a profile of this name can be written, though not all tools may read it. */
export function isWritableName(name: string): boolean {
  const complaint = nameComplaint(name);
  return complaint === undefined || complaint === 'option' || complaint === 'notEverywhere';
}

/** The title of a new section for a profile. */
export function profileTitle(file: FileRole, name: string): string {
  if (file === 'credentials' || name === 'default') return name;
  return `profile ${quoted(name)}`;
}

export function ssoSessionTitle(name: string): string {
  return `sso-session ${quoted(name)}`;
}

/** The title of a profile's section under another name, with the spaces and quotes that it had. */
export function retitled(file: FileRole, title: string, name: string): string {
  const [, prefix, quote] = /^(profile\s+)(?:(["']).+\2$)?/su.exec(title) ?? [];
  if (file === 'credentials' || name === 'default' || !prefix) return profileTitle(file, name);
  return prefix + (quote ? quote + name + quote : quoted(name));
}

function quoted(name: string): string {
  return /\s/u.test(name) ? `"${name}"` : name;
}
