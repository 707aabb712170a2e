// <button data-check-all="ID" hidden>: ticks every box within the element of that id, or, where all
// are ticked, none. Hidden without scripts; the page works by ticking one by one.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-check-all]")) {
    const boxes = () =>
      [...document.getElementById(button.dataset.checkAll).querySelectorAll("input[type=checkbox]")];
    const label = () => {
      button.textContent = boxes().every((box) => box.checked) ? "Kosongkan semua" : "Centang semua";
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      const wanted = !boxes().every((box) => box.checked);
      for (const box of boxes()) {
        if (box.checked !== wanted) {
          box.checked = wanted;
          box.dispatchEvent(new Event("input", { bubbles: true }));
        }
      }
      label();
    });
    document.addEventListener("input", label);
    label();
  }
})();
