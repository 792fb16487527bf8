import { bytesPerPixel, chunk, compress, signature } from './png.ts';
import type { Area, Image } from './png.ts';

export interface Frame {
  readonly image: Image;
  /** How long it is shown, in milliseconds. */
  readonly duration: number;
}

/**
 * An animated PNG, which browsers, VS Code, and GitHub show (https://www.w3.org/TR/png-3/#apng-frame-based-animation).
 * Each frame has only what changes. The animation ends with its last frame after some plays, as motion without an end
 * distracts.
 */
export function animatedPng(frames: readonly Frame[], plays: number): Buffer {
  const [first] = frames;
  if (!first) throw new Error('An animation needs frames');
  const { width, height } = first.image;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits for each of three colors
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames.length, 0);
  control.writeUInt32BE(plays, 4);
  let sequence = 0;
  const chunks = frames.flatMap(({ image, duration }, index) => {
    const before = frames[index - 1]?.image;
    const area = before ? changedArea(before, image) : { x: 0, y: 0, width, height };
    const data = compress(image, area);
    const frame = chunk('fcTL', frameControl(sequence++, area, duration));
    return [frame, before ? chunk('fdAT', Buffer.concat([uint32(sequence++), data])) : chunk('IDAT', data)];
  });
  const end = chunk('IEND', Buffer.alloc(0));
  return Buffer.concat([signature, chunk('IHDR', header), chunk('acTL', control), ...chunks, end]);
}

/** The smallest area that contains all changes, at least one pixel. */
function changedArea(before: Image, after: Image): Area {
  const { width, height } = after;
  if (before.width !== width || before.height !== height) throw new Error('The frames differ in size');
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    const [from, to] = [y * width * bytesPerPixel, (y + 1) * width * bytesPerPixel];
    if (before.pixels.compare(after.pixels, from, to, from, to) === 0) continue;
    [top, bottom] = [Math.min(top, y), y];
    for (let at = from; at < to; at++) {
      if (before.pixels[at] === after.pixels[at]) continue;
      const x = Math.floor((at - from) / bytesPerPixel);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
    }
  }
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function frameControl(sequence: number, { x, y, width, height }: Area, duration: number): Buffer {
  const numbers = [sequence, width, height, x, y].map(uint32);
  // The duration as a fraction of seconds. The frame stays when the next one is drawn over it.
  const rest = Buffer.alloc(6);
  rest.writeUInt16BE(duration, 0);
  rest.writeUInt16BE(1000, 2);
  return Buffer.concat([...numbers, rest]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
