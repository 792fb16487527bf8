import { type Complaint, titleComplaint } from '../config/writable.ts';
import type { FileRole } from './profiles.ts';

/**
 * - `reserved`: breaks the file for a tool: `[DEFAULT]` applies its keys to every profile (Python's `RawConfigParser`),
 *   `__proto__`, `profile __proto__` and similar names break the SDK for JavaScript (`parseIni.ts`);
 * - `option`: writable, but the CLI parses `-x` in `--profile -x` as an option (Python's `argparse`);
 * - `notEverywhere`: writable, but not all tools read it.
 */
export type NameComplaint = Complaint | 'reserved' | 'option' | 'notEverywhere';

/** Why a profile or `[sso-session]` should not have this name; undefined if every tool can read it. */
export function nameComplaint(name: string): NameComplaint | undefined {
  const complaint = titleComplaint(name) ?? (/["'\\]/u.test(name) ? 'character' : undefined);
  if (complaint) return complaint;
  if (name === 'DEFAULT' || name.replace(/^profile /u, '') in {}) return 'reserved';
  // The SDKs for JavaScript (`prefixKeyRegex`) and Rust (`parse.rs`) accept only these; the CLI reads one shell word.
  if (!/^[\w\-@+.%:/]+$/u.test(name)) return 'notEverywhere';
  return name.startsWith('-') ? 'option' : undefined;
}

/** Whether a profile with this name can be written, even if not all tools read it. */
export function isWritableName(name: string): boolean {
  const complaint = nameComplaint(name);
  return complaint === undefined || complaint === 'option' || complaint === 'notEverywhere';
}

/** The section title for a new profile. */
export function profileTitle(file: FileRole, name: string): string {
  if (file === 'credentials' || name === 'default') return name;
  return `profile ${quoteIfNeeded(name)}`;
}

export function ssoSessionTitle(name: string): string {
  return kindTitle('sso-session', name);
}

export function kindTitle(kind: 'sso-session' | 'services', name: string): string {
  return `${kind} ${quoteIfNeeded(name)}`;
}

/** Replaces the profile name in a section title and keeps the title's spaces and quotes. */
export function renamedTitle(file: FileRole, title: string, name: string): string {
  const [, prefix, quote] = /^(profile\s+)(?:(["']).+\2$)?/su.exec(title) ?? [];
  if (file === 'credentials' || name === 'default' || !prefix) return profileTitle(file, name);
  return prefix + (quote ? quote + name + quote : quoteIfNeeded(name));
}

/** The same for a section of another kind. */
export function renamedKindTitle(title: string, kind: 'sso-session' | 'services', name: string): string {
  const [, prefix, quote = ''] = /^(\S+\s+)(?:(["']).+\2$)?/su.exec(title) ?? [];
  if (!prefix) return kindTitle(kind, name);
  return prefix + (quote ? quote + name + quote : quoteIfNeeded(name));
}

function quoteIfNeeded(name: string): string {
  return /\s/u.test(name) ? `"${name}"` : name;
}
