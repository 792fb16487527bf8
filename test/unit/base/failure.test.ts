import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Cancelled, type Failure, FailureError, failureOf } from '../../../src/base/failure.ts';

const failure: Failure = { code: 'invalidValue', profile: 'dev', key: 'external_id' };

describe('FailureError', () => {
  const error = new FailureError(failure);

  it('carries its failure', () => assert.equal(error.failure, failure));
  it('is an Error with its own name', () => {
    assert.ok(error instanceof Error);
    assert.equal(error.name, 'FailureError');
  });
  it('shows its code and nothing else', () => {
    assert.equal(error.message, 'invalidValue');
    assert.equal(String(error), 'FailureError: invalidValue');
    assert.ok(!error.stack?.includes('x y'));
  });
  it('keeps its cause', () => {
    const cause = new Error('why');
    assert.equal(new FailureError(failure, { cause }).cause, cause);
  });
});

const unexpected = (reason: string) => ({ code: 'unexpected', profile: 'dev', reason });

describe('failureOf', () => {
  it('finds the failure in an error', () => {
    assert.equal(failureOf(new FailureError(failure), 'other'), failure);
  });

  it('returns every other error as unexpected, with its name', () => {
    assert.deepEqual(failureOf(new TypeError('x'), 'dev'), unexpected('TypeError'));
    assert.deepEqual(failureOf('x', 'dev'), unexpected('string'));
    assert.deepEqual(failureOf(undefined, 'dev'), unexpected('undefined'));
    assert.deepEqual(failureOf(null, 'dev'), unexpected('object'));
    assert.deepEqual(failureOf(failure, 'dev'), unexpected('object'));
  });

  it("repeats nothing of the error's message", () => {
    const error = new Error('aws_secret_access_key = hunter2');
    assert.ok(!inspect(failureOf(error, 'dev')).includes('hunter2'));
  });
});

describe('Cancelled', () => {
  it('is identified by its class and carries nothing', () => {
    const error = new Cancelled();
    assert.ok(error instanceof Cancelled);
    assert.ok(!(error instanceof FailureError));
    assert.equal(String(error), 'Cancelled: cancelled');
  });
});
