import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  agentRows,
  markerNames,
  type Markers,
  markersIn,
} from '../../../../src/delivery/agents/agentMarkers.ts';
import { findAgent } from '../../../../src/delivery/agents/findAgent.ts';
import type { Ancestor } from '../../../../src/delivery/record/lineage.ts';

/** The agent in an environment. Undefined if there is none, and `?` if it has no name. */
async function inEnvironment(
  environment: Readonly<Record<string, string>>,
  baseline: Markers = {},
): Promise<string | undefined> {
  const agent = await findAgent({ markers: markersIn(environment), lineage: [], baseline });
  return agent && (agent.name ?? '?');
}

/** Processes that do not exist, so that nothing can be read about them. */
function lineageOf(...names: readonly string[]): readonly Ancestor[] {
  return names.map((name, at) => ({
    pid: 2 ** 30 + at,
    parent: 2 ** 30 + at + 1,
    name: name.replace('*', ''),
    otherNames: [],
    isEditor: name.endsWith('*'),
  }));
}

async function below(...names: readonly string[]): Promise<string | undefined> {
  return (await findAgent({ markers: {}, lineage: lineageOf(...names), baseline: {} }))?.name;
}

async function asksForItself(markers: Markers, ...names: readonly string[]): Promise<boolean | undefined> {
  return (await findAgent({ markers, lineage: lineageOf(...names), baseline: {} }))?.asksForItself;
}

describe('the table of AI agents', () => {
  for (const { name, variables = [], programs = [], words } of agentRows)
    it(`finds ${name}`, async () => {
      for (const variable of variables)
        assert.equal(await inEnvironment({ [variable]: '1' }), name, variable);
      for (const word of words) {
        assert.equal(await inEnvironment({ AI_AGENT: word }), name, word);
        assert.equal(
          await inEnvironment({ AI_AGENT: `${word.replaceAll('-', '_').toUpperCase()}/1.2` }),
          name,
          word,
        );
        assert.equal(await inEnvironment({ AGENT: word }), name, word);
      }
      for (const program of programs) {
        assert.equal(await below('aws', 'sh', program, 'zsh', 'code*'), name, program);
        assert.ok(program.length <= 15, `Linux shortens ${program}`);
      }
    });

  it('has each name, variable, program, and word once', () => {
    const all = agentRows.map(({ name, variables = [], programs = [], words }) => [
      `name ${name}`,
      ...variables.map((each) => `variable ${each}`),
      ...programs.map((each) => `program ${each}`),
      ...words.map((each) => `word ${each}`),
    ]);
    assert.deepEqual(all.flat(), [...new Set(all.flat())]);
  });
});

describe('the markers of an AI agent', () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, string | undefined])[] = [
    [{}, undefined],
    [{ AI_AGENT: 'github_copilot_vscode_agent', COPILOT_AGENT: '1' }, 'GitHub Copilot'],
    [{ AI_AGENT: 'claude-code_2.1.3_agent' }, 'Claude Code'],
    [{ AI_AGENT: 'Claude Code' }, 'Claude Code'],
    [{ AI_AGENT: 'copilot' }, 'GitHub Copilot'],
    [{ CODEX_SANDBOX: 'seatbelt' }, 'Codex'],
    // Another agent that runs in the terminal of an editor's agent.
    [{ AI_AGENT: 'github_copilot_vscode_agent', COPILOT_AGENT: '1', CLAUDECODE: '1' }, 'Claude Code'],
    [{ AI_AGENT: 'claude-code_2.1_agent', COPILOT_AGENT: '1' }, 'Claude Code'],
    [{ AI_AGENT: 'my-agent', GEMINI_CLI: '1' }, 'Gemini CLI'],
    [{ QWEN_CODE: '1', GEMINI_CLI: '1' }, 'Qwen Code'],
    // Agents that are not in the table.
    [{ AI_AGENT: ' My agent 3 ' }, 'My agent 3'],
    [{ AI_AGENT: 'ampere' }, 'ampere'],
    [{ AI_AGENT: 'a\u001b[31mb\u202ec\nd\u200be' }, 'a[31mbc de'],
    [{ AI_AGENT: 'x'.repeat(500) }, `${'x'.repeat(79)}…`],
    [{ AI_AGENT: '\u200b\u0007' }, '?'],
    [{ AI_AGENT: '1' }, '?'],
    [{ AI_AGENT: 'True' }, '?'],
    // Values that mean that there is none.
    ...['', ' ', '0', 'false', 'FALSE', 'no', 'Off'].flatMap(
      (value): [Record<string, string>, undefined][] => [
        [{ AI_AGENT: value }, undefined],
        [{ CLAUDECODE: value }, undefined],
      ],
    ),
    // The name of this variable is common.
    ...['1', 'ssh-agent', 'build-7', 'amplify', 'my goose', 'goose-pool'].map(
      (value): [Record<string, string>, undefined] => [{ AGENT: value }, undefined],
    ),
    [{ AGENT: 'Goose' }, 'Goose'],
    // People have these without an agent.
    [
      {
        COPILOT_CLI: '1',
        COPILOT_MODEL: 'gpt',
        COPILOT_ALLOW_ALL: '1',
        COPILOT_GITHUB_TOKEN: 'gho_x',
        CURSOR_TRACE_ID: 'x',
        REPL_ID: 'x',
        ZED_TERM: 'true',
        TERM_PROGRAM: 'WarpTerminal',
        GOOSE_PROVIDER: 'openai',
        CODEX_HOME: '/x',
        CLAUDE_CODE_USE_BEDROCK: '1',
        CLAUDE_CODE_ENTRYPOINT: 'cli',
        CLAUDE_CODE_SSE_PORT: '1234',
        GEMINI_CLI_IDE_SERVER_PORT: '1234',
        SSH_AGENT_PID: '12',
      },
      undefined,
    ],
  ];
  for (const [environment, name] of cases)
    it(`${JSON.stringify(environment).slice(0, 90)} shows ${name ?? 'none'}`, async () =>
      assert.equal(await inEnvironment(environment), name));

  it('say nothing if VS Code has them with the same value', async () => {
    const baseline = markersIn({
      CLAUDECODE: '1',
      AI_AGENT: 'claude-code_1_agent',
      CLAUDE_CODE_SESSION_ID: 'a',
    });
    assert.equal(await inEnvironment(baseline, baseline), undefined);
    assert.equal(await inEnvironment({ ...baseline, COPILOT_AGENT: '1' }, baseline), 'GitHub Copilot');
    // Claude Code in a terminal of VS Code that was started by Claude Code.
    assert.equal(await inEnvironment({ ...baseline, CLAUDE_CODE_SESSION_ID: 'b' }, baseline), 'Claude Code');
    assert.equal(await inEnvironment({ ...baseline, AI_AGENT: 'other' }, baseline), 'other');
    const off = markersIn({ CLAUDECODE: '0' });
    assert.equal(await inEnvironment({ CLAUDECODE: '1' }, off), 'Claude Code');
  });

  it('are compared with those of the extension host', async () => {
    process.env['OZ_RUN_ID'] = 'x';
    try {
      assert.equal(await findAgent({ markers: { OZ_RUN_ID: 'x' }, lineage: [] }), undefined);
      assert.equal((await findAgent({ markers: { OZ_RUN_ID: 'y' }, lineage: [] }))?.name, 'Warp');
    } finally {
      delete process.env['OZ_RUN_ID'];
    }
  });

  it('may have any case on Windows', function () {
    if (process.platform !== 'win32') this.skip();
    process.env['Oz_Run_Id'] = 'x';
    assert.equal(markersIn(process.env)['OZ_RUN_ID'], 'x');
    delete process.env['Oz_Run_Id'];
  });

  it('are all that leaves an environment, shortened', () => {
    const secret = fc.string({ minLength: 12, unit: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F') });
    const ofTable = fc.dictionary(fc.constantFrom(...markerNames), fc.string({ maxLength: 1000 }));
    const others = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('AGENTS', 'AWS_SECRET_ACCESS_KEY')),
      secret,
    );
    fc.assert(
      fc.property(ofTable, others, (markers, secrets) => {
        const found = markersIn({ ...secrets, ...markers });
        assert.ok(Object.keys(found).every((name) => markerNames.includes(name)));
        assert.ok(Object.values(found).every((value) => value.length <= 200 && value.trim() !== ''));
        for (const [name, value] of Object.entries(secrets))
          if (!markerNames.includes(name)) assert.ok(!JSON.stringify(found).includes(value));
      }),
    );
  });

  it('never make finding an agent fail, whatever they are', async () => {
    const names = fc.constantFrom('claude', 'sh', 'code*', 'aws', '__proto__', '');
    const markers = fc.dictionary(fc.oneof(fc.constantFrom(...markerNames), fc.string()), fc.string());
    await fc.assert(
      fc.asyncProperty(markers, markers, fc.array(names), async (each, baseline, lineage) => {
        const agent = await findAgent({ markers: each, baseline, lineage: lineageOf(...lineage) });
        assert.ok(!agent || agent.name === undefined || (agent.name !== '' && agent.name.length <= 80));
      }),
    );
  });
});

describe('the processes above a program', () => {
  it('show the nearest agent', async () => {
    assert.equal(await below('aws', 'bash', 'codex', 'bash', 'claude', 'zsh', 'code*'), 'Codex');
    assert.equal(await below('aws', 'zsh', 'code*'), undefined);
    assert.equal(await below('aws', 'kiro-cli-term', 'bash', 'claude.sh', 'Claude', 'code*'), undefined);
  });

  it('have precedence over the markers, which do not tell the innermost agent', async () => {
    const lineage = lineageOf('aws', 'bash', 'codex', 'bash');
    const markers = { CLAUDECODE: '1', CODEX_THREAD_ID: 'x' };
    assert.equal((await findAgent({ markers, lineage, baseline: {} }))?.name, 'Codex');
  });

  it('do not count if they are those of VS Code', async () => {
    const lineage = lineageOf('aws', 'zsh', 'claude*');
    assert.equal(await findAgent({ markers: {}, lineage, baseline: {} }), undefined);
    const agent = await findAgent({ markers: { CRUSH: '1' }, lineage, baseline: {} });
    assert.deepEqual(agent, { name: 'Crush', asksForItself: false });
  });

  it("distinguish the agent's own program from the commands that it runs", async () => {
    assert.equal(await asksForItself({}, 'claude', 'zsh', 'code*'), true);
    assert.equal(await asksForItself({}, 'sh', 'claude', 'zsh', 'code*'), true);
    assert.equal(await asksForItself({}, 'aws', 'claude', 'zsh', 'code*'), false);
    // A command that starts the helper itself.
    assert.equal(await asksForItself({ CLAUDECODE: '1' }, 'sh', 'claude', 'zsh', 'code*'), false);
    assert.equal(await asksForItself({ CLAUDECODE: '1' }), false);
  });
});
