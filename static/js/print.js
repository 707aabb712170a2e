// <button type="button" data-print hidden>: opens the print dialog; shown only where scripts run.
// An address that ends in #cetak opens it at once: the link to a page that is meant for paper.
(() => {
  "use strict";

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  if (location.hash === "#cetak") {
    history.replaceState(null, "", location.pathname + location.search);
    window.addEventListener("load", () => window.print());
  }
})();
