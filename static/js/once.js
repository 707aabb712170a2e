// A form is sent once: the second click finds the buttons off. The server's submission key is
// what really prevents a second payment; this spares the user the question.
// A form whose answer is a file to download carries data-many.
(() => {
  "use strict";

  const WAIT = 20000; // a line so slow that the user may try again

  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("data-busy");
    form.querySelectorAll("[data-once-off]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-once-off");
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("data-busy", "");
    // After this turn, so that the clicked button's own name and value still go along.
    setTimeout(() => {
      form.querySelectorAll("button:not([type=button]):not(:disabled), input[type=submit]:not(:disabled)")
        .forEach((button) => {
          button.disabled = true;
          button.setAttribute("data-once-off", "");
        });
    });
    setTimeout(() => release(form), WAIT);
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });
})();
