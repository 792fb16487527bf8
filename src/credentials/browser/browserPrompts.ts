/** The user and their browser, as a sign-in needs them; implemented by `host/signInPrompts.ts`. */
export interface SignInPrompts {
  /** Asks before a sign-in that an AI agent needs. Rejects with `Cancelled` if the user declines. */
  allow(request: AgentSignIn): Promise<void>;
  /** Whether the browser runs on another machine or cannot redirect to an address of this process. */
  readonly mustUseCode: () => boolean;
  /** Opens a page. Rejects with `Cancelled` if the user declines. */
  open(url: string): Promise<void>;
  /** Shows that a sign-in is in progress, with the code to compare. Without one, the user can ask for one. */
  show(shown: {
    readonly session: string;
    readonly userCode: string | undefined;
    readonly url: string;
  }): Indicator;
  /**
   * Asks for the text that the page at `url`, which is open, shows at the end of a sign-in. Rejects with `Cancelled` if
   * the user closes the question, or if `signal` aborts.
   */
  askCode(asked: CodeQuestion, signal: AbortSignal): Promise<string>;
  /** What the console sign-in of a profile is called in texts, also if they name the profile: by default, as that. */
  readonly consoleLabel?: (profile?: string) => string;
  /** Shows that this window waits for a sign-in in another window. */
  showWait(session: string): Indicator;
  /** The final page in the browser, as a complete HTML document. */
  page(isDone: boolean): string;
}

export interface CodeQuestion {
  readonly session: string;
  readonly url: string;
  /** What is wrong with a text, while the user types it; undefined if it can be sent. */
  readonly check: (text: string) => CodeTrouble | undefined;
  /** Whether AWS has refused the text that the user entered before. */
  readonly isRefused: boolean;
}

/** The text is none that the page shows, or it is from the page of another sign-in. */
export type CodeTrouble = 'malformed' | 'otherSignIn';

/** Texts for the user. `agent` and `terminal`: as in `Requester`. */
export interface AgentSignIn {
  readonly session: string;
  readonly profile: string;
  readonly agent: string;
  readonly terminal: string | undefined;
}

/** A progress indicator that is visible until `done` is called or the user cancels. */
export interface Indicator {
  readonly cancelled: AbortSignal;
  /** Aborts when the user would rather use a code. */
  readonly useCode?: AbortSignal;
  done(): void;
}
