import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { Credentials } from '../../../../src/credentials/credentials.ts';
import {
  chosenVariables,
  envFilesOf,
  exposesVariables,
  type LaunchConfiguration,
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
const session = sessionHandover({ plan, credentials: credentials.reveal() }, 'dev', mirror);
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
  readonly files?: Environment;
  readonly environment?: Environment;
  /** Additional variables of the terminal, from an earlier handover. */
  readonly inTerminal?: Environment;
  /** The resulting configuration without its type and request. */
  readonly expected: object;
}

const node = { type: 'node', request: 'launch' };

function check(
  title: string,
  { with: own, expected, environment = {}, inTerminal = {}, ...rest }: Case,
): void {
  it(title, () => {
    const configuration: LaunchConfiguration = { ...node, ...own };
    const inherited = { ...environment, ...inTerminal };
    const chosen = chosenVariables(configuration, rest.files ?? {}, environment);
    const program = { named: chosen.named, inherited: { ...inherited, ...chosen.blank } };
    const handover = 'handover' in rest ? rest.handover : session;
    const result = withVariables(configuration, variablesFor(configuration, handover, program));
    assert.deepEqual(result, { ...configuration, ...expected });
  });
}

describe('a program that a debugger launches', () => {
  check('has the session', { with: {}, expected: { env: { ...ours, ...region } } });
  check('has the session in addition to the variables of its configuration', {
    with: { env: { A: 'b', AWS_PAGER: '' } },
    expected: { env: { A: 'b', AWS_PAGER: '', ...ours, ...region } },
  });
  check('has the variables in the format of C++ debuggers', {
    with: { type: 'cppdbg', environment: [{ name: 'A', value: 'b' }] },
    handover: named,
    expected: {
      environment: [
        { name: 'A', value: 'b' },
        { name: 'AWS_PROFILE', value: 'dev' },
        { name: 'AWS_EB_PROFILE', value: 'dev' },
        { name: 'AWS_REGION', value: 'eu-west-1' },
        { name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' },
      ],
    },
  });
  check('has the variables in the format of LLDB', {
    with: { type: 'lldb-dap', env: ['A=b=c', 'AWS_REGION=x'] },
    handover: named,
    expected: { env: ['A=b=c', 'AWS_REGION=x', 'AWS_PROFILE=dev', 'AWS_EB_PROFILE=dev'] },
  });
  check('has the paths of the mirror', {
    with: {},
    handover: live,
    expected: { env: { ...files, AWS_PROFILE: 'dev' } },
  });
  check('has none of our variables if there are none', {
    with: { env: { A: 'b' } },
    handover: undefined,
    expected: {},
  });
  check('has no other credentials that VS Code was started with', {
    with: {},
    handover: live,
    environment: {
      AWS_ACCESS_KEY_ID: 'AKIAOTHER',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_PROFILE: 'other',
      AWS_REGION: 'x',
    },
    expected: {
      env: {
        ...files,
        AWS_PROFILE: 'dev',
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
        AWS_REGION: 'eu-west-1',
      },
    },
  });
  check('has no variables of an earlier handover in a terminal, and shows no secrets there', {
    with: { console: 'integratedTerminal' },
    handover: live,
    inTerminal: { ...ours, ...region },
    expected: { env: { ...files, AWS_PROFILE: 'dev', ...blank, ...region } },
  });
});

describe('a configuration that sets variables itself', () => {
  check('keeps its region', {
    with: { env: { AWS_REGION: 'mine' } },
    expected: { env: { AWS_REGION: 'mine', ...ours } },
  });
  check('keeps the region from its file', {
    with: {},
    files: { AWS_DEFAULT_REGION: 'mine' },
    expected: { env: ours },
  });
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ]) {
    check(`gets only our region if it sets ${name}`, {
      with: { env: { [name]: 'mine' } },
      expected: { env: { [name]: 'mine', ...region } },
    });
  }
  for (const name of [
    'AWS_PROFILE',
    'AWS_DEFAULT_PROFILE',
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
  ]) {
    check(`gets none of our variables if it sets ${name}, because a profile has its own region`, {
      with: { env: { [name]: 'mine' } },
      expected: {},
    });
  }
  check('can select credentials in a file', {
    with: { env: { A: 'b' } },
    files: { AWS_PROFILE: 'mine' },
    expected: {},
  });
  check('can select credentials in the format of C++ debuggers', {
    with: { type: 'cppvsdbg', environment: [{ name: 'AWS_PROFILE', value: 'mine' }] },
    expected: {},
  });
  check('can select credentials by removing a variable', {
    with: { env: { AWS_PROFILE: null } },
    expected: {},
  });
  for (const value of ['', ' ']) {
    check(`selects nothing by names without a value, such as those from VS Code’s variables (“${value}”)`, {
      with: { env: { A: '', AWS_ACCESS_KEY_ID: value, AWS_REGION: value } },
      expected: { env: { A: '', ...ours, ...region } },
    });
    check(`gets a name that all tools accept instead of a blank one (“${value}”)`, {
      with: { env: { AWS_PROFILE: value } },
      expected: { env: { AWS_PROFILE: 'dev', ...ours, ...region, ...files } },
    });
    check(`selects nothing by blank names in a file (“${value}”)`, {
      with: {},
      files: { AWS_PROFILE: value, AWS_DEFAULT_REGION: value },
      handover: named,
      expected: { env: { AWS_PROFILE: 'dev', AWS_EB_PROFILE: 'dev', ...region } },
    });
    check(`has each variable once in the formats that are lists (“${value}”)`, {
      with: { type: 'lldb-dap', env: ['A=', `AWS_PROFILE=${value}`] },
      handover: named,
      expected: {
        env: [
          'A=',
          'AWS_PROFILE=dev',
          'AWS_EB_PROFILE=dev',
          'AWS_REGION=eu-west-1',
          'AWS_DEFAULT_REGION=eu-west-1',
        ],
      },
    });
  }
  check('takes precedence in a terminal that has our keys', {
    with: { console: 'integratedTerminal', env: { AWS_PROFILE: 'mine' } },
    handover: live,
    inTerminal: { ...ours, ...region },
    expected: { env: { AWS_PROFILE: 'mine', ...blank } },
  });
  check('takes precedence in a terminal that has our token', {
    with: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'mine' } },
    inTerminal: ours,
    expected: {
      env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_SECRET_ACCESS_KEY: 'mine', AWS_SESSION_TOKEN: '', ...region },
    },
  });
  check('takes precedence over a blank profile name next to it', {
    with: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_PROFILE: '' } },
    expected: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', AWS_PROFILE: null, ...region } },
  });
  check('takes precedence in a terminal that names our profile', {
    with: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE' } },
    handover: named,
    inTerminal: { AWS_PROFILE: 'dev' },
    expected: { env: { AWS_ACCESS_KEY_ID: 'AKIAMINE', ...region, AWS_PROFILE: null } },
  });
  check('is unchanged if we have no variables', {
    with: { env: { AWS_PROFILE: 'mine' } },
    handover: undefined,
    environment: { AWS_ACCESS_KEY_ID: 'AKIAOTHER' },
    expected: {},
  });
  check('selects nothing by repeating the environment of VS Code, as the Python extension does', {
    with: { type: 'debugpy', env: { PATH: '/bin', AWS_PROFILE: 'other' } },
    handover: named,
    environment: { PATH: '/bin', AWS_PROFILE: 'other' },
    expected: { env: { PATH: '/bin', AWS_PROFILE: 'dev', AWS_EB_PROFILE: 'dev', ...region } },
  });
});

describe('a debugger that may type variables into a terminal', () => {
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
    ['unknown', undefined, true],
  ];
  for (const [type, console, expected] of cases)
    it(`is ${expected ? '' : 'not '}${type} with the console ${console}`, () =>
      assert.equal(exposesVariables({ type, request: 'launch', ...(console && { console }) }), expected));
});

describe('the files in envFile', () => {
  it('are one path or several', () => {
    assert.deepEqual(envFilesOf({ ...node, envFile: '/a/.env' }), ['/a/.env']);
    assert.deepEqual(envFilesOf({ ...node, envFile: ['/a/.env', '', '/b/.env', 7] }), ['/a/.env', '/b/.env']);
    for (const none of [undefined, null, '', {}])
      assert.deepEqual(envFilesOf({ ...node, envFile: none }), []);
  });
});
