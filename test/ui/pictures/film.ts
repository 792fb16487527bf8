import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { picturePath } from '../window/workbench.ts';
import { animatedPng } from './animatedPng.ts';
import type { Frame } from './animatedPng.ts';
import { decodePng } from './png.ts';

/** How long a frame is shown while something moves, in milliseconds. */
const typing = 110;

/** An animation of what a user does in a window. It is made of screenshots, so it shows no waiting. */
export class Film {
  readonly #page: Page;
  readonly #frames: Frame[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  /** Shows the window as it is now, for this many milliseconds. */
  async show(duration: number): Promise<void> {
    const image = decodePng(await this.#page.screenshot({ animations: 'disabled', caret: 'hide' }));
    this.#frames.push({ image, duration });
  }

  /** Draws a pointer on an element, because screenshots have none, and moves the mouse there. */
  async pointAt(target: Locator): Promise<void> {
    await target.hover();
    const box = await target.boundingBox();
    if (!box) throw new Error('There is nothing to point at');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.#page.evaluate(drawPointer, { x, y });
  }

  /** Takes the pointer away, for example because a user types. */
  async hidePointer(): Promise<void> {
    await this.#page.evaluate(drawPointer, { x: -100, y: -100 });
    await this.#page.mouse.move(640, 2);
  }

  /** Types into what has the focus, one character after the other. */
  async type(text: string): Promise<void> {
    for (const character of text) {
      await this.#page.keyboard.type(character);
      await this.show(typing);
    }
  }

  /** Writes the animation, and returns its size in bytes. */
  async save(name: string): Promise<number> {
    const plays = 3;
    const file = animatedPng(this.#frames, plays);
    await mkdir(dirname(picturePath(name)), { recursive: true });
    await writeFile(picturePath(name), file);
    return file.length;
  }
}

/** Runs in the page. */
function drawPointer({ x, y }: { readonly x: number; readonly y: number }): void {
  const { document } = globalThis as unknown as { readonly document: PageDocument };
  let pointer = document.querySelector('#pointer');
  if (!pointer) {
    pointer = document.createElement('div');
    pointer.id = 'pointer';
    document.body.append(pointer);
  }
  const arrow = 'polygon(0 0, 0 80%, 22% 62%, 38% 98%, 54% 90%, 38% 56%, 66% 56%)';
  const look = 'position: fixed; width: 20px; height: 20px; z-index: 99999; pointer-events: none';
  pointer.style.cssText = `${look}; background: #ff9e3d; clip-path: ${arrow}; left: ${x}px; top: ${y}px`;
}

/** What the tests need of the page's types, which they do not load. */
interface PageElement {
  id: string;
  readonly style: { cssText: string };
}

interface PageDocument {
  readonly body: { readonly append: (element: PageElement) => void };
  readonly createElement: (name: string) => PageElement;
  readonly querySelector: (selector: string) => PageElement | null;
}
