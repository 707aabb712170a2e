// <button type="button" data-copy="#FIELD" data-copied="Tersalin" hidden>: copies the field's text and
// says so; shown only where scripts run. Where the clipboard is closed the text is left selected, so
// that the browser's own copying takes it.
(() => {
  "use strict";

  document.querySelectorAll("[data-copy]").forEach((button) => {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const field = document.querySelector(button.dataset.copy);
      field.focus();
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        if (!document.execCommand("copy")) return;
      }
      button.textContent = button.dataset.copied;
      setTimeout(() => { button.textContent = label; }, 3000);
    });
  });
})();
