import assert from 'node:assert/strict';
import { ProcessVariables } from '../../../../src/delivery/handover/processVariables.ts';

type Values = Readonly<Record<string, string | null | undefined>>;

/** Tests what results from setting variables over others, on Windows and elsewhere. */
function put(what: string, before: Values, over: Values, windows: Values, elsewhere: Values): void {
  it(what, () => {
    assert.deepEqual(ProcessVariables.of(before, 'win32').with(over).toRecord(), windows);
    assert.deepEqual(ProcessVariables.of(before, 'linux').with(over).toRecord(), elsewhere);
    assert.deepEqual(ProcessVariables.of(before, 'darwin').with(over).toRecord(), elsewhere);
  });
}

describe('the variables of a process', () => {
  put('contain what is set', { A: '1' }, { B: '2' }, { A: '1', B: '2' }, { A: '1', B: '2' });
  put('have the later value', { A: '1' }, { A: '2' }, { A: '2' }, { A: '2' });
  put(
    'have a name only once on Windows regardless of case, as it was last set',
    { aws_profile: 'mine', Path: 'C:\\' },
    { AWS_PROFILE: 'dev' },
    { AWS_PROFILE: 'dev', Path: 'C:\\' },
    { aws_profile: 'mine', Path: 'C:\\', AWS_PROFILE: 'dev' },
  );
  put(
    'lose variables that are removed',
    { aws_profile: 'mine', AWS_REGION: 'r' },
    { AWS_PROFILE: null, AWS_REGION: null },
    { AWS_PROFILE: null, AWS_REGION: null },
    { aws_profile: 'mine', AWS_PROFILE: null, AWS_REGION: null },
  );
  put('keep an empty value', { A: '1' }, { A: '' }, { A: '' }, { A: '' });
  put('ignore an undefined value', { A: '1' }, { A: undefined }, { A: '1' }, { A: '1' });
  put(
    'have a name only once if it was set twice',
    { Path: 'a', PATH: 'b' },
    {},
    { PATH: 'b' },
    { Path: 'a', PATH: 'b' },
  );

  it('are immutable', () => {
    const before = ProcessVariables.of({ A: '1', VSCODE_X: '2' }, 'linux');
    before.with({ A: '3' });
    assert.deepEqual(before.without(/^vscode_/iu).toRecord(), { A: '1' });
    assert.deepEqual(before.toRecord(), { A: '1', VSCODE_X: '2' });
  });
});
