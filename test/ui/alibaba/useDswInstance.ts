import { mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { Clock } from '../../aws/clock.ts';
import { createDswStage, type DswStage } from '../../alibaba/dswStage.ts';
import { followProgram, whoAmIProgram } from '../../alibaba/programs/whoAmI.ts';
import { type AlibabaHome, writeSampleAlibaba } from '../../alibaba/sampleAlibabaHome.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { AlibabaCloudItem } from '../window/alibabaCloudItem.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { TestVscode, VscodeOptions } from '../window/testVscode.ts';
import { useVscode } from '../window/useVscode.ts';
import type { Workbench } from '../window/workbench.ts';

/** A window of VS Code on a PAI DSW instance. */
export interface DswScene {
  readonly stage: DswStage;
  readonly vscode: TestVscode;
  /** Pages that the extension opens are in it. */
  readonly context: BrowserContext;
  readonly window: Workbench;
  readonly rolecall: Rolecall;
  /** The status bar item of Alibaba Cloud. */
  readonly item: AlibabaCloudItem;
}

export interface DswSceneOptions extends Pick<VscodeOptions, 'settings' | 'preload' | 'env'> {
  /** The user's files of Alibaba Cloud. Default: none. */
  readonly files?: AlibabaHome;
  /** Whether the instance has a role. Default: true. */
  readonly hasRole?: boolean;
  /** Whether the user has the sample `~/.aws`, too. Default: true. */
  readonly hasAws?: boolean;
  readonly clock?: Clock;
  /** The language of the window. Default: English. */
  readonly language?: string;
}

/**
 * Sets up a local Alibaba Cloud and a VS Code on a PAI DSW instance for the tests of the enclosing `describe`.
 * In terminals, `node whoAmI.mjs` and `node followWhoAmI.mjs` run programs that are written with the SDK.
 *
 * @param options may be a function if they are known only after earlier `before` hooks
 */
export function useDswInstance(options: DswSceneOptions | (() => DswSceneOptions) = {}): () => DswScene {
  const resolved = (): DswSceneOptions => (typeof options === 'function' ? options() : options);
  let stage: DswStage;
  let scene: DswScene;

  before(async () => {
    const { hasRole = true, clock } = resolved();
    const role = hasRole ? {} : ({ uri: false, file: false } as const);
    stage = await createDswStage({ ...role, ...(clock ? { alibaba: { clock, ecsRole: null } } : {}) });
  });

  const vscode = useVscode(() => {
    const { files, hasAws = true, settings, preload, env } = resolved();
    const { HOME: _, ...variables } = stage.env;
    return {
      env: {
        ...variables,
        // VS Code in a browser leads links to `localhost` and `127.0.0.1` to its own server.
        ROLECALL_ALIBABA_SIGNIN_URL: stage.alibaba.url.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
        // Elsewhere than on ECS, SDKs wait for a metadata service that does not exist.
        ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
        ...env,
      },
      ...(settings ? { settings } : {}),
      ...(preload ? { preload } : {}),
      prepareHome: async (home) => {
        if (hasAws) await writeSampleAws(home);
        if (files) await writeSampleAlibaba(home, stage.alibaba, files);
      },
      prepareWorkspace: async (workspace) => {
        await mkdir(workspace, { recursive: true });
        for (const program of [whoAmIProgram, followProgram])
          await symlink(program, join(workspace, basename(program)));
      },
    };
  });

  before(async () => {
    const { language } = resolved();
    const context = await vscode().newContextWithClipboard();
    if (language)
      await context.addInitScript(
        (value) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: value }),
        language,
      );
    const { window, rolecall } = await openRolecall(vscode(), { context });
    scene = { stage, vscode: vscode(), context, window, rolecall, item: new AlibabaCloudItem(window) };
    await window.showContainer('Rolecall');
  });

  after(async () => stage?.close());

  return () => scene;
}
