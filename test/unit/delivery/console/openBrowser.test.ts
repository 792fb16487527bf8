import assert from 'node:assert/strict';
import { Cancelled, FailureError } from '../../../../src/base/failure.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { openBrowser } = await import('../../../../src/delivery/console/openBrowser.ts');

const url =
  'https://signin.aws.amazon.com/federation?SigninToken=a%2Bb&Destination=https%3A%2F%2Fx%2F%23%2Fa%26b';
const page = { url, isSecret: false, profile: 'dev', account: undefined, color: 'terminal.ansiBlue' };
const secret = { ...page, isSecret: true };
const noBrowser = ['rolecall-no-such-browser', '{url}'];

/** Sets what VS Code says of its surroundings. */
function set(more: object): void {
  Object.assign(fakeVscode.env, more);
}

const { Desktop, Web } = fakeVscode.UIKind;

describe('a page of the console', () => {
  let opened: unknown[];
  let mayOpen: boolean;
  const original = { ...fakeVscode.env };

  beforeEach(() => {
    [opened, mayOpen] = [[], true];
    set({
      remoteName: undefined,
      uiKind: Desktop,
      openExternal: async (link: unknown) => {
        opened.push(link);
        return mayOpen;
      },
    });
  });
  afterEach(() => {
    set({ openExternal: undefined, remoteName: undefined, ...original });
  });

  it('is opened by VS Code as a text, which VS Code does not encode in its own way', async () => {
    await openBrowser(page, 'default');
    assert.deepEqual(opened, [url]);
  });

  it('is behind an address that works once if its link is a secret', async () => {
    await openBrowser(secret, 'default');
    const [address] = opened as string[];
    assert.match(address ?? '', /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}$/u);
    const visit = async (path: string, method = 'GET'): Promise<Response> =>
      fetch(new URL(path, address), { method, redirect: 'manual' });
    for (const other of [await visit('/'), await visit('/favicon.ico'), await visit(address!, 'HEAD')])
      assert.equal(other.status, 404);
    const { status, headers } = await visit(address!);
    assert.deepEqual([status, headers.get('location'), headers.get('cache-control')], [302, url, 'no-store']);
    await assert.rejects(visit(address!));
  });

  it('is behind such an address with any host and path of AWS Sign-In that the user has set', async () => {
    await openBrowser({ ...secret, url: 'http://サインイン.test/道?a=%2B' }, 'default');
    const [address] = opened as string[];
    const { headers } = await fetch(address!, { redirect: 'manual' });
    assert.equal(headers.get('location'), 'http://xn--ecka3czob.test/%E9%81%93?a=%2B');
  });

  it('is that of the link itself where the browser is on another machine', async () => {
    for (const [remoteName, uiKind] of [
      ['ssh-remote', Desktop],
      [undefined, Web],
    ]) {
      set({ remoteName, uiKind });
      await openBrowser(secret, 'default');
    }
    assert.deepEqual(opened, [url, url]);
  });

  it('is not opened if the user does not allow VS Code to open it', async () => {
    mayOpen = false;
    await assert.rejects(openBrowser(page, 'default'), Cancelled);
  });

  it('is opened by a program only where the browser is on this machine', async () => {
    for (const [remoteName, uiKind] of [
      ['ssh-remote', Desktop],
      [undefined, Web],
    ]) {
      set({ remoteName, uiKind });
      await openBrowser(page, noBrowser);
    }
    assert.deepEqual(opened, [url, url]);
  });

  it('is not opened by VS Code if the program does not start', async () => {
    await assert.rejects(openBrowser(page, noBrowser), FailureError);
    assert.deepEqual(opened, []);
  });
});
