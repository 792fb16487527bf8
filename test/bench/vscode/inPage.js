// Runs in the page of VS Code in the browser: measures the time from a user's action to its visible result.

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
  /** From a click to a row with a matching label. */
  click: (opener, rows, label) =>
    timed(
      () => document.querySelector(opener).click(),
      () => labels(rows).some((text) => new RegExp(label).test(text)),
    ),
  /** From text in the picker's input to the first row having this label. */
  type: (rows, text) => {
    const input = document.querySelector('.quick-input-widget .quick-input-box input');
    const type = () => {
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    return timed(type, () => labels(rows)[0] === text);
  },
};
