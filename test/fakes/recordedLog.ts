import { inspect } from 'node:util';
import type { Log } from '../../src/base/log.ts';

/** A log that records its messages. Errors are recorded with everything that a log could print of them. */
export class RecordedLog implements Log {
  readonly debugs: string[] = [];
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  debug(message: string): void {
    this.debugs.push(message);
  }

  info(message: string): void {
    this.infos.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  error(message: string | Error): void {
    this.errors.push(typeof message === 'string' ? message : `${message.stack}\n${inspect(message)}`);
  }

  get text(): string {
    return [...this.debugs, ...this.infos, ...this.warnings, ...this.errors].join('\n');
  }
}
