import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { FailureError } from '../../../src/base/failure.ts';
import { createAttempt } from '../../../src/commands/attempt.ts';
import { createLog } from '../../../src/host/outputLog.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function open() {
  const entries: string[] = [];
  const write = (entry: string) => void entries.push(entry);
  const channel = { debug: write, info: write, warn: write, error: write } as unknown as LogOutputChannel;
  return { log: createLog(() => channel), entries };
}

describe('the log', () => {
  it('has one entry for each message, whatever a name contains', () => {
    const { log, entries } = open();
    log.info('a\n2026-01-01 00:00:00.000 [error] forged\r\u2028\u202E\u200B\u001B[2K');
    assert.deepEqual(entries, [
      String.raw`a\u{A}2026-01-01 00:00:00.000 [error] forged\u{D}\u{2028}\u{202E}\u{200B}\u{1B}[2K`,
    ]);
  });

  it('indents the lines that follow a message', () => {
    const { log, entries } = open();
    log.warn('a', 'b\nc', 'd');
    log.debug('e');
    assert.deepEqual(entries, ['a\n    b\\u{A}c\n    d', 'e']);
  });

  it('indents all lines of an error', () => {
    const { log, entries } = open();
    const error = new Error('a\n2026-01-01 00:00:00.000 [error] forged');
    error.stack = `Error: ${error.message}\n    at x (y.js:1:2)`;
    log.error(error);
    log.error('plain');
    assert.deepEqual(entries, [
      'Error: a\n    2026-01-01 00:00:00.000 [error] forged\n    at x (y.js:1:2)',
      'plain',
    ]);
  });

  it('contains no secrets', () => {
    const { log, entries } = open();
    log.warn(`dev ${secret}`, `at ${secret}`);
    log.error(new Error(secret));
    assert.doesNotMatch(entries.join('\n'), /wJalr|K7MDENG|CYEXAMPLE/u);
  });

  it('reports a failed action under a name that cannot forge an entry', async () => {
    const { log, entries } = open();
    const attempt = createAttempt(() => {}, log);
    const name = `a\n${secret} token=hunter2`;
    await attempt(name, () =>
      Promise.reject(
        new FailureError({
          code: 'invalidKeys',
          profile: name,
          accessKeyId: secret,
          caller: { kind: 'process', profile: name },
        }),
      ),
    );
    await attempt(name, () => Promise.reject(new FailureError({ code: 'noSuchProfile', profile: name })));
    assert.equal(entries.length, 2);
    assert.doesNotMatch(entries.join(''), /wJalr|hunter2|\n/u);
  });
});
