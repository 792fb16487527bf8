import assert from 'node:assert/strict';
import { Emitter } from '../../../src/base/event.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';

const models = await import('../../../src/display/languageModels.ts');
const { registerOwnServers } = await import('../../../src/delivery/mcp/registerOwnServers.ts');

const registered = new Map<string, unknown>();
const given = { ...fakeVscode.lm };
const register = (name: string, what: unknown) => {
  registered.set(name, what);
  return { dispose: () => void registered.delete(name) };
};

interface Tool {
  prepareInvocation(options: object, token: object): Promise<unknown>;
  invoke(options: object, token: object): Promise<unknown>;
}

interface Provider {
  readonly onDidChangeMcpServerDefinitions: (listener: () => void) => unknown;
  provideMcpServerDefinitions(): readonly (object & { env: unknown })[];
  resolveMcpServerDefinition(server: object, token: object): Promise<{ readonly env: unknown }>;
}

const token = { isCancellationRequested: false, onCancellationRequested: () => {} };
const unused = () => Promise.reject(new Error('unused'));
const nothing = () => ({ dispose() {} });

describe('what VS Code shows of tools and MCP servers', () => {
  beforeEach(() => {
    Object.assign(fakeVscode.lm, { registerTool: register, registerMcpServerDefinitionProvider: register });
  });
  afterEach(() => registered.clear());
  after(() => void Object.assign(fakeVscode.lm, given));

  it('has a question only if the tool has one, and gives the model the answer', async () => {
    models.registerTool('x', {
      prepare: () => ({ doing: 'Looking' }),
      invoke: async (input) => JSON.stringify(input),
    });
    const tool = registered.get('x') as Tool;
    assert.deepEqual(await tool.prepareInvocation({ input: {} }, token), { invocationMessage: 'Looking' });
    const { content } = (await tool.invoke({ input: { a: 1 } }, token)) as { readonly content: unknown };
    assert.deepEqual(content, [new fakeVscode.LanguageModelTextPart('{"a":1}')]);
  });

  it('is nothing in an editor that has neither', () => {
    Object.assign(fakeVscode.lm, { registerTool: undefined, registerMcpServerDefinitionProvider: undefined });
    const sources = { onDidChange: nothing, servers: () => [], variables: unused };
    models.registerTool('x', { prepare: unused, invoke: unused }).dispose();
    models.registerMcpServers('y', sources).dispose();
    assert.equal(models.hasMcpServers(), false);
    assert.equal(registered.size, 0);
  });
});

describe('the MCP servers of the user', () => {
  before(() => void Object.assign(fakeVscode.lm, { registerMcpServerDefinitionProvider: register }));
  after(() => void Object.assign(fakeVscode.lm, given));

  it('have no variables until they start, and another version for another profile', async () => {
    const changed = new Emitter<undefined>();
    let name: string | undefined;
    const asked: string[] = [];
    const registration = registerOwnServers('own', {
      servers: {
        value: [{ name: '$(flame)', command: ['uvx', 'tools', '--all'] }, 'broken'],
        onChange: nothing,
      },
      inUse: {
        target: () => (name === undefined ? undefined : { kind: 'profile', name }),
        onDidChange: changed.event,
      },
      variables: async (server) => {
        asked.push(server);
        return { AWS_PROFILE: 'dev', AWS_ACCESS_KEY_ID: null };
      },
    });
    const provider = registered.get('own') as Provider;
    const [server] = provider.provideMcpServerDefinitions();
    assert.partialDeepStrictEqual(server, {
      label: '$\u200B(flame)',
      command: 'uvx',
      args: ['tools', '--all'],
      env: {},
      version: '',
    });
    assert.deepEqual(asked, []);
    const { env } = await provider.resolveMcpServerDefinition(server!, token);
    assert.deepEqual(env, { AWS_PROFILE: 'dev', AWS_ACCESS_KEY_ID: null });
    assert.deepEqual(asked, ['$(flame)']);

    let changes = 0;
    provider.onDidChangeMcpServerDefinitions(() => changes++);
    for (const next of [undefined, 'dev', 'dev', 'prod']) {
      name = next;
      changed.fire(undefined);
    }
    assert.equal(changes, 2);
    assert.match(JSON.stringify(provider.provideMcpServerDefinitions()), /prod/u);
    registration.dispose();
  });
});
