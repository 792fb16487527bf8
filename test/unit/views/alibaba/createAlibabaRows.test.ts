import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/base/failure.ts';
import type { AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import type { AlibabaNode } from '../../../../src/views/alibabaRows.ts';
import type { AlibabaSources } from '../../../../src/views/alibaba/alibabaSources.ts';
import { type AlibabaWorld, alibabaWindow, dsw, readyWith, secret } from './alibabaWindow.ts';

await import('../../../fakes/useFakeVscode.ts');
const { displayLine } = await import('../../../../src/display/marks.ts');
const { createAlibabaRows, onAlibabaChange } =
  await import('../../../../src/views/alibaba/createAlibabaRows.ts');
const { searchWords } = await import('../../../../src/views/picker/wordSearch.ts');

const uri: AlibabaTarget = { kind: 'credentialsUri' };
const old: AlibabaTarget = { kind: 'cliProfile', name: 'old' };
const roleArn = 'acs:ram::1234567890123456:role/Builder';
const builder: AlibabaTarget = { kind: 'ramRole', roleArn, source: uri, sessionName: 'maya' };

const keys = `access_key_id = LTAI5tTestKeyOfMaya00002\naccess_key_secret = ${secret}\n`;

/** The rows below a row as lines, with those below them indented. */
function tree(sources: AlibabaSources, node?: AlibabaNode, indent = ''): readonly string[] {
  const rows = createAlibabaRows(sources);
  return rows.below(node).flatMap((row) => {
    const { label, description = [] } = rows.draftOf(row);
    const line = [label, ...description].filter(Boolean).join(' · ');
    return [indent + line, ...tree(sources, row, `${indent}  `)];
  });
}

function draftOf(target: AlibabaTarget, sources: AlibabaSources) {
  return createAlibabaRows(sources).draftOf({ kind: 'alibabaProfile', target });
}

function tooltipOf(target: AlibabaTarget, sources: AlibabaSources): string {
  const tooltip = draftOf(target, sources).tooltip?.();
  assert.ok(tooltip && 'value' in tooltip);
  return tooltip.value.value;
}

function profile(name: string): AlibabaTarget {
  return { kind: 'cliProfile', name };
}

/** The rows of the picker: those under the heading of the cloud, or those that words find. */
function picked(world: AlibabaWorld, words = ''): readonly string[] {
  const entries = createAlibabaRows(alibabaWindow(world)).entries();
  const { first } = searchWords(entries, words, 100, () => false);
  const shown = first.map((entry) => (words === '' ? entry.row : entry.foundRow));
  return shown.map(({ label, description = '' }) => `${label} | ${displayLine(description)}`);
}

function inUseLabels(world: AlibabaWorld): readonly string[] {
  const rows = createAlibabaRows(alibabaWindow({ ...dsw, ...world }));
  return rows.inUseRows().map(({ label }) => label);
}

function offered(world: AlibabaWorld): number {
  return createAlibabaRows(alibabaWindow(world)).otherRows().length;
}

function pathOf(failure: Failure): string {
  return 'path' in failure ? failure.path : '';
}

describe('the rows of Alibaba Cloud', () => {
  it('are none where nothing is found', () => {
    assert.deepEqual(tree(alibabaWindow()), []);
  });

  it('have what comes before the role of the instance at the top', () => {
    assert.deepEqual(tree(alibabaWindow(dsw)), [
      'Alibaba Cloud',
      '  SDKs use the CLI profile “old” here, not the instance’s role',
      '  Instance RAM role (credentials URI)',
      '  Instance RAM role (file)',
      '  old · AccessKey pair · cn-hangzhou',
    ]);
  });

  it('say that a DSW instance provides no RAM role', () => {
    const environment = { DSW_INSTANCE_ID: 'dsw-1' };
    const remark = '  No RAM role on this instance';
    assert.deepEqual(tree(alibabaWindow({ environment })), ['Alibaba Cloud', remark]);
    assert.ok(!tree(alibabaWindow({ environment, hasCredentialsFile: true })).includes(remark));
    assert.ok(!tree(alibabaWindow(dsw)).includes(remark));
  });

  it('say that what is in use comes first only in terminals', () => {
    const [, remark] = tree(alibabaWindow({ ...dsw, state: readyWith(uri, dsw) }));
    assert.equal(remark, '  SDKs use the CLI profile “old” outside of terminals, not the instance’s role');
  });

  it('have no such remark if nothing comes before it', () => {
    const rows = tree(alibabaWindow({ ...dsw, cli: { current: '', profiles: [] } }));
    assert.deepEqual(rows.slice(0, 2), ['Alibaba Cloud', '  Instance RAM role (credentials URI)']);
  });

  it('are grouped by file if there are several', () => {
    const ini = {
      credentials: `[default]\ntype = access_key\n${keys}`,
      'credentials.ini': '[java]\ntype = x\n',
    };
    assert.deepEqual(tree(alibabaWindow({ ...dsw, environment: {}, hasCredentialsFile: false, ini })), [
      'Alibaba Cloud',
      '  Alibaba Cloud CLI',
      '    old · AccessKey pair · cn-hangzhou',
      '  credentials',
      '    default · AccessKey pair',
      '  credentials.ini',
      '    java · alibabaModeUnknown',
    ]);
  });

  it('name a file that cannot be read', () => {
    const rows = createAlibabaRows(alibabaWindow({ cli: '{' }));
    const [root] = rows.below(undefined);
    const [remark] = rows.below(root);
    assert.equal(rows.draftOf(remark!).label, 'alibabaFileInvalid');
    assert.deepEqual(rows.draftOf(remark!).tooltip?.(), ['whole alibabaFileInvalid']);
  });

  it('name it by a short path, because the side bar is narrow', () => {
    const labels = tree({
      ...alibabaWindow({ cli: '{', ini: { credentials: '[a', 'credentials.ini': '[a' } }),
      describeReason: pathOf,
    });
    assert.deepEqual(labels.slice(1), [
      '  ~/.aliyun/config.json',
      '  ~/.alibabacloud/credentials',
      '  ~/.alibabacloud/credentials.ini',
    ]);
  });

  it('contain the roles that the user has assumed, and the one in use, once each', () => {
    const state = readyWith(builder, dsw);
    const rows = tree(alibabaWindow({ ...dsw, recent: [builder], state }));
    assert.deepEqual(
      rows.filter((row) => row.includes('Builder')),
      ['  Builder · in use · 43m left · 1234567890123456 · via Instance RAM role (credentials URI)'],
    );
    const forgotten = tree(alibabaWindow({ ...dsw, state }));
    assert.equal(forgotten.filter((row) => row.includes('Builder')).length, 1);
  });

  it('say how long what is in use lasts, also to screen readers', () => {
    const draft = draftOf(uri, alibabaWindow({ ...dsw, state: readyWith(uri, dsw) }));
    assert.deepEqual(draft.description?.slice(0, 2), ['in use', '43m left']);
    assert.deepEqual(draft.spoken?.slice(0, 2), ['in use', '43 minutes left']);
    assert.equal(draft.iconPath?.id, 'pass-filled');
  });

  const waiting = { kind: 'waiting', target: uri } as const;
  const states: readonly (readonly [string, AlibabaWorld])[] = [
    [
      'no session',
      { state: { ...waiting, failure: { code: 'notAlibaba', profile: '', host: '', status: 500 } } },
    ],
    ['expired', { state: { ...waiting, failure: { code: 'alibabaSourceStale', profile: '' } } }],
    ['expires in 43m', { state: readyWith(uri, dsw, { mustAsk: 'signIn' }) }],
    ['getting credentials', { state: { kind: 'switching', target: uri, from: { kind: 'none' } } }],
    [
      'keys rejected',
      {
        state: readyWith(uri, dsw),
        verdict: { kind: 'refused', failure: { code: 'alibabaSourceStale', profile: '' } },
      },
    ],
  ];
  for (const [word, world] of states)
    it(`say “${word}”`, () => {
      const draft = draftOf(uri, alibabaWindow({ ...dsw, ...world }));
      assert.equal(draft.description?.[0], word);
      assert.match(draft.contextValue ?? '', /^alibaba usable inUse$/u);
    });

  it('have words by which menus recognize them', () => {
    const sso = { cloud_sso_sign_in_url: 'https://signin-cn-shanghai.alibabacloudsso.com/x/login' };
    const cli = {
      current: 'ak',
      profiles: [
        { name: 'ak', mode: 'AK' },
        {
          name: 'sts',
          mode: 'StsToken',
          access_key_id: 'STS.NTestKeyOfMaya00001',
          access_key_secret: secret,
          sts_token: secret,
        },
        {
          name: 'sso',
          mode: 'CloudSSO',
          ...sso,
          access_token: secret,
          cloud_sso_account_id: '1234567890123456',
          cloud_sso_access_config: 'ac-1',
          region_id: 'cn-shanghai',
        },
      ],
    };
    const sources = alibabaWindow({ ...dsw, cli });
    assert.equal(draftOf(profile('ak'), sources).contextValue, 'alibaba broken file');
    assert.equal(draftOf(profile('sso'), sources).contextValue, 'alibaba usable file cliSignIn');
    assert.equal(draftOf(profile('sts'), sources).contextValue, 'alibaba usable file');
    assert.equal(draftOf(uri, sources).contextValue, 'alibaba usable');
    assert.equal(draftOf(builder, sources).contextValue, 'alibaba usable ramRole');
    const longTerm = alibabaWindow({ ...dsw, state: readyWith(old, dsw) });
    assert.equal(draftOf(old, longTerm).contextValue, 'alibaba usable inUse file longTerm');
    const role: AlibabaTarget = { kind: 'ramRole', roleArn, source: old, sessionName: 'maya' };
    assert.equal(draftOf(role, longTerm).contextValue, 'alibaba usable ramRole');
  });

  it('open the file of a profile, and explain what has none', () => {
    const sources = alibabaWindow(dsw);
    assert.equal(draftOf(old, sources).command?.command, 'rolecall.alibabaOpenFile');
    assert.equal(draftOf(uri, sources).command?.command, 'rolecall.alibabaExplain');
  });

  it('have a tooltip with the steps, the identity, and the end, without a secret', () => {
    const identity = { account: '1234567890123456', arn: 'acs:ram::1234567890123456:assumed-role/Dsw/s' };
    const verdict = { kind: 'accepted', identity } as const;
    const sources = alibabaWindow({ ...dsw, state: readyWith(uri, dsw), verdict });
    const text = tooltipOf(uri, sources);
    assert.match(text, /1234567890123456:assumed-role\/Dsw\/s/u);
    assert.match(text, /43m/u);
    assert.match(text, /127\.0\.0\.1:7002/u);
    assert.doesNotMatch(`${text}${tooltipOf(old, sources)}`, /secret-path|TestSecret/u);
  });

  it('say as a whole sentence why a profile cannot be used', () => {
    const cli = { current: 'ak', profiles: [{ name: 'ak', mode: 'AK' }] };
    const target: AlibabaTarget = { kind: 'cliProfile', name: 'ak' };
    assert.match(tooltipOf(target, alibabaWindow({ cli })), /whole alibabaKeyMissing/u);
  });

  it('show no text of a file as a link or an icon', () => {
    const name = '$(check) [x](command:rolecall.stopUsing)';
    const cli = { current: name, profiles: [{ name, mode: 'AK' }] };
    const text = tooltipOf({ kind: 'cliProfile', name }, alibabaWindow({ cli }));
    assert.doesNotMatch(text, /\]\(command:|\*\*\$\(check\)/u);
  });
});

describe('the rows of Alibaba Cloud in the picker', () => {
  it('are what can be chosen', () => {
    assert.deepEqual(picked({ ...dsw, state: readyWith(uri, dsw), recent: [builder] }), [
      'Instance RAM role (credentials URI) | $(check) in use, 43m left',
      'Instance RAM role (file) | ',
      'old | Alibaba Cloud CLI · AccessKey pair · cn-hangzhou',
      'Builder@1234567890123456 | 1234567890123456 · via Instance RAM role (credentials URI)',
    ]);
  });

  for (const [words, found] of [
    ['hangzhou accesskey', 'old'],
    ['alibaba file', 'Instance RAM role (file)'],
    ['12345678 builder', 'Builder@1234567890123456'],
    ['assumed-role', 'Builder@1234567890123456'],
  ] as const)
    it(`find ${found} by “${words}”`, () => {
      assert.equal(picked({ ...dsw, recent: [builder] }, words)[0]?.split(' | ')[0], found);
    });

  it('are all found by the name of the cloud, and say it where no heading does', () => {
    assert.deepEqual(picked({ ...dsw, state: readyWith(uri, dsw), recent: [builder] }, 'alibaba cloud'), [
      'Instance RAM role (credentials URI) | Alibaba Cloud · $(check) in use, 43m left',
      'Instance RAM role (file) | Alibaba Cloud',
      'old | Alibaba Cloud CLI · AccessKey pair · cn-hangzhou',
      'Builder@1234567890123456 | Alibaba Cloud · 1234567890123456 · via Instance RAM role (credentials URI)',
    ]);
  });

  it('have different keys although their names are the same', () => {
    const ini = { credentials: `[old]\ntype = access_key\n${keys}` };
    const entries = createAlibabaRows(alibabaWindow({ ...dsw, ini })).entries();
    const same = entries.filter(({ row }) => row.label === 'old');
    assert.equal(new Set(same.map(({ key }) => key)).size, 2);
  });

  it('offer to stop and to renew', () => {
    assert.deepEqual(inUseLabels({}), []);
    assert.deepEqual(inUseLabels({ state: readyWith(old, dsw) }), ['Stop using old']);
    assert.deepEqual(inUseLabels({ state: readyWith(old, dsw, { mustAsk: 'signIn' }) }), [
      'Renew the session of old',
      'Stop using old',
    ]);
  });

  it('offer to assume a role only with something that can', () => {
    assert.equal(offered(dsw), 1);
    assert.equal(offered({ cli: { current: 'ak', profiles: [{ name: 'ak', mode: 'AK' }] } }), 0);
  });

  it('offer to assume a role whose ARN was typed', () => {
    const rows = createAlibabaRows(alibabaWindow(dsw));
    const choice = { kind: 'alibabaCommand', id: 'rolecall.assumeRamRole', argument: roleArn };
    assert.deepEqual(rows.typedRow(` ${roleArn} `)?.choice, choice);
    assert.equal(rows.typedRow('arn:aws:iam::123456789012:role/Builder'), undefined);
    assert.equal(rows.typedRow('builder'), undefined);
  });
});

it('the rows of Alibaba Cloud are drawn again when what is in use changes', () => {
  const sources = alibabaWindow(dsw);
  let count = 0;
  const listening = onAlibabaChange(sources)(() => count++);
  sources.use(readyWith(uri, dsw));
  assert.equal(count, 1);
  listening.dispose();
  sources.use({ kind: 'none' });
  assert.equal(count, 1);
});
