import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { shortPath } from '../../../../src/host/files/shortPath.ts';

describe('the short form of a path', () => {
  const home = homedir();

  it('has a tilde in place of the home folder', () => {
    assert.equal(shortPath(join(home, '.aws', 'config')), join('~', '.aws', 'config'));
  });

  it('keeps another home folder whose name has the same beginning', () => {
    const others = join(`${home}ice`, '.aws', 'config');
    assert.equal(shortPath(others), others);
  });

  it('is the path itself outside of the home folder', () => {
    const elsewhere = join(home, '..', 'elsewhere');
    assert.equal(shortPath(elsewhere), elsewhere);
  });
});
