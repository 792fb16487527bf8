import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './typescriptTokens.ts';
import { animatedPng } from './ui/pictures/animatedPng.ts';
import { decodePng } from './ui/pictures/png.ts';
import type { Image } from './ui/pictures/png.ts';

/** An image of one color. */
function plain(width: number, height: number, color: readonly number[]): Image {
  return { width, height, pixels: Buffer.from(Array.from({ length: width * height }, () => color).flat()) };
}

function withPixel(image: Image, x: number, y: number): Image {
  const pixels = Buffer.from(image.pixels);
  pixels.set([1, 2, 3], (y * image.width + x) * 3);
  return { ...image, pixels };
}

/** The frames of an animation as [x, y, width, height, milliseconds]. */
function framesOf(file: Buffer): readonly (readonly number[])[] {
  const frames: number[][] = [];
  for (let at = file.indexOf('fcTL'); at >= 0; at = file.indexOf('fcTL', at + 1)) {
    const [width = 0, height = 0, x = 0, y = 0] = [8, 12, 16, 20].map((offset) =>
      file.readUInt32BE(at + offset),
    );
    frames.push([x, y, width, height, (file.readUInt16BE(at + 24) / file.readUInt16BE(at + 26)) * 1000]);
  }
  return frames;
}

describe('an animation', () => {
  const first = plain(40, 30, [200, 100, 0]);

  it('has its first frame as a whole, for programs that show no animations', () => {
    const file = animatedPng([{ image: withPixel(first, 3, 4), duration: 100 }], 3);
    assert.deepEqual(decodePng(file), withPixel(first, 3, 4));
  });

  it('has of each other frame only what changes, and how long it is shown', () => {
    const second = withPixel(withPixel(first, 10, 5), 12, 9);
    const frames = [first, second, second].map((image, index) => ({ image, duration: 100 + index }));
    assert.deepEqual(framesOf(animatedPng(frames, 3)), [
      [0, 0, 40, 30, 100],
      [10, 5, 3, 5, 101],
      [0, 0, 1, 1, 102],
    ]);
  });

  it('may not change its size', () => {
    const frames = [first, plain(30, 40, [0, 0, 0])].map((image) => ({ image, duration: 100 }));
    assert.throws(() => animatedPng(frames, 3), /differ in size/);
  });

  it('can be made of the screenshots of a browser', () => {
    const image = decodePng(readFileSync(join(projectRoot, 'media/rolecall.png')));
    assert.deepEqual(decodePng(animatedPng([{ image, duration: 100 }], 1)), image);
  });
});
