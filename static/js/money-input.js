// <input data-money>: groups the digits while typing (1234567 becomes 1.234.567) and keeps the caret
// beside the same digit. Never changes the value: whoever types a separator is left alone, and what
// the server would call ambiguous is sent to it as it was typed.
(() => {
  "use strict";

  const PLAIN = /^[1-9]\d*$/;
  const GROUPED = /^[1-9]\d{0,2}(\.\d{3})*$/;

  const group = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ".");

  // Where the caret goes: after as many digits as stood before it.
  const caretAfter = (text, digits) => {
    let position = 0;
    for (let seen = 0; seen < digits && position < text.length; position += 1) {
      if (text[position] !== ".") seen += 1;
    }
    return position;
  };

  const write = (input, digits) => {
    const grouped = group(digits);
    if (grouped === input.value) return;
    const caret = input.selectionStart;
    const before = input.value.slice(0, caret).replaceAll(".", "").length;
    input.value = grouped;
    if (document.activeElement === input) {
      const place = caretAfter(grouped, before);
      input.setSelectionRange(place, place);
    }
  };

  // "ours": all points in the field were put there by this script (or by the server).
  const look = (input) => {
    if (input.value === "" || PLAIN.test(input.value) || GROUPED.test(input.value)) {
      input.dataset.money = "ours";
      if (PLAIN.test(input.value)) write(input, input.value);
    } else {
      input.dataset.money = "typed";
    }
  };

  const typed = (event) => {
    const input = event.target;
    if (!input.matches?.("input[data-money]")) return;
    const inserted = event.inputType?.startsWith("insert") && event.data;
    if (inserted && /\D/.test(event.data)) input.dataset.money = "typed";
    if (input.dataset.money === "typed" && !(input.value === "" || PLAIN.test(input.value))) return;
    const digits = input.value.replaceAll(".", "");
    const pasted = !event.inputType || event.inputType.startsWith("insertFrom");
    if (pasted) {
      look(input);
    } else if (PLAIN.test(digits)) {
      input.dataset.money = "ours";
      write(input, digits);
    }
  };

  // Backspace over one of our points takes the digit before it; otherwise the point would come back.
  const erase = (event) => {
    const input = event.target;
    if (!input.matches?.("input[data-money=ours]")) return;
    if (input.selectionStart !== input.selectionEnd) return;
    const caret = input.selectionStart;
    if (event.key === "Backspace" && input.value[caret - 1] === ".") {
      input.setSelectionRange(caret - 1, caret - 1);
    } else if (event.key === "Delete" && input.value[caret] === ".") {
      input.setSelectionRange(caret + 1, caret + 1);
    }
  };

  document.addEventListener("input", typed, true);
  document.addEventListener("keydown", erase);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("input[data-money]")) look(event.target);
  });
  document.querySelectorAll("input[data-money]").forEach((input) => {
    // What the server filled in stays "unchanged" in its grouped form (see draft.js).
    if (input.value === input.defaultValue && PLAIN.test(input.value)) {
      input.defaultValue = group(input.value);
    }
    look(input);
  });
})();
