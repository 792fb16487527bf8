import type { AlibabaTool } from './alibabaPlan.ts';
import type { AlibabaSource } from '../../profiles/alibaba/alibabaTarget.ts';

/** A place in which a tool looks for credentials, and what it finds there. */
export interface ChainLink {
  readonly place: ChainPlace;
  /** What the tool looks at; undefined if there is no such thing here. */
  readonly source: AlibabaSource | undefined;
  readonly outcome: ChainOutcome;
  readonly why: ChainReason;
}

export type ChainPlace =
  | 'javaProperties'
  | 'environmentKeys'
  | 'oidc'
  | 'cliProfile'
  | 'iniProfile'
  | 'ecsMetadata'
  | 'credentialsUri';

/**
 * - `taken`: the tool uses it; `empty`: there is nothing, and the tool looks further;
 * - `broken`: there is something that the tool cannot use. An SDK looks further, the CLI and Terraform fail;
 * - `off`: a variable switches it off; `notReached`: an earlier place has been taken, or has ended the search;
 * - `perhaps`: only a request, or the program itself, can tell. The links after it assume that it yields nothing.
 */
export type ChainOutcome = 'taken' | 'empty' | 'broken' | 'off' | 'notReached' | 'perhaps';

/** The reason for an outcome. `name`: of a profile or a section; `path`: of its file. */
export type ChainReason =
  /** The variable that decides is set. */
  | { readonly code: 'variableSet'; readonly variable: string }
  /** None of these variables is set. */
  | { readonly code: 'variablesUnset'; readonly variables: readonly string[] }
  /** Others are set, but without this one they do not count. */
  | { readonly code: 'variableMissing'; readonly variable: string }
  | { readonly code: 'variableInvalid'; readonly variable: string }
  | { readonly code: 'switchedOff'; readonly variable: string }
  | { readonly code: 'noFile' | 'fileInvalid'; readonly path: string }
  /** The file names no current profile. */
  | { readonly code: 'noCurrent'; readonly path: string }
  | { readonly code: 'profile' | 'noProfile'; readonly name: string; readonly path: string }
  /** The tool does not know this `mode` or `type`. `mode` is empty if the profile has none. */
  | { readonly code: 'modeUnknown'; readonly name: string; readonly path: string; readonly mode: string }
  /** Without this key, the tool does not use the profile. */
  | { readonly code: 'keyMissing'; readonly name: string; readonly path: string; readonly key: string }
  /** The tool refuses the value of this key without a request. */
  | { readonly code: 'valueInvalid'; readonly name: string; readonly path: string; readonly key: string }
  /** The SDK for Java ignores a section without `enable = true`. */
  | { readonly code: 'notEnabled'; readonly name: string; readonly path: string }
  /** The names of `source_profile` that lead back to the first one: no tool notices, and all of them hang or crash. */
  | {
      readonly code: 'sourceLoop';
      readonly name: string;
      readonly path: string;
      readonly loop: readonly string[];
    }
  | { readonly code: 'sourceMissing'; readonly name: string; readonly path: string; readonly source: string }
  /** The SDK for Node.js does not send the account and the configuration, so its request is refused. */
  | { readonly code: 'sdkDefect'; readonly name: string; readonly path: string; readonly mode: string }
  /** The metadata service has to be asked. Outside of ECS, nothing answers. */
  | { readonly code: 'mustAsk'; readonly host: string }
  /** Only the program knows its system properties. */
  | { readonly code: 'inProgram' }
  /** The variable names another file in the place of the CLI's. Rolecall does not read that. */
  | { readonly code: 'otherFile'; readonly variable: string }
  /** The SDK for Node.js asks for a URI even if there is none. */
  | { readonly code: 'asksWithoutUri' }
  /** Terraform reads profiles only if the provider or a variable names one. */
  | { readonly code: 'profileUnnamed' }
  | { readonly code: 'earlier'; readonly place: ChainPlace };

/** What precedes the instance's role for some tools, although the instance offers that role. */
export interface FrontRunner {
  readonly winner: AlibabaSource;
  /** The instance's role: the credentials URI. */
  readonly over: AlibabaSource;
  readonly tools: readonly AlibabaTool[];
  readonly waysOut: readonly WayOut[];
}

/** What lets the tools find the instance's role. Each one suffices. */
export type WayOut =
  /** Remove the profile or the section, or give it another name. */
  | { readonly code: 'removeEntry'; readonly name: string; readonly path: string }
  | { readonly code: 'unsetVariables'; readonly variables: readonly string[] }
  | { readonly code: 'setVariable'; readonly variable: string; readonly value: string }
  /** Use the credentials URI in Rolecall: its keys precede everything else. */
  | { readonly code: 'useHere' };
