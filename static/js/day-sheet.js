// The day sheet (form[data-sheet]): F2 or a click on the due amount copies it into the row; principal
// and jasa typed by hand add up to the amount; another day keeps what was typed; without a line
// nothing is sent and nothing lost. All of it also works by the server alone, but slower.
(() => {
  "use strict";

  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const group = (digits) => String(digits).replace(/\B(?=(\d{3})+(?!\d))/g, ".");
  const digits = (text) => (/^[\d.]*$/.test(text) ? Number(text.replaceAll(".", "")) : NaN);

  const put = (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const amountOf = (element) => element.closest("tr, [data-row]").querySelector("[data-due]");
  const fill = (input) => {
    if (Number(input.dataset.due)) put(input, group(input.dataset.due));
  };

  form.addEventListener("keydown", (event) => {
    if (event.key !== "F2" || !event.target.closest("tbody, [data-row]")) return;
    event.preventDefault();
    fill(amountOf(event.target));
  });

  form.addEventListener("click", (event) => {
    const one = event.target.closest("[data-fill]");
    const all = event.target.closest("[data-fill-all]");
    if (!one && !all) return;
    event.preventDefault();
    if (all) {
      form.querySelectorAll("[data-due]").forEach((input) => input.value.trim() || fill(input));
    } else {
      const input = amountOf(one);
      put(input, group(one.dataset.fill));
      if ("fillAhead" in one.dataset) form.querySelector("[type=checkbox]").checked = true;
      input.focus();
    }
  });

  // A row's details lie over the rows below: Enter, Escape and a click elsewhere close them.
  const wide = matchMedia("(min-width: 48rem)");
  form.addEventListener("keydown", (event) => {
    const details = event.target.closest(".sheet-more");
    if (!details?.open || !["Enter", "Escape"].includes(event.key) || event.target.matches("summary")) return;
    event.preventDefault();
    details.open = false;
    amountOf(details).focus();
  });
  document.addEventListener("click", (event) => {
    if (!wide.matches) return;
    form.querySelectorAll(".sheet-more[open]").forEach((details) => {
      if (!details.contains(event.target)) details.open = false;
    });
  });

  // What the server put back in is still unsent: the draft must hold it (see draft.js).
  if ("typed" in form.dataset) {
    for (const field of form.elements) {
      if (field.type === "hidden" || field.type === "submit") continue;
      const { value, checked } = field;
      if (field.options) for (const option of field.options) option.defaultSelected = false;
      field.defaultValue = "";
      if (field.type === "checkbox") field.defaultChecked = false;
      field.value = value;
      field.checked = checked;
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Principal and jasa typed by hand: the amount follows unless it was typed too.
  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-due]")) delete event.target.dataset.summed;
    if (!event.target.matches("[data-part]")) return;
    const amount = amountOf(event.target);
    if (amount.value.trim() && !("summed" in amount.dataset)) return;
    const parts = [...event.target.closest("tr, [data-row]").querySelectorAll("[data-part]")];
    const sum = parts.reduce((total, part) => total + digits(part.value.trim()), 0);
    put(amount, sum ? group(sum) : "");
    amount.dataset.summed = "";
  });

  // Another day: the server shows its dues beside what was typed.
  const day = document.querySelector("form[data-filter] [name=tanggal], form[data-sheet] [name=paid_on][type=date]");
  day?.addEventListener("change", (event) => {
    const isTyped = [...form.querySelectorAll("[data-money]")].some((input) => input.value.trim());
    if (!day.value || (!isTyped && day.form !== form)) return;
    event.stopPropagation(); // not to filter.js, which would begin a new sheet
    form.elements.paid_on.value = day.value;
    const step = document.createElement("button");
    step.name = "langkah";
    step.value = "tanggal";
    step.hidden = true;
    form.append(step);
    form.requestSubmit(step);
    step.remove();
  });

  const note = document.createElement("div");
  note.className = "alert alert-warning";
  note.setAttribute("role", "alert");
  note.textContent = "Sambungan terputus. Isian tetap tersimpan di peramban ini; kirim lagi setelah tersambung.";
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    form.prepend(note);
    note.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("online", () => note.remove());

  const error = form.querySelector(".alert-danger");
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  else if (error) error.focus();
  else if (!document.querySelector(".draft-note")) form.querySelector("[data-due]")?.focus();
})();
