import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../typescriptTokens.ts';

interface MenuItem {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly menus: { readonly 'view/item/context': readonly MenuItem[] } };
};

/** The commands in the menu of a row, or beside it, by its context value. */
function commandsFor(contextValue: string, isInline = false): readonly string[] {
  return manifest.contributes.menus['view/item/context']
    .filter(({ group }) => group.startsWith('inline') === isInline)
    .filter(({ when }) => {
      const [, pattern, exact] = /viewItem (?:=~ \/(.*?)\/(?= |$)|== (\w+))/u.exec(when) ?? [];
      return pattern === undefined ? exact === contextValue : new RegExp(pattern, 'u').test(contextValue);
    })
    .map(({ command }) => command.replace('rolecall.', ''));
}

const handOut = ['alibabaCopyCredentials', 'alibabaCopyUri'];

describe('the menu of a row of Alibaba Cloud', () => {
  it('uses what can be used', () => {
    const always = ['assumeRamRole', 'alibabaVerify', 'alibabaOpenConsole', ...handOut, 'alibabaExplain'];
    assert.deepEqual(commandsFor('alibaba usable'), ['alibabaUseThis', ...always]);
    assert.deepEqual(commandsFor('alibaba usable ramRole'), ['alibabaUseThis', ...always]);
    assert.deepEqual(commandsFor('alibaba usable', true), ['alibabaUseThis', 'alibabaOpenConsole']);
  });

  it('renews and stops what is in use', () => {
    const menu = commandsFor('alibaba usable inUse file');
    for (const id of ['alibabaRenew', 'alibabaStopUsing', 'alibabaOpenFile'])
      assert.ok(menu.includes(id), id);
    assert.ok(!menu.includes('alibabaUseThis'));
    assert.deepEqual(commandsFor('alibaba usable inUse', true), ['alibabaRenew', 'alibabaOpenConsole']);
  });

  it('opens no console with long-term keys', () => {
    for (const value of ['alibaba usable file longTerm', 'alibaba usable inUse file longTerm']) {
      const all = [...commandsFor(value), ...commandsFor(value, true)];
      assert.ok(all.includes('alibabaVerify'), value);
      assert.ok(!all.includes('alibabaOpenConsole'), value);
    }
  });

  it('explains what is broken, opens its file, and stops it', () => {
    assert.deepEqual(commandsFor('alibaba broken file'), ['alibabaExplain', 'alibabaOpenFile']);
    assert.ok(commandsFor('alibaba broken inUse file').includes('alibabaStopUsing'));
    assert.deepEqual(commandsFor('alibaba broken file', true), []);
  });

  it('signs in with the CLI where that helps', () => {
    assert.ok(commandsFor('alibaba usable file cliSignIn').includes('alibabaSignIn'));
    assert.ok(commandsFor('alibaba broken file cliSignIn').includes('alibabaSignIn'));
    assert.ok(!commandsFor('alibaba usable file').includes('alibabaSignIn'));
  });

  it('does not exist for what is no target', () => {
    for (const value of ['alibaba root', 'alibaba group', 'alibaba remark'])
      assert.deepEqual([...commandsFor(value), ...commandsFor(value, true)], [], value);
  });

  it('is not that of a row of AWS', () => {
    const rows = ['profile isRole hasArn', 'inUse isProfile isRenewable', 'signedOut', 'account hasAccount'];
    for (const row of rows) {
      const menu = commandsFor(row);
      assert.ok(menu.length > 0, row);
      assert.deepEqual(
        menu.filter((id) => /alibaba|Ram/u.test(id)),
        [],
      );
    }
  });
});
