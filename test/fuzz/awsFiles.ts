import * as fc from 'fast-check';
import type { Environment } from '../../src/base/environment.ts';
import { keysWhere, configKey } from '../../src/profiles/keys.ts';
import type { Given } from '../unit/display/shownTexts.ts';
import { anyName, configLines, credentialsLines } from './lines.ts';
import { mutated, mutations } from './mutations.ts';
import { accessKeyHere, anyPlaceholder, type Planted, planted, tokenHere, withSecrets } from './secrets.ts';

/** Both files and the environment, and the secrets that may be anywhere in them. */
export interface AwsFiles extends Given {
  readonly secrets: Planted;
}

const lineEnd = fc.constantFrom('\n', '\n', '\r\n', '\r');
const start = fc.constantFrom('', '', '', '\uFEFF', '\n', 'region = x\n');

function fileOf(lines: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> {
  return fc
    .tuple(start, lines, lineEnd, fc.boolean(), mutations)
    .map(([head, all, end, isEnded, changes]) =>
      mutated(head + all.join(end) + (isEnded && all.length > 0 ? end : ''), changes),
    );
}

const variable = fc.constantFrom(
  ...keysWhere(({ variables }) => variables).flatMap((name) => configKey(name)?.variables ?? []),
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_ENDPOINT_URL_STS',
  'AWS_CREDENTIAL_EXPIRATION',
  'HTTPS_PROXY',
);

const variableValue = fc.oneof(
  anyName,
  anyPlaceholder,
  fc.constantFrom(
    '',
    'true',
    'false',
    'eu-west-1',
    'https://sts.example.com',
    '/run/token',
    'AKIAROLECALLEXAMPLE1',
  ),
  fc.constantFrom(accessKeyHere, tokenHere),
);

export const environments: fc.Arbitrary<Environment> = fc
  .array(fc.tuple(variable, variableValue), { maxLength: 4 })
  .map((pairs) => Object.fromEntries(pairs));

function environmentWith(environment: Environment, secrets: Planted): Environment {
  return Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [name, withSecrets(text ?? '', secrets)]),
  );
}

export const awsFiles: fc.Arbitrary<AwsFiles> = fc
  .record({
    config: fileOf(configLines),
    credentials: fileOf(credentialsLines),
    environment: environments,
    secrets: planted,
  })
  .map(({ config, credentials, environment, secrets }) => ({
    config: withSecrets(config, secrets),
    credentials: withSecrets(credentials, secrets),
    environment: environmentWith(environment, secrets),
    secrets,
  }));
