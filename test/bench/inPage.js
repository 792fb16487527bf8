// Runs in the page of a VS Code in the browser: times are taken there, from what a person does to what they see.

const timed = (action, isShown) =>
  new Promise((resolve) => {
    const start = performance.now();
    action();
    const again = () => (isShown() ? resolve(performance.now() - start) : requestAnimationFrame(again));
    again();
  });

const labels = (rows) =>
  [...document.querySelectorAll(rows)]
    .filter((row) => row.offsetParent)
    .map((row) => row.querySelector('.label-name')?.textContent ?? '');

globalThis.inPage = {
  /** From a click to a row with such a label. */
  click: (opener, rows, label) =>
    timed(
      () => document.querySelector(opener).click(),
      () => labels(rows).some((text) => new RegExp(label).test(text)),
    ),
  /** From a text in the picker's box to the row of that name being the first. */
  type: (rows, text) => {
    const input = document.querySelector('.quick-input-widget .quick-input-box input');
    const type = () => {
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    return timed(type, () => labels(rows)[0] === text);
  },
};
