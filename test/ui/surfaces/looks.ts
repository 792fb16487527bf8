import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { picturePath } from '../window/workbench.ts';
import { bytesPerPixel, decodePng, type Area, type Image } from '../pictures/png.ts';
import { palettePng } from '../pictures/palettePng.ts';

/** Space between pictures. Pixels. */
const margin = 8;
/** The color between the pictures, as gray looks well beside all themes. */
const gray = 0x90;

/** The part of the page that contains all elements. */
export async function pictureOf(page: Page, elements: readonly Locator[]): Promise<Image> {
  const boxes = await Promise.all(elements.map((element) => element.boundingBox()));
  const found = boxes.flatMap((box) => box ?? []);
  const size = page.viewportSize();
  if (found.length === 0 || !size) throw new Error('There is nothing to show');
  const left = Math.max(0, Math.floor(Math.min(...found.map(({ x }) => x))));
  const top = Math.max(0, Math.floor(Math.min(...found.map(({ y }) => y))));
  const right = Math.min(size.width, Math.ceil(Math.max(...found.map(({ x, width }) => x + width))));
  const bottom = Math.min(size.height, Math.ceil(Math.max(...found.map(({ y, height }) => y + height))));
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  return decodePng(await page.screenshot({ animations: 'disabled', caret: 'hide', clip }));
}

/** Writes pictures side by side, two in a row, and returns the size of the file in bytes. */
export async function savePictures(name: string, pictures: readonly Image[]): Promise<number> {
  const cell = {
    width: Math.max(...pictures.map(({ width }) => width)),
    height: Math.max(...pictures.map(({ height }) => height)),
  };
  const rows = Math.ceil(pictures.length / 2);
  const sheet = blank(cell.width * 2 + margin, cell.height * rows + margin * (rows - 1));
  for (const [i, picture] of pictures.entries()) {
    const [x, y] = [(i % 2) * (cell.width + margin), Math.floor(i / 2) * (cell.height + margin)];
    paste(picture, sheet, { x, y, ...picture });
  }
  const file = palettePng(sheet);
  await mkdir(dirname(picturePath(name)), { recursive: true });
  await writeFile(picturePath(name), file);
  return file.length;
}

function blank(width: number, height: number): Image {
  return { width, height, pixels: Buffer.alloc(width * height * bytesPerPixel, gray) };
}

function paste(picture: Image, sheet: Image, { x, y, width, height }: Area): void {
  for (let line = 0; line < height; line++) {
    const from = line * width * bytesPerPixel;
    const to = ((y + line) * sheet.width + x) * bytesPerPixel;
    picture.pixels.copy(sheet.pixels, to, from, from + width * bytesPerPixel);
  }
}
