import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { shortPath } from '../../../../src/host/files/shortPath.ts';

describe('the short form of a path', () => {
  const home = homedir();

  it('has a tilde for the home folder', () => {
    assert.equal(shortPath(join(home, '.aws', 'config')), join('~', '.aws', 'config'));
  });

  it('has none for the home of somebody whose name only begins the same', () => {
    const others = join(`${home}ice`, '.aws', 'config');
    assert.equal(shortPath(others), others);
  });

  it('is the path itself elsewhere', () => {
    const elsewhere = join(home, '..', 'elsewhere');
    assert.equal(shortPath(elsewhere), elsewhere);
  });
});
