import { readFileSync } from 'node:fs';

// Preloaded into VS Code's processes. The file named by ROLECALL_MOVED_CLOCK contains the number of milliseconds that
// their clock is ahead. While it does not exist, the clock stays as it is.
const path = process.env['ROLECALL_MOVED_CLOCK'] ?? '';
const RealDate = Date;
const readIntervalMs = 200;
let aheadMs = 0;
let lastRead = 0;

function movedNow(): number {
  const now = RealDate.now();
  if (now - lastRead > readIntervalMs) {
    lastRead = now;
    aheadMs = readAheadMs();
  }
  return now + aheadMs;
}

function readAheadMs(): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return aheadMs;
  }
}

globalThis.Date = new Proxy(RealDate, {
  construct: (_, args, newTarget) =>
    Reflect.construct(RealDate, args.length > 0 ? args : [movedNow()], newTarget),
  get: (_, name) => (name === 'now' ? movedNow : Reflect.get(RealDate, name)),
});
