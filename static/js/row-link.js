// table inside [data-row-links]: a click on any figure of a row follows the row's link, so that every
// figure leads to where it comes from. The link itself works without JavaScript and by keyboard.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-row-links] tbody tr");
    const link = row?.querySelector("th a");
    if (!link || event.target.closest("a, button, input") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) open(link.href, "_blank", "noopener");
    else location.assign(link.href);
  });
})();
