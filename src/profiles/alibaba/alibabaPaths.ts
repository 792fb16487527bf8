import type { Environment } from '../../base/environment.ts';
import type { AlibabaPaths } from './alibabaProfiles.ts';
import { alibabaVariable } from './alibabaVariable.ts';

/** The files below `home`, the home folder of the user, in the form that its own separators show. */
export function alibabaPaths(environment: Environment, home: string): AlibabaPaths {
  const separator = home.includes('\\') && !home.startsWith('/') ? '\\' : '/';
  const inHome = (...parts: readonly string[]) => [home.replace(/[/\\]$/u, ''), ...parts].join(separator);
  return {
    cli: inHome('.aliyun', 'config.json'),
    ini: {
      credentials: inHome('.alibabacloud', 'credentials'),
      'credentials.ini': inHome('.alibabacloud', 'credentials.ini'),
      named: alibabaVariable(environment, 'ALIBABA_CLOUD_CREDENTIALS_FILE'),
    },
    credentialsFile:
      alibabaVariable(environment, 'ROLECALL_ALIBABA_CREDENTIALS_FILE') ?? '/mnt/.alibabacloud/credentials',
  };
}
