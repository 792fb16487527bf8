import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { TypedInput } from '../../../fakes/typedInput.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { addMcpServer, removeMcpServer } = await import('../../../../src/commands/mcp/addMcpServer.ts');

const { settings, window } = fakeVscode;
const servers = (): unknown => settings.user['rolecall.mcp.servers'];
const known = { name: 'aws-api', command: ['uvx', 'awslabs.aws-api-mcp-server@latest'] };

/** The input that was shown last. */
let shown: TypedInput;

function create(): TypedInput {
  return (shown = new TypedInput());
}

/** Lets the command go on to the next question. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await setImmediate();
}

const type = (text: string): void => {
  shown.value = text;
  shown.changed.fire(text);
};
const enter = async (text = shown.value): Promise<void> => {
  type(text);
  shown.accepted.fire();
  await settle();
};
const choose = async (label: string): Promise<void> => {
  shown.selectedItems = shown.items.filter((row) => row.label === label);
  shown.accepted.fire();
  await settle();
};

describe('adding an MCP server', () => {
  const { createInputBox, createQuickPick } = window;
  before(() => {
    Object.assign(window, { createInputBox: create, createQuickPick: create });
  });
  after(() => void Object.assign(window, { createInputBox, createQuickPick }));
  beforeEach(() => void (settings.user = {}));

  it('writes a server of AWS, with the proposed name, to the settings of the user', async () => {
    settings.user['rolecall.mcp.servers'] = [{ name: 'other', command: ['x'] }];
    const adding = addMcpServer();
    await settle();
    await choose('uvx awslabs.aws-api-mcp-server@latest');
    assert.equal(shown.value, 'aws-api');
    await enter();
    await adding;
    assert.deepEqual(servers(), [{ name: 'other', command: ['x'] }, known]);
  });

  it('splits a typed command line as a shell does, and refuses secrets and names that exist', async () => {
    settings.user['rolecall.mcp.servers'] = [known];
    const adding = addMcpServer();
    await settle();
    type('node "my server.js');
    assert.ok(shown.items.some(({ label }) => label === 'A quotation mark is not closed.'));
    type('env AWS_SECRET_ACCESS_KEY=hunter2 node server.js');
    assert.ok(shown.items.some(({ label }) => label.startsWith('This seems to contain a secret')));
    await enter('node "my server.js" --verbose');
    await enter('aws-api');
    assert.match(shown.validationMessage ?? '', /already exists/u);
    await enter('mine');
    await adding;
    assert.deepEqual(servers(), [known, { name: 'mine', command: ['node', 'my server.js', '--verbose'] }]);
  });

  it('writes nothing if the user closes a question', async () => {
    const adding = addMcpServer();
    await settle();
    shown.hidden.fire();
    await adding;
    assert.equal(servers(), undefined);
  });

  it('removes the server that the user chooses, and leaves the others as they are', async () => {
    settings.user['rolecall.mcp.servers'] = [{ unknown: true }, { name: 'other', command: ['x'] }, known];
    await removeMcpServer();
    assert.deepEqual(servers(), [{ unknown: true }, { name: 'other', command: ['x'] }]);
    await removeMcpServer();
    assert.deepEqual(servers(), [{ unknown: true }]);
    await removeMcpServer();
    assert.deepEqual(servers(), [{ unknown: true }]);
  });
});
