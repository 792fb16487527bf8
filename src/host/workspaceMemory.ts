import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { isTarget } from '../profiles/access/storedTarget.ts';
import type { ActiveMemory } from '../session/activeState.ts';
import type { RegionMemory } from '../session/inUse/windowRegion.ts';
import type { BindingAnswer, BindingAnswers } from '../session/consent/bindingConsent.ts';
import type { PreviousMemory } from '../session/inUse/previousTarget.ts';

const key = 'activeTarget';

/** Remembers the profile that this workspace uses: its name, never a secret. */
export function workspaceMemory(state: vscode.Memento): ActiveMemory {
  return {
    load: () => {
      const stored = state.get<unknown>(key);
      return isTarget(stored) ? stored : undefined;
    },
    save: (target) => void state.update(key, target),
  };
}

const regionKey = 'region';

const recentRegionsKey = 'recentRegions';
const maxRecentRegions = 5;

/** Remembers the region that the user chose for this workspace, and the last ones of all workspaces. */
export function regionMemory(workspace: vscode.Memento, all: vscode.Memento): RegionMemory {
  const recent = () => [all.get<unknown>(recentRegionsKey, [])].flat().filter(isText);
  return {
    load: () => {
      const stored = workspace.get<unknown>(regionKey);
      return isText(stored) ? stored : undefined;
    },
    save: (region) => {
      void workspace.update(regionKey, region);
      if (region === undefined) return;
      const others = recent().filter((each) => each !== region);
      void all.update(recentRegionsKey, [region, ...others].slice(0, maxRecentRegions));
    },
    recent,
  };
}

function isText(stored: unknown): stored is string {
  return typeof stored === 'string';
}

const previousKey = 'previousTarget';

/** Remembers the profile that this workspace used before. */
export function previousMemory(state: vscode.Memento): PreviousMemory {
  return {
    load: () => {
      const stored = state.get<unknown>(previousKey);
      return isTarget(stored) ? stored : undefined;
    },
    save: (target) => void state.update(previousKey, target),
  };
}

const answersKey = 'bindingAnswers';

/** Remembers the answers to questions about bindings: names of profiles, never a secret. */
export function bindingAnswers(state: vscode.Memento): BindingAnswers {
  const all = (): Readonly<Record<string, unknown>> => ({ ...state.get<object>(answersKey) });
  return {
    get: (place, profile) => {
      const answer = all()[answerKey(place, profile)];
      return isAnswer(answer) ? answer : undefined;
    },
    set: (place, profile, answer) =>
      void state.update(answersKey, { ...all(), [answerKey(place, profile)]: answer }),
  };
}

function answerKey(place: string, profile: string): string {
  return JSON.stringify([place, profile]);
}

function isAnswer(answer: unknown): answer is BindingAnswer {
  return ['asked', 'keep', 'switch', 'switchToProduction'].includes(answer as string);
}

/**
 * An ID for this window that stays the same when the window is reloaded. If another window still uses the ID, for
 * example a second browser tab with the same folder, this window gets a new one.
 */
export function windowId(state: vscode.Memento, isTaken: (id: string) => boolean): string {
  const known = state.get<string>('windowId');
  if (known && /^[0-9a-f]{16}$/u.test(known) && !isTaken(known)) return known;
  const id = randomBytes(8).toString('hex');
  void state.update('windowId', id);
  return id;
}
