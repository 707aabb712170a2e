// <form data-filter method="get">: sends itself when a choice changes, and half a second after the
// last key in a text field; comes back with the caret where it was. The button stays for those
// without JavaScript. Empty fields stay out of the address.
(() => {
  "use strict";

  const DELAY = 500;
  const PLACE = "filter-focus";
  let timer;

  const send = (form) => {
    clearTimeout(timer);
    const field = document.activeElement;
    if (form.contains(field) && field.name) {
      sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, field.name]));
    }
    form.requestSubmit();
  };

  const empty = (form, off) => {
    for (const field of form.elements) {
      if (off && field.name && field.value === "" && !field.disabled) {
        field.disabled = true;
        field.dataset.filterOff = "";
      } else if (!off && "filterOff" in field.dataset) {
        field.disabled = false;
        delete field.dataset.filterOff;
      }
    }
  };

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-filter]")) return;
    if (event.target.matches("input[type=date]") && event.target.value === "" && !event.target.validity.valid) return;
    send(form);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-filter]") || !event.target.matches("input[type=text], input[type=search]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => send(form), DELAY);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-filter]")) empty(event.target, true);
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-filter]").forEach((form) => empty(form, false));
    const [path, name] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    sessionStorage.removeItem(PLACE);
    if (path !== location.pathname) return;
    const field = document.querySelector(`form[data-filter] [name="${CSS.escape(name)}"]`);
    field?.focus();
    if (field?.matches("input[type=text], input[type=search]")) {
      field.setSelectionRange(field.value.length, field.value.length);
    }
  });
})();
