import { deflateSync } from 'node:zlib';
import { bytesPerPixel, chunk, signature } from './png.ts';
import type { Image } from './png.ts';

const paletteSize = 256;
/** Rounds colors to this many levels before they are counted. */
const step = 4;

type Color = readonly [number, number, number];

/** A PNG with the most frequent colors of the image, a third of the size. Other colors become the most similar one. */
export function palettePng({ width, height, pixels }: Image): Buffer {
  const counts = new Map<number, number>();
  const colors = Array.from({ length: width * height }, (_, pixel) => roundedAt(pixels, pixel));
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const ranked = [...counts].toSorted(([, a], [, b]) => b - a).map(([color]) => color);
  const palette = ranked.slice(0, paletteSize);
  const indexes = new Map(ranked.map((color, i) => [color, i < paletteSize ? i : nearest(color, palette)]));
  const lines = Buffer.alloc((width + 1) * height);
  for (const [pixel, color] of colors.entries())
    lines[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] = indexes.get(color) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3], 8); // one byte for each pixel, which names a color of the palette
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function roundedAt(pixels: Buffer, pixel: number): number {
  const [red, green, blue] = [0, 1, 2].map((i) =>
    Math.min(255, Math.round((pixels[pixel * bytesPerPixel + i] ?? 0) / step) * step),
  );
  return ((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0);
}

const channels = (color: number): Color => [color >> 16, (color >> 8) & 0xff, color & 0xff];

function nearest(color: number, palette: readonly number[]): number {
  const [red, green, blue] = channels(color);
  const distances = palette.map((other) => {
    const [r, g, b] = channels(other);
    return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
  });
  return distances.indexOf(Math.min(...distances));
}
