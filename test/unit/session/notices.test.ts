import assert from 'node:assert/strict';
import { Notices } from '../../../src/session/notices.ts';
import { noNeighbours } from '../../fakes/noNeighbours.ts';
import { Street } from '../../fakes/street.ts';

describe('Notices', () => {
  it('are given once for each session, whichever window is asked', async () => {
    const street = new Street();
    const [first, second] = [new Notices(street.move()), new Notices(street.move())];
    assert.deepEqual(
      [await first.take('A'), await first.take('A'), await second.take('A')],
      [true, false, false],
    );
    assert.deepEqual(
      [await second.take('B'), await first.take('B'), await second.take('B')],
      [true, false, false],
    );
  });

  it('are given once also where the asking overlaps', async () => {
    const notices = new Notices(noNeighbours);
    assert.deepEqual(await Promise.all([notices.take('A'), notices.take('A')]), [true, false]);
  });

  it('are not kept back by what a window of another version answers', async () => {
    const street = new Street();
    await street.move().listen({ wasNoticeGiven: () => 'yes' });
    assert.equal(await new Notices(street.move()).take('A'), true);
  });

  it('take no harm from what a window of another version asks', async () => {
    const street = new Street();
    await new Notices(street.move()).take('A');
    assert.equal(await street.move().ask('wasNoticeGiven', { odd: 1 }, JSON.stringify), 'false');
  });
});
