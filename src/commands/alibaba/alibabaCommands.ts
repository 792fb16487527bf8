import type { AlibabaCommandId } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import type { AlibabaContext } from './alibabaContext.ts';
import { copyAlibabaCredentials, copyAlibabaUri } from './copyAlibaba.ts';
import { AlibabaExplanations } from './explainAlibaba.ts';
import { openAlibabaConsole } from './openAlibabaConsole.ts';
import { openAlibabaFile } from './openAlibabaFile.ts';
import { signInWithCli } from './signInWithCli.ts';
import { askRamRole, renewAlibaba, useAlibaba } from './useAlibaba.ts';
import { verifyAlibaba } from './verifyAlibaba.ts';

export interface AlibabaCommands extends Disposable {
  /** Runs a command as VS Code calls it. The argument may come from outside. */
  run(id: AlibabaCommandId, argument: unknown): Promise<unknown>;
}

/** Creates the handlers of the commands for Alibaba Cloud. */
export function createAlibabaCommands(context: AlibabaContext): AlibabaCommands {
  const explanations = new AlibabaExplanations(context);
  const handlers: Readonly<Record<AlibabaCommandId, (argument: unknown) => unknown>> = {
    'rolecall.alibabaUse': (argument) => useAlibaba(argument, context),
    'rolecall.alibabaUseThis': (argument) => useAlibaba(argument, context),
    'rolecall.assumeRamRole': (argument) => askRamRole(argument, context),
    'rolecall.alibabaStopUsing': () => context.active.stop(),
    'rolecall.alibabaRenew': () => renewAlibaba(context),
    'rolecall.alibabaVerify': (argument) => verifyAlibaba(argument, context),
    'rolecall.alibabaExplain': (argument) => explanations.show(argument),
    'rolecall.alibabaCopyCredentials': (argument) => copyAlibabaCredentials(argument, context),
    'rolecall.alibabaCopyUri': (argument) => copyAlibabaUri(argument, context),
    'rolecall.alibabaOpenConsole': (argument) => openAlibabaConsole(argument, context),
    'rolecall.alibabaSignIn': (argument) => signInWithCli(argument, context),
    'rolecall.alibabaOpenFile': (argument) => openAlibabaFile(argument, context),
  };
  return {
    run: (id, argument) => context.attempt('Alibaba Cloud', async () => handlers[id](argument)),
    dispose: () => explanations.dispose(),
  };
}
