import { visibleText } from '../base/plainText.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { withoutSecrets } from '../base/secretText.ts';
import type { Note } from '../plan/notes/notes.ts';
import type { OtherToolNote } from '../plan/notes/otherTools.ts';
import type { StsEndpoint } from '../plan/endpoints/stsEndpoint.ts';
import { isPlan, needsPerson, type Plan, type Planned, type Step } from '../plan/plan.ts';
import { targetName } from '../profiles/profiles.ts';
import type { ConsoleSignInState } from './viewSources.ts';

/** What to explain. All of it may come from config files, which are untrusted. */
export interface Explained {
  readonly planned: Planned;
  /** How other tools treat the profile. */
  readonly otherTools: readonly OtherToolNote[];
  /** The steps whose credentials are available, the last one first, with their remaining lifetime in milliseconds. */
  readonly done: readonly { readonly step: number; readonly leftMs: number | undefined }[];
  /** The state of the console sign-in that the plan begins with, if it does. */
  readonly signIn?: ConsoleSignInState | undefined;
  /** The profiles that the target depends on, and where each one is defined. */
  readonly places: readonly { readonly profile: string; readonly where: string }[];
}

/** The messages for the parts, shared with the rest of the extension. */
export interface ExplanationWords {
  readonly t: (message: string, ...values: (string | number)[]) => string;
  readonly step: (step: Step) => string;
  /** What the session policies of a step allow; undefined if it has none. */
  readonly policies: (step: Step, plan: Plan) => string | undefined;
  /** The access of the plan, and who asked for it; undefined if nothing limits it. */
  readonly access: (planned: Planned) => string | undefined;
  /** How the AWS console opens. */
  readonly console: (plan: Plan) => string;
  readonly note: (note: Note) => string;
  readonly otherTool: (otherTool: OtherToolNote) => string;
  readonly failure: (planned: Exclude<Planned, Plan>) => string;
  readonly duration: (ms: number) => string;
  readonly signIn: (state: ConsoleSignInState) => string;
}

export interface Explanation {
  readonly text: string;
  /** The profiles that lines link to, by line number. */
  readonly links: ReadonlyMap<number, string>;
}

/** Explains in plain text what happens when a profile is used, or why it cannot be used. */
export function explain(explained: Explained, words: ExplanationWords): Explanation {
  const { t } = words;
  const { places } = explained;
  const planned = publicFacts(explained.planned);
  const about = isPlan(planned)
    ? [
        t('How Rolecall gets credentials for {0}', targetName(planned.target)),
        '',
        ...planLines(planned, explained, words),
      ]
    : [t('Why {0} cannot be used', targetName(planned.target)), '', words.failure(planned)];
  const lines = [...about, ...(places.length > 0 ? ['', t('Defined in'), ''] : [])];
  const width = Math.max(...places.map(({ profile }) => profile.length));
  const placeLines = places.map(({ profile, where }) => `   ${profile.padEnd(width)}   ${where}`);
  return {
    text: [...lines, ...placeLines, ''].map((line) => visibleText(withoutSecrets(line))).join('\n'),
    links: new Map(places.map(({ profile }, i) => [lines.length + i, profile])),
  };
}

function planLines(
  plan: Plan,
  { otherTools, done, signIn }: Explained,
  words: ExplanationWords,
): readonly string[] {
  const { t } = words;
  const variables = [...plan.endpointVariables.keys()].join(', ');
  const access = words.access(plan);
  const after = [
    ...(access === undefined ? [] : [access]),
    ...(plan.region ? [t('Terminals and tasks use the region {0}.', plan.region.name)] : []),
    ...(variables ? [t('Terminals and tasks also get {0}.', variables)] : []),
    words.console(plan),
    ...plan.notes.map(words.note),
    ...otherTools.map(words.otherTool),
  ];
  const steps = plan.steps.flatMap((step, i) => [
    `${`${i + 1}.`.padStart(3)} ${words.step(step)}`,
    ...[
      ...(step.kind === 'login' && signIn ? [words.signIn(signIn)] : []),
      ...stepFacts(step, i + 1, done, words),
      ...policyFacts(step, plan, words),
    ].map((fact) => `      ${fact}`),
  ]);
  return [...steps, ...(after.length > 0 ? [''] : []), ...after];
}

function stepFacts(
  step: Step,
  number: number,
  done: Explained['done'],
  { t, duration }: ExplanationWords,
): readonly string[] {
  const where = 'sts' in step ? whereabouts(step.sts, t) : [];
  const own = done.find((each) => each.step === number);
  if (own?.leftMs !== undefined) return [...where, t('Done. Valid for another {0}.', duration(own.leftMs))];
  if (own) return [...where, t('Done.')];
  const last = done[0]?.step ?? 0;
  if (number < last) return [...where, t('Not needed now because step {0} is done.', last)];
  if (!needsPerson(step)) return where;
  const hasProgram = 'codeProgram' in step && step.codeProgram !== undefined;
  return [
    ...where,
    hasProgram ? t('A program provides the MFA code.') : t('Rolecall asks you for an MFA code.'),
  ];
}

function policyFacts(step: Step, plan: Plan, { policies }: ExplanationWords): readonly string[] {
  const sentence = policies(step, plan);
  return sentence === undefined ? [] : [sentence];
}

function whereabouts({ url, region, caBundle }: StsEndpoint, t: ExplanationWords['t']): readonly string[] {
  const at = url === undefined ? t('Endpoint: AWS STS in {0}', region) : t('Endpoint: {0}', hostOf(url));
  return caBundle === undefined ? [at] : [at, t('CA certificates: {0}', caBundle)];
}

/** An address may contain a password. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '?';
}
