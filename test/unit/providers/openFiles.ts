import type { TextDocument } from 'vscode';
import { Emitter } from '../../../src/base/event.ts';
import type { Failure } from '../../../src/base/failure.ts';
import { applyEdits } from '../../../src/config/edit.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { awsText } from '../../../src/language/awsText.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { buildProfiles, type FileRole, type Target } from '../../../src/profiles/profiles.ts';
import type { StoreState } from '../../../src/profiles/store.ts';
import type { NavigationContext } from '../../../src/providers/navigationContext.ts';
import type { ActiveState } from '../../../src/session/activeState.ts';
import { OwnRows } from '../../../src/views/tree/ownRows.ts';
import { type Position, providers, type WorkspaceEdit } from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const { describeFailure } = await import('../../../src/host/messages/messages.ts');

const paths = { config: '/aws/config', credentials: '/aws/credentials' } as const;
const roles: readonly FileRole[] = ['config', 'credentials'];

/** Both files as VS Code has them open, and what providers get of them. One text may have the mark `|`. */
export class OpenFiles {
  readonly texts: Record<FileRole, string>;
  readonly role: FileRole;
  readonly offset: number;
  readonly #changed = new Emitter<StoreState>();
  readonly #activeChanged = new Emitter<ActiveState>();
  readonly failures: string[] = [];
  readonly ownRows = new OwnRows();
  /** What the window uses. */
  state: ActiveState = { kind: 'none' };
  readonly used: Target[] = [];
  readonly chosen: (readonly (string | undefined)[])[] = [];
  lenses = true;
  hints = true;

  constructor(config: string, credentials = '') {
    this.role = credentials.includes('|') ? 'credentials' : 'config';
    this.texts = { config: config.replace('|', ''), credentials: credentials.replace('|', '') };
    this.offset = Math.max(0, (this.role === 'config' ? config : credentials).indexOf('|'));
    fakeVscode.workspace.openTextDocument = async (uri: unknown) => {
      const role = roles.find((each) => paths[each] === (uri as { path: string }).path)!;
      if (this.texts[role] === '') throw new Error('no such file');
      return this.documentOf(role);
    };
  }

  get document(): TextDocument {
    return this.documentOf(this.role);
  }

  documentOf(role: FileRole): TextDocument {
    const text = this.texts[role];
    const document = {
      uri: fakeVscode.Uri.file(paths[role]),
      getText: () => text,
      positionAt: (offset: number) => positionIn(text, offset),
      offsetAt: (position: Position) => offsetIn(text, position),
    };
    return document as unknown as TextDocument;
  }

  get storeState(): StoreState {
    const profiles = buildProfiles(parseConfig(this.texts.config), parseConfig(this.texts.credentials));
    return { profiles, failures: [], hints: [] };
  }

  get context(): NavigationContext {
    const context = {
      selector: 'aws-config',
      textOf: ({ uri }: TextDocument) => {
        const role = roles.find((each) => paths[each] === uri.path)!;
        const other = role === 'config' ? 'credentials' : 'config';
        return awsText(role, parseConfig(this.texts[role]), parseConfig(this.texts[other]));
      },
      store: {
        paths,
        onDidChange: this.#changed.event,
        ready: async () => this.storeState,
      },
      planOf: (target: Target) =>
        planTarget(this.storeState.profiles, target, {
          environment: {},
          sessionName: 'me',
          mfaSessionSeconds: 3600,
        }),
      active: this.#active(),
      bound: {
        target: undefined,
        folders: [],
        choose: (...given: readonly (string | undefined)[]) => this.chosen.push(given) > 0,
      },
      codeLens: { value: this.lenses, onChange: nothing },
      inlayHints: { value: this.hints, onChange: nothing },
      ownRows: this.ownRows,
      describe: (failure: Failure) => describeFailure(failure),
      attempt: async (_: string, action: () => Promise<unknown>) => {
        try {
          await action();
        } catch (error) {
          this.failures.push((error as Error).message);
        }
      },
      now: () => 0,
    };
    return context as unknown as NavigationContext;
  }

  #active() {
    const state = () => this.state;
    return {
      get state() {
        return state();
      },
      onDidChange: this.#activeChanged.event,
      isUsing: (target: Target) =>
        JSON.stringify('target' in this.state ? this.state.target : undefined) === JSON.stringify(target),
      use: async (target: Target) => this.used.push(target),
    };
  }

  /** Asks a provider at the mark. */
  ask(kind: string, method: string, ...more: readonly unknown[]): unknown {
    const provider = providers.get(kind)!;
    const given = [this.document, positionIn(this.texts[this.role], this.offset), ...more] as const;
    return provider[method]!(...(given as unknown as never[]));
  }

  /** Asks a provider about the whole document. */
  askAll(kind: string, method: string, ...more: readonly unknown[]): unknown {
    return providers.get(kind)![method]!(...([this.document, ...more] as unknown as never[]));
  }

  /** Asks a provider about something that it has made. */
  askItem(kind: string, method: string, item: unknown): unknown {
    return providers.get(kind)![method]!(item as never);
  }

  apply({ replaced }: WorkspaceEdit): void {
    for (const role of roles) {
      const text = this.texts[role];
      const edits = replaced
        .filter(({ uri }) => uri.path === paths[role])
        .map(({ range, text: put }) => ({
          start: offsetIn(text, range.start),
          end: offsetIn(text, range.end),
          text: put,
        }));
      this.texts[role] = applyEdits(text, edits);
    }
  }

  /** Saves both files, so that the store reads them. Resolves when everything that follows is done. */
  async save(): Promise<void> {
    this.#changed.fire(this.storeState);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const nothing = () => ({ dispose() {} });

export function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|[\r\n]/u);
  return new fakeVscode.Position(lines.length - 1, lines.at(-1)!.length);
}

export function offsetIn(text: string, { line, character }: Position): number {
  const starts = [0, ...[...text.matchAll(/\r\n|[\r\n]/gu)].map(({ index, 0: end }) => index + end.length)];
  return starts[line]! + character;
}

/** `2:17-2:21`, lines counted from 1. */
export function words(range: unknown): string {
  const { start, end } = range as { readonly start: Position; readonly end: Position };
  return `${start.line + 1}:${start.character}-${end.line + 1}:${end.character}`;
}
