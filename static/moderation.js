// The moderators' keys. Each one presses something that stands on the page (data-key), so nothing needs them.
(() => {
  "use strict";
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const FADES = 10000;
  const FIELDS = "textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]";
  const PRESSABLE = "a, button, summary, input, label";
  let first = ""; // of two keys one after the other

  const mode = () => document.querySelector("[data-keys]")?.dataset.keys || "mati";
  const named = (key) => $$("[data-key]").filter((element) => element.dataset.key === key);

  // The key as it is printed on the key top: with Alt some systems type another sign.
  const keyOf = (event) => {
    const letter = event.altKey && /^(?:Key|Digit)(.)$/.exec(event.code);
    return letter ? letter[1].toLowerCase() : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  };

  // Options of one list that share a key come one after the other.
  const choose = (options) => {
    const list = options[0].closest("select");
    const next = options[options.indexOf(list.selectedOptions[0]) + 1] || options[0];
    list.value = next.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector("#status").textContent = next.textContent;
  };
  const press = (elements) => {
    if (elements[0].matches("option")) return choose(elements);
    const [element] = elements;
    element.closest("details:not([open])")?.setAttribute("open", "");
    if (element.matches("[type=radio]")) element.focus();
    element.click();
  };

  const cases = () => $$(".queue [data-case]");
  const step = (by) => {
    const all = cases();
    const here = all.indexOf(document.activeElement?.closest?.("[data-case]"));
    const from = here >= 0 ? here : all.findIndex((one) => one.hasAttribute("aria-current"));
    all[Math.min(Math.max(from + by, 0), all.length - 1)]?.focus();
  };
  const open = () => (document.activeElement?.closest?.("[data-case]") || cases()[0])?.click();
  const apply = () => {
    const form = document.querySelector("form#decide");
    if (form?.querySelector("[name=choice]:checked")) form.requestSubmit();
  };

  const act = (key, target) => {
    if (first === "g" && named(`g ${key}`).length) return press(named(`g ${key}`));
    if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
    if (key === "o") return open();
    if (key === "Enter") return target.closest(PRESSABLE) ? false : apply();
    return named(key).length ? press(named(key)) : false;
  };
  document.addEventListener("keydown", (event) => {
    const withAlt = mode() === "alt";
    if (mode() === "mati" || event.repeat || event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.target.closest(FIELDS) || (event.altKey !== withAlt && event.key !== "Enter")) return;
    const key = keyOf(event);
    if (act(key, event.target) !== false) event.preventDefault();
    first = key;
  });

  // The way back fades after ten seconds, unless somebody is about to take it; the list of decisions keeps it longer.
  const fade = (box) => {
    if (box.matches(":hover, :focus-within")) setTimeout(fade, FADES, box);
    else box.remove();
  };
  const settle = () => $$("[data-fades]").forEach((box) => {
    box.removeAttribute("data-fades");
    setTimeout(fade, FADES, box);
  });
  document.addEventListener("htmx:afterSettle", settle);
  settle();
})();
