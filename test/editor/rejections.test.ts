import assert from 'node:assert/strict';

/** Rejections that nobody handled, from the moment this file is loaded: before any test runs. */
const rejections: unknown[] = [];
process.on('unhandledRejection', (reason) => {
  const stack = reason instanceof Error ? (reason.stack ?? '') : '';
  if (/[\\/]dist[\\/](extension|aws)\.js/u.test(stack)) rejections.push(reason);
});

after('no rejection of the extension went unhandled', () => {
  assert.deepEqual(rejections, []);
});
