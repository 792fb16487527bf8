import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import {
  envFilesOf,
  isShown,
  type LaunchConfiguration,
  namedVariables,
  variablesFor,
  withVariables,
} from '../../../../src/delivery/handover/debugConfiguration.ts';
import {
  type Handover,
  liveHandover,
  profileHandover,
  sessionHandover,
} from '../../../../src/delivery/handover/handover.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import { keys, planFor } from '../../plan/planText.ts';

const plan = planFor({ config: `[profile dev]\n${keys('AKIA1')}\nregion = eu-west-1` });
assert.ok(isPlan(plan));
const mirror = { config: '/mirror/config', credentials: '/mirror/credentials' };
const credentials = new Credentials({
  accessKeyId: 'ASIA1',
  secretAccessKey: 's',
  sessionToken: 't',
  expiration: undefined,
});
const session = sessionHandover({ plan, credentials }, 'dev', mirror);
const live = liveHandover(mirror, 'eu-west-1', 'dev');
const named = profileHandover('dev', plan, undefined);

const region = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' };
const ours = { AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
const files = {
  AWS_CONFIG_FILE: '/mirror/config',
  AWS_SHARED_CREDENTIALS_FILE: '/mirror/credentials',
  AWS_SDK_LOAD_CONFIG: '1',
};
const blank = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' };

interface Case {
  readonly with: Partial<LaunchConfiguration>;
  readonly handover?: Handover | undefined;
  readonly files?: readonly string[];
  readonly environment?: Environment;
  /** What a terminal has besides, of an earlier handover. */
  readonly inTerminal?: Environment;
  /** What the configuration is afterwards, but for its type and its request. */
  readonly gives: object;
}

const node = { type: 'node', request: 'launch' };

function says(title: string, { with: own, gives, environment = {}, inTerminal = {}, ...rest }: Case): void {
  it(title, () => {
    const configuration: LaunchConfiguration = { ...node, ...own };
    const there = { ...environment, ...inTerminal };
    const program = { named: namedVariables(configuration, rest.files ?? [], environment), there };
    const handover = 'handover' in rest ? rest.handover : session;
    const result = withVariables(configuration, variablesFor(configuration, handover, program));
    assert.deepEqual(result, { ...configuration, ...gives });
  });
}

describe('a program that is launched by a debugger', () => {
  says('has the session', { with: {}, gives: { env: { ...ours, ...region } } });
  says('has it beside what its configuration says', {
    with: { env: { A: 'b', AWS_PAGER: '' } },
    gives: { env: { A: 'b', AWS_PAGER: '', ...ours, ...region } },
  });
  says('has it as C++ debuggers take it', {
    with: { type: 'cppdbg', environment: [{ name: 'A', value: 'b' }] },
    handover: named,
    gives: {
      environment: [
        { name: 'A', value: 'b' },
        { name: 'AWS_PROFILE', value: 'dev' },
        { name: 'AWS_EB_PROFILE', value: 'dev' },
        { name: 'AWS_REGION', value: 'eu-west-1' },
        { name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' },
      ],
    },
  });
  says('has it as LLDB takes it', {
    with: { type: 'lldb-dap', env: ['A=b=c', 'AWS_REGION=x'] },
    handover: named,
    gives: { env: ['A=b=c', 'AWS_REGION=x', 'AWS_PROFILE=dev', 'AWS_EB_PROFILE=dev'] },
  });
  says('has the place of the mirror', {
    with: {},
    handover: live,
    gives: { env: { ...files, AWS_PROFILE: 'dev' } },
  });
  says('has nothing of ours where there is nothing', {
    with: { env: { A: 'b' } },
    handover: undefined,
    gives: {},
  });
  says('has none of what VS Code was started with besides', {
    with: {},
    handover: live,
    environment: {
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_PROFILE: 'other',
      AWS_REGION: 'x',
    },
    gives: {
      env: {
        ...files,
        AWS_PROFILE: 'dev',
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
        AWS_REGION: 'eu-west-1',
      },
    },
  });
  says('has none of what a terminal had before, and no secret in sight', {
    with: { console: 'integratedTerminal' },
    handover: live,
    inTerminal: { ...ours, ...region },
    gives: { env: { ...files, AWS_PROFILE: 'dev', ...blank, ...region } },
  });
});

describe('a configuration that says something itself', () => {
  says('keeps its region', {
    with: { env: { AWS_REGION: 'mine' } },
    gives: { env: { AWS_REGION: 'mine', ...ours } },
  });
  says('keeps the region of its file', { with: {}, files: ['AWS_DEFAULT_REGION'], gives: { env: ours } });
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ]) {
    says(`has our region alone beside ${name}`, {
      with: { env: { [name]: 'mine' } },
      gives: { env: { [name]: 'mine', ...region } },
    });
  }
  for (const name of [
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
  ]) {
    says(`has nothing of ours beside ${name}, for a profile has its region`, {
      with: { env: { [name]: 'mine' } },
      gives: {},
    });
  }
  says('has its word in a file', { with: { env: { A: 'b' } }, files: ['AWS_PROFILE'], gives: {} });
  says('has its word for C++', {
    with: { type: 'cppvsdbg', environment: [{ name: 'AWS_PROFILE', value: 'mine' }] },
    gives: {},
  });
  says('has its word by removing a variable', { with: { env: { AWS_PROFILE: null } }, gives: {} });
  says('has the last word in a terminal that has our keys', {
    with: { console: 'integratedTerminal', env: { AWS_PROFILE: 'mine' } },
    handover: live,
    inTerminal: { ...ours, ...region },
    gives: { env: { AWS_PROFILE: 'mine', ...blank } },
  });
  says('has the last word in a terminal that has our token', {
    with: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'mine' } },
    inTerminal: ours,
    gives: {
      env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'mine', AWS_SESSION_TOKEN: '', ...region },
    },
  });
  says('has the last word in a terminal that names our profile', {
    with: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE' } },
    handover: named,
    inTerminal: { AWS_PROFILE: 'dev' },
    gives: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', ...region, AWS_PROFILE: null } },
  });
  says('is left alone where there is nothing of ours', {
    with: { env: { AWS_PROFILE: 'mine' } },
    handover: undefined,
    environment: { AWS_ACCESS_KEY_ID: 'AKIAOTHER' },
    gives: {},
  });
  says('says nothing by repeating the environment of VS Code, as the extension for Python does', {
    with: { type: 'debugpy', env: { PATH: '/bin', AWS_PROFILE: 'other' } },
    handover: named,
    environment: { PATH: '/bin', AWS_PROFILE: 'other' },
    gives: { env: { PATH: '/bin', AWS_PROFILE: 'dev', AWS_EB_PROFILE: 'dev', ...region } },
  });
});

describe('what may be typed into a terminal', () => {
  const cases: readonly (readonly [string, string | undefined, boolean])[] = [
    ['node', undefined, false],
    ['node', 'internalConsole', false],
    ['node', 'integratedTerminal', true],
    ['node', 'externalTerminal', true],
    ['go', undefined, false],
    ['debugpy', undefined, true],
    ['debugpy', 'internalConsole', false],
    ['java', undefined, true],
    ['cppdbg', undefined, true],
    ['unheard-of', undefined, true],
  ];
  for (const [type, console, expected] of cases)
    it(`is ${expected ? '' : 'not '}what ${type} gets with the console ${console}`, () =>
      assert.equal(isShown({ type, request: 'launch', ...(console && { console }) }), expected));
});

describe('the files with variables', () => {
  it('are one or several', () => {
    assert.deepEqual(envFilesOf({ ...node, envFile: '/a/.env' }), ['/a/.env']);
    assert.deepEqual(envFilesOf({ ...node, envFile: ['/a/.env', '', '/b/.env', 7] }), ['/a/.env', '/b/.env']);
    for (const none of [undefined, null, '', {}])
      assert.deepEqual(envFilesOf({ ...node, envFile: none }), []);
  });
});
