import { join } from 'node:path';
import { createSandbox } from '../vscode/sandbox.ts';
import { type LocalAlibaba, type LocalAlibabaOptions, startLocalAlibaba } from './localAlibaba.ts';
import { type AlibabaHome, writeSampleAlibaba } from './sampleAlibabaHome.ts';
import type { CredentialsFileOptions } from './sources/credentialsFile.ts';

export type DswStageOptions = {
  /** Whether the instance has the variable `ALIBABA_CLOUD_CREDENTIALS_URI`. Default: true. */
  readonly uri?: boolean;
  /** How the instance rewrites its file; `false`: it has none. Default: once a minute. */
  readonly file?: CredentialsFileOptions | false;
  /** Other files of the user. Default: none. */
  readonly files?: AlibabaHome;
  /** A home folder that exists already. Default: a new one, which `close` or the end of this process removes. */
  readonly home?: string;
  /** Default: the sample, with an ECS metadata service that knows no role. */
  readonly alibaba?: LocalAlibabaOptions;
};

/** What looks like a PAI DSW instance to programs and to VS Code. */
export type DswStage = {
  readonly home: string;
  /** All variables that the instance, or this stage in place of Alibaba Cloud's addresses, sets. */
  readonly env: Readonly<Record<string, string>>;
  readonly alibaba: LocalAlibaba;
  /** The path of the file that an instance has at `/mnt/.alibabacloud/credentials`. */
  readonly credentialsFile: string;
  /** The paths of the user's own files. */
  readonly written: readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts a local Alibaba Cloud, and makes a home folder and an environment as on a PAI DSW instance. */
export async function createDswStage(options: DswStageOptions = {}): Promise<DswStage> {
  const { uri = true, file = { everyMs: 60_000 }, files = {} } = options;
  const sandbox = await createSandbox();
  const { home = sandbox.home } = options;
  const alibaba = await startLocalAlibaba({ ecsRole: null, ...options.alibaba });
  const credentialsFile = join(sandbox.data, 'mnt', '.alibabacloud', 'credentials');
  if (file !== false) await alibaba.writeCredentialsFile(credentialsFile, file);
  return {
    home,
    env: {
      HOME: home,
      ...alibabaVariables(alibaba),
      ROLECALL_ALIBABA_CREDENTIALS_FILE: credentialsFile,
      ...(uri ? { ALIBABA_CLOUD_CREDENTIALS_URI: alibaba.credentialsUri } : {}),
    },
    alibaba,
    credentialsFile,
    written: await writeSampleAlibaba(home, alibaba, files),
    close: async () => {
      await alibaba.close();
      await sandbox.remove();
    },
  };
}

/** The variables that lead from Alibaba Cloud's addresses to a local one. */
export function alibabaVariables(alibaba: LocalAlibaba): Readonly<Record<string, string>> {
  return {
    ALIBABA_CLOUD_STS_ENDPOINT: alibaba.url,
    ROLECALL_ALIBABA_METADATA_URL: alibaba.metadataUrl,
    ROLECALL_ALIBABA_SIGNIN_URL: alibaba.url,
    ROLECALL_ALIBABA_OAUTH_URL: alibaba.oauthUrl,
  };
}
