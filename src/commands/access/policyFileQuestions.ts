import * as vscode from 'vscode';
import { Cancelled } from '../../base/failure.ts';
import type { AccessFailure } from '../../base/failures/accessFailure.ts';
import { askForFile } from '../../display/titles.ts';
import { isPlan } from '../../plan/plan.ts';
import { type Access, accessLevels, isLevel, type PolicyText } from '../../profiles/access/access.ts';
import { targetName } from '../../profiles/profiles.ts';
import { levelChoice } from '../../views/accessSentences.ts';
import { shortAccess } from '../../views/accessWords.ts';
import type { CommandContext } from '../context.ts';
import {
  type Answers,
  askAgain,
  type ChoiceItem,
  type ChoiceQuestion,
  type WizardStep,
} from '../questions.ts';
import { type AccessFrame, answers, rowFor, wayOf } from './accessRows.ts';

type FileContext = Pick<CommandContext, 'policyFiles' | 'findPolicyFiles' | 'shortPath'>;

/** What the user wants with the policy file. */
export type FileChoice =
  | { readonly access: Access; readonly isInTerminal: boolean }
  | { readonly open: string; readonly line: number };

const useAlone = 'use';
const openFile = 'open';
const browse = 'browse';

/** Asks for a policy file, and says what is wrong with it before it is used. */
export class PolicyFileQuestions {
  readonly #frame: AccessFrame;
  readonly #context: FileContext;
  /** What was found in each file. */
  readonly #read = new Map<string, PolicyText | AccessFailure>();
  /** The file of the open dialog. */
  #opened: string | undefined;
  #found: Promise<readonly string[]> | undefined;

  constructor(frame: AccessFrame, context: FileContext) {
    this.#frame = frame;
    this.#context = context;
  }

  /** Begins to look for files, so that the question need not wait. */
  prepare(): void {
    this.#found ??= this.#context.findPolicyFiles();
  }

  get steps(): readonly WizardStep[] {
    return [() => this.#askFile(), (soFar) => this.#review(soFar)];
  }

  chosen(given: Answers): FileChoice {
    const path = this.#pathOf(given);
    const policy = this.#read.get(path);
    const { way, isInTerminal } = wayOf(given['policy']);
    if (way === openFile || !policy || 'code' in policy)
      return { open: path, line: (policy && lineOf(policy)) ?? 1 };
    const managed = way !== undefined && isLevel(way) ? [way] : [];
    return { access: { managed, document: policy }, isInTerminal };
  }

  async #askFile(): Promise<ChoiceQuestion> {
    const t = vscode.l10n.t;
    this.prepare();
    this.#opened = undefined;
    const paths = (await this.#found) ?? [];
    const rows = paths.map((path): ChoiceItem => {
      const shown = this.#context.shortPath(path);
      return { label: nameOf(shown), description: shown, answer: path };
    });
    const dialog = { icon: 'folder-opened', label: t('Open another file…'), answer: browse };
    return {
      kind: 'choice',
      name: 'file',
      prompt: t('Choose a policy file'),
      items: [...rows, dialog],
    };
  }

  #pathOf({ file = '' }: Answers): string {
    return file === browse ? (this.#opened ?? '') : file;
  }

  /** Rejects with `Cancelled` if the user closes the dialog; the wizard then goes back. */
  async #review(soFar: Answers): Promise<ChoiceQuestion> {
    if (soFar['file'] === browse) this.#opened ??= await this.#openDialog();
    const path = this.#pathOf(soFar);
    const answer = await this.#context.policyFiles.read(path);
    const name = this.#context.shortPath(path);
    const policy =
      'code' in answer ? ({ ...answer, path: name } as AccessFailure) : { ...answer, file: name };
    this.#read.set(path, policy);
    return {
      kind: 'choice',
      name: 'policy',
      prompt: name,
      items: 'code' in policy ? this.#problemRows(policy, name) : this.#useRows(policy),
    };
  }

  async #openDialog(): Promise<string> {
    const path = await askForFile({
      title: vscode.l10n.t('Choose a policy file'),
      filters: { JSON: ['json'] },
    });
    if (path === undefined) throw new Cancelled();
    return path;
  }

  #problemRows(failure: AccessFailure, path: string): readonly ChoiceItem[] {
    const t = vscode.l10n.t;
    // The sentence must fit into a row.
    const named = { ...failure, path: nameOf(path) } as AccessFailure;
    const line = lineOf(failure);
    const open = line === undefined ? t('Open file') : t('Open file at line {0}', line);
    return [
      { icon: 'error', label: path, detail: this.#frame.views.describeReason(named), answer: undefined },
      { icon: 'go-to-file', label: open, answer: openFile },
      { icon: 'refresh', label: t('Read it again'), answer: askAgain },
    ];
  }

  /** A policy that only denies needs another one beside it. */
  #useRows(document: PolicyText): readonly ChoiceItem[] {
    const t = vscode.l10n.t;
    const { target, views } = this.#frame;
    const name = targetName(target);
    const alone = { managed: [], document };
    const planned = views.planOf({ ...target, access: alone });
    const needsMore = !isPlan(planned) && planned.failure.code === 'policyOnlyDenies';
    const first: ChoiceItem = {
      icon: 'check',
      label: t('Use {0} with {1}', name, shortAccess(alone)),
      ...answers(useAlone, this.#frame),
    };
    const levels = accessLevels.map((level) => {
      const row = { icon: 'check', label: levelChoice(level), ...answers(level, this.#frame) };
      return rowFor({ managed: [level], document }, row, this.#frame);
    });
    const open = { icon: 'go-to-file', label: t('Open file'), answer: openFile };
    return [rowFor(alone, first, this.#frame), ...(needsMore ? levels : []), open];
  }
}

function nameOf(path: string): string {
  return path.split(/[/\\]/u).at(-1)!;
}

function lineOf(policy: PolicyText | AccessFailure): number | undefined {
  return 'code' in policy && policy.code === 'policyFileInvalid' ? policy.line : undefined;
}
