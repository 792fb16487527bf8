import assert from 'node:assert/strict';
import { commandIds } from '../../../src/base/contributions.ts';
import type { Failure } from '../../../src/base/failure.ts';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { accountOf } from '../../../src/plan/planFacts.ts';
import { keysWhere } from '../../../src/profiles/keys.ts';
import { s3Keys } from '../../../src/profiles/keys/knownKeys.ts';
import type { AssistContext } from '../../../src/providers/assistContext.ts';
import type { CompletionItem, CompletionList, Hover } from '../../fakes/editorTypes.ts';
import { fakeVscode } from '../../fakes/useFakeVscode.ts';
import { OpenFiles, words } from './openFiles.ts';

const { describeReason } = await import('../../../src/host/messages/messages.ts');
const { registerCompletionProvider } = await import('../../../src/providers/completionProvider.ts');
const { registerHoverProvider } = await import('../../../src/providers/hoverProvider.ts');
const { keyWords, s3Words } = await import('../../../src/providers/words/keyWords.ts');

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const account = { id: '111122223333', name: 'Production', roles: ['Admin'] };
const corp = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' };

/** Both files, with what views know of them. */
function open(config: string, credentials = '', { expiration = 0, isSaved = true } = {}): OpenFiles {
  const files = new OpenFiles(config, credentials);
  const { context } = files;
  const names = { ofId: (id: string) => ({ id, name: id === account.id ? account.name : undefined }) };
  const ofPlan = (planned: Planned) => {
    const id = isPlan(planned) ? accountOf(planned) : undefined;
    return id === undefined ? undefined : names.ofId(id);
  };
  const views = {
    ...context,
    describeReason: (failure: Failure) => describeReason(failure),
    store: { ...context.store, state: isSaved ? files.storeState : new OpenFiles('').storeState },
    production: { of: () => undefined, ofAccount: (id: string) => (id === account.id ? {} : undefined) },
    accountNames: { ...names, of: ofPlan },
    progressOf: async ({ steps }: { readonly steps: readonly unknown[] }) =>
      expiration > 0 ? { done: steps.length, credentials: { expiration } } : undefined,
    signIns: () => new Map([['corp', corp]]),
    portal: {
      get: async () => ({
        accounts: { known: async () => ({ accounts: new Map([[account.id, account]]) }) },
        signIns: { stateOf: () => ({ kind: 'signedOut' }) },
      }),
    },
  };
  const assist = { ...context, ownRows: files.ownRows, views } as unknown as AssistContext;
  registerCompletionProvider(assist);
  registerHoverProvider(assist);
  return files;
}

async function completed(files: OpenFiles): Promise<CompletionList> {
  return (await files.ask('CompletionItem', 'provideCompletionItems')) as CompletionList;
}

/** `label (description)` of each item. */
async function shown(files: OpenFiles): Promise<readonly string[]> {
  const { items } = await completed(files);
  return items.map(({ label: { label, description } }) =>
    description === '' ? label : `${label} (${description})`,
  );
}

/** What is shown beside the list while an item is selected. */
async function explained(files: OpenFiles, label: string): Promise<string | undefined> {
  const { items } = await completed(files);
  const item = items.find((each) => each.label.label === label);
  files.askItem('CompletionItem', 'resolveCompletionItem', item);
  return item?.documentation?.value;
}

async function hovered(files: OpenFiles): Promise<Hover | undefined> {
  return (await files.ask('Hover', 'provideHover')) as Hover | undefined;
}

describe('the list of completions', () => {
  it('describes sections, regions, accounts, and defaults', async () => {
    assert.deepEqual(await shown(open('[profile a]\nsource_profile = b\n[pro|\n', '[c]\n')), [
      'profile b (not defined yet)',
      'profile c (only in the other file)',
      'profile',
      'sso-session (a sign-in to IAM Identity Center)',
      'services (endpoints of single services)',
      'default (the profile of programs that name none)',
    ]);
    const regions = await shown(open('[profile a]\nregion = |\n'));
    assert.ok(regions.includes('eu-west-1 (Ireland)'));
    const accounts = open('[sso-session corp]\n[profile a]\nsso_session = corp\nsso_account_id = |\n');
    assert.deepEqual(await shown(accounts), ['111122223333 (Production)']);
    const roles = `[profile a]\nsso_session = corp\nsso_account_id = ${account.id}\nsso_role_name = |\n`;
    assert.deepEqual(await shown(open(roles)), ['Admin (Production)']);
    assert.equal((await shown(open('[profile a]\noutput = |\n')))[0], 'json (default)');
  });

  it('says what each profile is, as the tree does', async () => {
    const role = '[profile r]\nrole_arn = arn:aws:iam::111122223333:role/team/Admin\nregion = eu-west-1\n';
    const files = open(
      `${role}source_profile = b\n[profile a]\nsource_profile = |\n`,
      `[b]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`,
    );
    assert.deepEqual(await shown(files), ['b (access keys)', 'r (Production · Admin · via b · eu-west-1)']);
  });

  it('says nothing beside a profile that is not saved', async () => {
    const files = open('[profile r]\n[profile a]\nsource_profile = |\n', '', { isSaved: false });
    assert.deepEqual(await shown(files), ['r']);
  });

  it('keeps the order, replaces what is typed, and goes on to the value', async () => {
    const { items, isIncomplete } = await completed(open('[profile a]\r\nre|gion\r\n'));
    assert.equal(isIncomplete, false);
    assert.deepEqual(
      items.map(({ sortText }) => sortText),
      items.map(({ sortText }) => sortText).toSorted(),
    );
    const region = items.find(({ label: { label } }) => label === 'region')!;
    assert.equal(words(region.range), '2:0-2:6');
    assert.equal(region.insertText, 'region = ');
    assert.equal(
      (region as CompletionItem & { command: { command: string } }).command.command,
      'editor.action.triggerSuggest',
    );
  });

  it('finds an account by its name', async () => {
    const { items } = await completed(open('[profile a]\nsso_account_id = |\n'));
    assert.equal(items[0]?.filterText, '111122223333 Production');
  });

  it('has snippets', async () => {
    const { items } = await completed(open('|'));
    const role = items.find(({ label: { label } }) => label === 'role')!;
    assert.ok(role.insertText instanceof fakeVscode.SnippetString);
    assert.match(role.insertText.value, /^\[profile \$\{1:name\}\]\nrole_arn = \$\{2:/u);
  });

  it('offers no label that cannot be shown as it is', async () => {
    const odd = `[profile $(flame)]\n[profile ${secret}]\n[profile a\u202Eb]\n[profile c]\n`;
    assert.deepEqual(await shown(open(`${odd}[profile d]\nsource_profile = |\n`)), ['c (instance role)']);
  });

  it('is short for thousands of profiles, and still finds each of them', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => `[profile team-${i}]\n`).join('');
    const all = await completed(open(`[profile x]\nsource_profile = |\n${many}`));
    assert.deepEqual([all.items.length, all.isIncomplete], [200, true]);
    const some = await completed(open(`[profile x]\nsource_profile = tm1999|\n${many}`));
    assert.deepEqual(
      some.items.map(({ label: { label } }) => label),
      ['team-1999'],
    );
  });

  it('explains keys and profiles when they are selected', async () => {
    const duration = (await explained(open('[profile a]\n|'), 'duration_seconds')) ?? '';
    assert.match(duration, /in seconds.*A number from 900 to 43200.*Default: 3600/su);
    const keys = `[b]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;
    const plan = (await explained(open('[profile a]\nsource_profile = |\n', keys), 'b')) ?? '';
    assert.match(plan, /Use access key AKIAIOSFODNN7EXAMPLE of profile b/u);
    assert.doesNotMatch(plan, /wJalr/u);
  });
});

describe('hovers', () => {
  const keys = `[maya]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\n`;
  const role = 'role_arn = arn:aws:iam::111122223333:role/Ops\n';

  it('tell the plan of a profile, with commands for it', async () => {
    const files = open(`[profile o|ps]\n${role}source_profile = maya\n`, keys);
    const hover = await hovered(files);
    assert.equal(words(hover?.range), '1:9-1:12');
    const { value = '', isTrusted } = hover?.contents ?? {};
    assert.match(value, /1\. Use access key AKIAIOSFODNN7EXAMPLE of profile maya/u);
    assert.match(value, /2\. Assume arn:aws:iam::111122223333:role\/Ops/u);
    assert.doesNotMatch(value, /wJalr/u);
    assert.deepEqual(isTrusted?.enabledCommands, [
      commandIds.useProfile,
      commandIds.newTerminal,
      commandIds.openConsole,
      commandIds.explainProfile,
    ]);
    const [, command, argument = ''] = /\[Use\]\(command:([\w.]+)\?([^)]*)\)/u.exec(value) ?? [];
    assert.equal(command, commandIds.useProfile);
    const [link] = JSON.parse(decodeURIComponent(argument)) as readonly string[];
    const row = files.ownRows.resolve(link);
    assert.deepEqual(row, { kind: 'profile', name: 'ops' });
    assert.ok(files.ownRows.has(row));
    assert.equal(files.ownRows.has(files.ownRows.resolve(`${link}x`)), false);
  });

  it('tell how long the session of a profile is valid', async () => {
    const hover = await hovered(
      open(`[profile ops]\n${role}source_profile = m|aya\n`, keys, { expiration: 3_600_000 }),
    );
    assert.match(hover?.contents.value ?? '', /Its session is valid for another 1h\./u);
  });

  it('tell why a profile cannot be used', async () => {
    const hover = await hovered(open(`[profile o|ps]\n${role}`));
    assert.match(hover?.contents.value ?? '', /source_profile/u);
  });

  it('tell what a key means', async () => {
    const { value = '' } = (await hovered(open('[profile a]\nreg|ion = x\n')))?.contents ?? {};
    assert.match(value, /The region that commands and programs use/u);
    assert.match(value, /AWS_REGION, AWS_DEFAULT_REGION/u);
    assert.match(value, /Read by: boto3, AWS CLI, SDK for JavaScript/u);
    assert.match(
      value,
      /\]\(https:\/\/docs\.aws\.amazon\.com\/sdkref\/latest\/guide\/feature-region\.html\)/u,
    );
    const s3 = (await hovered(open('[profile a]\ns3 =\n  addressing|_style = path\n')))?.contents.value ?? '';
    assert.match(s3, /Values: auto, virtual, path.*Default: auto/su);
  });

  it('tell the parts of an ARN, the name of an account, and the city of a region', async () => {
    const arn = (await hovered(open(`[profile a]\n${role.replace('iam', 'ia|m')}`)))?.contents.value ?? '';
    assert.match(arn, /role \*\*Ops\*\*/u);
    assert.match(arn, /Account Production \(111122223333\) · production/u);
    const id = await hovered(open('[profile a]\nsso_account_id = 1111222|23333\n'));
    assert.match(id?.contents.value ?? '', /Production/u);
    assert.equal(await hovered(open('[profile a]\nsso_account_id = 4444555|56666\n')), undefined);
    const region = await hovered(open('[profile a]\nregion = eu-|west-1\n'));
    assert.equal(region?.contents.value, 'eu-west-1 (Ireland)');
  });

  it('tell of a sign-in whether it is valid, and the endpoints of a section', async () => {
    const signIn = await hovered(open('[sso-session c|orp]\n'));
    assert.match(
      signIn?.contents.value ?? '',
      /signed out.*https:\/\/corp\.awsapps\.com\/start.*eu-west-1/su,
    );
    const services = await hovered(
      open('[services l|ocal]\ns3 =\n  endpoint_url = http://me:pw1@localhost:4566\n'),
    );
    assert.match(services?.contents.value ?? '', /s3: http:\/\/me:…@localhost:4566/u);
  });

  it('tell nothing of secrets', async () => {
    assert.equal(await hovered(open('', `[a]\naws_secret_access_key = wJ|${secret}\n`)), undefined);
    const key = await hovered(open('', `[a]\naws_secret|_access_key = ${secret}\n`));
    assert.doesNotMatch(key?.contents.value ?? '', /wJalr/u);
  });
});

describe('the words about keys', () => {
  it('are there for each key of the table, with a page for those of AWS', () => {
    for (const key of keysWhere(({ sections }) => sections.length > 0)) {
      const { sentence } = keyWords(key) ?? {};
      assert.match(sentence ?? '', /^[A-Z][^]*\.$/u, key);
    }
    for (const key of s3Keys) assert.match(s3Words(key)?.sentence ?? '', /^[A-Z][^]*\.$/u, key);
    assert.equal(keyWords('constructor'), undefined);
    assert.equal(keyWords('what'), undefined);
    const withoutPage = keysWhere(
      ({ sections, onlyReadBy, expiresKeys }) => sections.length > 0 && !onlyReadBy && !expiresKeys,
    ).filter((key) => keyWords(key)?.page === undefined);
    assert.deepEqual(withoutPage, ['sso_account_name', 'granted_sso_account_id', 'granted_sso_account_name']);
  });
});
