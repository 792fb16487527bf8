import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** An image with three bytes for each pixel: red, green, and blue. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

/** Where an image is in a larger one, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const bytesPerPixel = 3;
export const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Reads a PNG file as browsers make it: eight bits for each color, not interlaced. Transparency is ignored. */
export function decodePng(file: Buffer): Image {
  const chunks = chunksOf(file);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, colorType, , , interlaced] = header.subarray(8);
  const channels = colorType === 2 ? 3 : 4;
  if (depth !== 8 || interlaced !== 0 || (colorType !== 2 && colorType !== 6))
    throw new Error('This kind of PNG is not supported');
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((found) => found.data));
  const lines = unfilter(inflateSync(data), width * channels, height, channels);
  if (channels === bytesPerPixel) return { width, height, pixels: lines };
  const pixels = Buffer.alloc(width * height * bytesPerPixel);
  for (let pixel = 0; pixel < width * height; pixel++)
    lines.copy(pixels, pixel * bytesPerPixel, pixel * channels, pixel * channels + bytesPerPixel);
  return { width, height, pixels };
}

function chunksOf(file: Buffer): readonly { readonly type: string; readonly data: Buffer }[] {
  const chunks = [];
  for (let at = signature.length; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: file.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the filter of each line: https://www.w3.org/TR/png-3/#9Filters */
function unfilter(filtered: Buffer, lineLength: number, height: number, channels: number): Buffer {
  const lines = Buffer.alloc(lineLength * height);
  for (let y = 0; y < height; y++) {
    const from = y * (lineLength + 1);
    const to = y * lineLength;
    const filter = filtered[from] ?? 0;
    for (let x = 0; x < lineLength; x++) {
      const left = x < channels ? 0 : (lines[to + x - channels] ?? 0);
      const up = y === 0 ? 0 : (lines[to + x - lineLength] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (lines[to + x - lineLength - channels] ?? 0);
      lines[to + x] = (filtered[from + 1 + x] ?? 0) + prediction(filter, left, up, corner);
    }
  }
  return lines;
}

function prediction(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  return filter === 4 ? paeth(left, up, corner) : 0;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

/** The compressed pixels of an area. Areas of one color prevail in pictures of a window, so lines need no filter. */
export function compress({ width, pixels }: Image, area: Area): Buffer {
  const lineLength = area.width * bytesPerPixel;
  const lines = Buffer.alloc((lineLength + 1) * area.height);
  for (let y = 0; y < area.height; y++) {
    const from = ((area.y + y) * width + area.x) * bytesPerPixel;
    pixels.copy(lines, y * (lineLength + 1) + 1, from, from + lineLength);
  }
  return deflateSync(lines, { level: 9, memLevel: 9 });
}

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
