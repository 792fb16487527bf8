import type { Clocks } from '../../src/session/machineClock.ts';

/** A machine whose clocks a test moves. */
export class MovableMachine {
  wall: number;
  elapsed = 500;
  uptime = 40 * 3_600_000;

  constructor(wall = 1_800_000_000_000) {
    this.wall = wall;
  }

  readonly clocks: Clocks = { now: () => this.wall, elapsed: () => this.elapsed, uptime: () => this.uptime };

  pass(milliseconds: number): void {
    this.elapsed += milliseconds;
    this.sleep(milliseconds);
  }

  /** As on Linux, where `elapsed` stands still. */
  sleep(milliseconds: number): void {
    this.wall += milliseconds;
    this.uptime += milliseconds;
  }

  restart(offMs: number): void {
    this.wall += offMs;
    [this.elapsed, this.uptime] = [0, 0];
  }
}
