// Running totals. An input with data-sum="cash row-7" counts into both; <output data-total="cash">
// shows the sum, data-total="counted - cash" the difference of two. What can't be read as an
// amount makes the total a question mark. Only a help: the server adds up for itself.
(() => {
  "use strict";

  const READABLE = /^(\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)([.,]00)?$/;

  const amount = (text) => {
    const typed = text.trim();
    if (typed === "") return 0;
    if (!READABLE.test(typed)) return NaN;
    return Number(typed.replace(/[.,]00$/, "").replace(/[.,]/g, ""));
  };

  const show = (value) => {
    if (Number.isNaN(value)) return "?";
    const digits = String(Math.abs(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
    return `${value < 0 ? "-" : ""}Rp ${digits}`;
  };

  const update = () => {
    const sums = {};
    document.querySelectorAll("input[data-sum]").forEach((input) => {
      if (input.disabled) return;
      for (const name of input.dataset.sum.split(/\s+/)) {
        sums[name] = (sums[name] ?? 0) + amount(input.value);
      }
    });
    document.querySelectorAll("[data-total]").forEach((output) => {
      const [first, ...rest] = output.dataset.total.split(" - ").map((name) => sums[name.trim()] ?? 0);
      const value = rest.reduce((left, right) => left - right, first);
      output.textContent = show(value);
      output.classList.toggle("negative", value < 0);
    });
  };

  document.addEventListener("input", update);
  document.addEventListener("htmx:afterSettle", update);
  window.addEventListener("pageshow", update);
  update();
})();
