// <button type="button" data-print hidden>: opens the print dialog; shown only where scripts run.
(() => {
  "use strict";

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
