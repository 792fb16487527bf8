import assert from 'node:assert/strict';
import { entryLine } from '../../../../src/commands/alibaba/entryLine.ts';

const ini = (name: string) => ({ kind: 'iniProfile', file: 'credentials', name }) as const;
const cli = (name: string) => ({ kind: 'cliProfile', name }) as const;

describe('the line of a profile', () => {
  it('is that of its section', () => {
    const text = '; [work]\r\n[default]\r\ntype = access_key\r\n\r\n [ work ] \r\ntype = sts\n[work]\n';
    assert.equal(entryLine(ini('work'), text), 4);
    assert.equal(entryLine(ini('default'), text), 1);
    assert.equal(entryLine(ini('type'), text), undefined);
  });

  it('is that of its name in JSON', () => {
    const config = {
      current: 'work',
      profiles: [
        { mode: 'AK', name: 'default', region_id: 'work' },
        { name: 'work "two"', ram_role_name: 'work' },
        { name: 'work' },
      ],
    };
    const text = JSON.stringify(config, undefined, '\t');
    const lines = text.split('\n');
    for (const name of ['default', 'work "two"', 'work']) {
      const line = lines.findIndex((each) => each.trim().startsWith(`"name": ${JSON.stringify(name)}`));
      assert.equal(entryLine(cli(name), text), line, name);
    }
    assert.equal(entryLine(cli('work'), JSON.stringify(config)), 0);
    assert.equal(entryLine(cli('other'), text), undefined);
  });

  it('is unknown if the source is in no file', () => {
    assert.equal(entryLine({ kind: 'credentialsUri' }, '[credentialsUri]'), undefined);
  });
});
