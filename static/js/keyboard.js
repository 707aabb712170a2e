// The keyboard: Enter, Shift+Enter and the arrows walk down a column of <table data-grid>;
// Ctrl+Enter sends the form; "/" goes to the search; "?" shows the keys. What is too wide for the
// screen can be scrolled with the arrows.
(() => {
  "use strict";

  const FIELDS = "input:not([type=hidden]):not(:disabled):not([readonly]), select:not(:disabled)";
  const typing = (element) =>
    element.matches?.("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");

  // What the first selector finds, else the second, wherever it stands in the form.
  const first = (form, wanted, other) => form.querySelector(wanted) ?? form.querySelector(other);

  const focus = (field) => {
    field.focus();
    if (field.matches("input[type=text], input:not([type])")) field.select();
    field.scrollIntoView({ block: "nearest" });
  };

  // The field in the same column of the nearest row that has one, going by `step` rows.
  const neighbour = (field, step) => {
    const cell = field.closest("td, th");
    const table = field.closest("table[data-grid]");
    if (!cell || !table) return null;
    const rows = [...table.querySelectorAll("tbody tr")];
    const order = [...cell.querySelectorAll(FIELDS)].indexOf(field);
    for (let i = rows.indexOf(cell.parentElement) + step; rows[i]; i += step) {
      const fields = rows[i].cells[cell.cellIndex]?.querySelectorAll(FIELDS);
      if (fields?.length) return fields[order] ?? fields[0];
    }
    return null;
  };

  const walk = (event) => {
    const field = event.target;
    const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
    if (event.key !== "Enter" && !field.matches("input[type=text], input:not([type]), input[inputmode]")) return;
    event.preventDefault(); // Enter never sends a half-filled sheet
    const next = neighbour(field, back ? -1 : 1);
    if (next) focus(next);
    else if (!back && event.key === "Enter") {
      if (field.form) first(field.form, "[data-after-grid]", "button[type=submit]:not([hidden])")?.focus();
    }
  };

  const help = () => {
    const dialog = document.getElementById("shortcuts");
    const list = dialog?.querySelector("[data-accesskeys]");
    if (!dialog || dialog.open) return;
    list.replaceChildren();
    document.querySelectorAll("[accesskey]").forEach((element) => {
      const row = document.createElement("div");
      const keys = document.createElement("dt");
      const what = document.createElement("dd");
      const key = document.createElement("kbd");
      key.textContent = element.accessKeyLabel || `Alt + ${element.accessKey.toUpperCase()}`;
      keys.append(key);
      what.textContent = element.getAttribute("aria-label") || element.textContent.trim();
      row.append(keys, what);
      list.append(row);
    });
    dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const target = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = target.form ?? document.querySelector("form[data-main]");
      if (!form) return;
      event.preventDefault();
      form.requestSubmit(first(form, "[data-default]", "button[type=submit]"));
    } else if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    } else if (["Enter", "ArrowUp", "ArrowDown"].includes(event.key)) {
      if (target.matches?.(FIELDS) && target.closest("table[data-grid]")) walk(event);
    } else if (!typing(target) && event.key === "/") {
      const search = document.querySelector("[data-search], input[type=search]");
      if (!search) return;
      event.preventDefault();
      focus(search);
    } else if (!typing(target) && event.key === "?") {
      help();
    }
  });

  // A form alone on its page begins with its first wrong field, else its first; not on a phone,
  // where the keys would cover the page. A field with autofocus comes before both: the browser
  // gives it the focus when it first draws the page, which may be later than this.
  window.addEventListener("load", () => {
    const form = document.querySelector("form[data-main]");
    if (!form || document.activeElement !== document.body || !matchMedia("(min-width: 62rem)").matches) return;
    (document.querySelector("[autofocus]") ?? first(form, "input.is-invalid, select.is-invalid", FIELDS))?.focus();
  });

  // A box that scrolls sideways and holds nothing to focus gets the focus itself.
  const reach = () => {
    document.querySelectorAll(".table-responsive, .card-body, .report-chart").forEach((box) => {
      const scrolls = box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== "visible";
      if (scrolls && !box.querySelector("a, button, input, select")) box.tabIndex = 0;
      else if (box.getAttribute("role") !== "region") box.removeAttribute("tabindex");
    });
  };
  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);

  // The menu's current line is in sight, even where the open part is longer than the screen.
  document.querySelector(".menu-wide [aria-current]")?.scrollIntoView({ block: "nearest" });

  // A menu that lies over the page closes with Escape and by a click elsewhere.
  const closeMenus = (except) => {
    document.querySelectorAll(":is(.menu-phone, .user-menu)[open]").forEach((menu) => {
      if (!menu.contains(except)) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keyup", (event) => event.key === "Escape" && closeMenus(null));
})();
