// <button name="…" data-split-button>: shares the amount of input[data-split-whole] evenly among the
// inputs [data-split] that hold something, or among all of them, in whole thousands; the last takes
// the remainder. Without this script the same button asks the server, which does the same.
(() => {
  "use strict";

  const STEP = 1000;
  const AMOUNT = /^(\d+|\d{1,3}(\.\d{3})+)$/;
  const group = (value) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ".");

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-split-button]");
    const form = button?.form;
    const whole = form?.querySelector("[data-split-whole]");
    if (!whole || !AMOUNT.test(whole.value.trim())) return;
    event.preventDefault();
    const all = [...form.querySelectorAll("input[data-split]")];
    const filled = all.filter((input) => !["", "0"].includes(input.value.trim()));
    const chosen = filled.length ? filled : all;
    const principal = Number(whole.value.replaceAll(".", ""));
    const step = principal >= STEP * chosen.length ? STEP : 1;
    const share = Math.floor(Math.floor(principal / chosen.length) / step) * step;
    chosen.forEach((input, n) => {
      const last = n === chosen.length - 1;
      input.value = group(last ? principal - share * (chosen.length - 1) : share);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
