import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';

/** The part of IBM's Equal Access engine that the tests use, which runs in the page. */
interface Engine {
  readonly Checker: new () => {
    check(node: unknown, guidelines: readonly string[]): Promise<{ readonly results: readonly Result[] }>;
  };
}

interface Result {
  readonly ruleId: string;
  readonly value: readonly [string, string];
  readonly message: string;
  readonly snippet: string;
}

const engine = createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js');

/**
 * Rules about elements that VS Code makes alike for all extensions: empty toolbars, toolbars in rows, the list of a
 * quick input without rows, and the color of the names of groups.
 */
const ofVscode: readonly RegExp[] = [
  /^aria_toolbar_label_unique:/,
  /^aria_descendant_valid:.* roles "toolbar"/,
  /^aria_id_unique:.*'aria-activedescendant'/,
  /^text_contrast_sufficient:.*quick-input-list-separator/,
];
/** `59m` is read as `59 minutes`. */
const durationInWords = /^label_name_visible:.*aria-label="[^"]*\b(?:hours?|minutes?) left\b/;

/** WCAG 2.2, levels A and AA, as far as a program can check it. Returns a line for each violation. */
export async function violations(surface: Locator): Promise<readonly string[]> {
  await loadEngine(surface.page());
  const results = await surface.evaluate(async (element) => {
    const { ace } = globalThis as unknown as { readonly ace: Engine };
    const { results: all } = await new ace.Checker().check(element, ['WCAG_2_2']);
    return all.filter(({ value: [level, outcome] }) => level === 'VIOLATION' && outcome === 'FAIL');
  });
  return results
    .map(({ ruleId, message, snippet }) => `${ruleId}: ${message} ${snippet.slice(0, 300)}`)
    .filter((violation) => ![...ofVscode, durationInWords].some((rule) => rule.test(violation)));
}

async function loadEngine(page: Page): Promise<void> {
  if (await page.evaluate(() => 'ace' in globalThis)) return;
  await page.evaluate(`${await readFile(engine, 'utf8')}; globalThis.ace = ace;`);
}

/** The least contrast of an icon with what is behind it: https://www.w3.org/TR/WCAG22/#non-text-contrast */
const leastContrast = 3;

/** The icons whose color is not that of the text around them, and stands out too little. */
export async function weakIcons(surface: Locator): Promise<readonly string[]> {
  const icons = await surface.locator('.codicon:visible').all();
  const shown = await Promise.all(icons.map((icon) => icon.evaluate(iconOf)));
  return shown
    .map(({ name, layers }) => ({ name, contrast: contrastOf(layers) }))
    .filter(({ contrast }) => contrast < leastContrast)
    .map(({ name, contrast }) => `${name}: ${contrast.toFixed(2)}`);
}

/** An icon, and the colors on top of each other: its own first, and then the backgrounds behind it. */
interface Icon {
  readonly name: string;
  readonly layers: readonly string[];
}

/** What the tests need of the page's types, which they do not load. */
interface PageElement {
  readonly className: string;
  readonly parentElement: PageElement | null;
}

interface PageStyle {
  readonly color: string;
  readonly backgroundColor: string;
}

/** Runs in the page. */
function iconOf(element: unknown): Icon {
  const { getComputedStyle } = globalThis as unknown as {
    readonly getComputedStyle: (of: unknown, pseudo?: string) => PageStyle;
  };
  const icon = element as PageElement;
  const layers = [getComputedStyle(icon, '::before').color];
  for (let at: PageElement | null = icon; at; at = at.parentElement)
    layers.push(getComputedStyle(at).backgroundColor);
  return { name: icon.className, layers };
}

type Color = readonly [red: number, green: number, blue: number, alpha: number];

function contrastOf([front = '', ...behind]: readonly string[]): number {
  const background = behind
    .map(colorOf)
    .reduceRight((below, above) => blend(above, below), [255, 255, 255, 1] as Color);
  const [one, other] = [luminance(blend(colorOf(front), background)), luminance(background)];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function colorOf(css: string): Color {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (css.match(/[\d.]+/g) ?? []).map(Number);
  // Colors that a theme mixes are given as parts of one.
  const scale = css.startsWith('color(') ? 255 : 1;
  return [red * scale, green * scale, blue * scale, alpha];
}

function blend([r, g, b, alpha]: Color, [red, green, blue]: Color): Color {
  const mix = (above: number, below: number): number => above * alpha + below * (1 - alpha);
  return [mix(r, red), mix(g, green), mix(b, blue), 1];
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance([red, green, blue]: Color): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(value: number): number {
  return value / 255 <= 0.040_45 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
}
