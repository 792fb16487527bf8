import { inspect } from 'node:util';
import type { Log } from '../../src/base/log.ts';

/** A log that records its messages. Errors are recorded with everything that a log could print of them. */
export class RecordedLog implements Log {
  readonly debugs: string[] = [];
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  readonly errors: string[] = [];

  debug(...lines: readonly string[]): void {
    this.debugs.push(lines.join('\n    '));
  }

  info(message: string): void {
    this.infos.push(message);
  }

  warn(...lines: readonly string[]): void {
    this.warnings.push(lines.join('\n    '));
  }

  error(message: string | Error): void {
    this.errors.push(typeof message === 'string' ? message : `${message.stack}\n${inspect(message)}`);
  }

  get text(): string {
    return [...this.debugs, ...this.infos, ...this.warnings, ...this.errors].join('\n');
  }
}
