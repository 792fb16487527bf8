import type * as vscode from 'vscode';

/** The MFA devices of users to whom AWS denies `GetSessionToken`, so that no code is wasted on it again. */
export interface DirectDevices {
  current(): readonly string[];
  add(mfaSerial: string): void;
  forget(): void;
}

const key = 'directDevices';
/** An administrator may have lifted the denial. */
const rememberedMs = 30 * 24 * 3_600_000;

/**
 * Remembers devices for all workspaces, for 30 days. AWS has accepted a code of each device, so they are no misplaced
 * secrets. `now` is in milliseconds since the epoch.
 */
export function directDevices(state: vscode.Memento, now: () => number): DirectDevices {
  const entries = (): readonly (readonly [string, number])[] =>
    Object.entries(state.get<Readonly<Record<string, number>>>(key, {})).filter(
      ([, since]) => Math.abs(now() - since) < rememberedMs,
    );
  return {
    current: () => entries().map(([mfaSerial]) => mfaSerial),
    add: (mfaSerial) => void state.update(key, Object.fromEntries([...entries(), [mfaSerial, now()]])),
    forget: () => void state.update(key, undefined),
  };
}
