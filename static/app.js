// Small comforts over pages that work without them. Listeners are delegated, so swapped-in parts have them too.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act, capture = false) => document.addEventListener(name, act, capture);
  const texts = document.body.dataset;
  // What the server has taken is no longer kept on this device (writing.js).
  if (texts.arrived) try { localStorage.removeItem(texts.arrived); } catch { /* Nothing can be kept here. */ }

  // Status: one live region says it to screen readers, a toast shows it to everybody else.
  const say = (message) => {
    const region = $("#status");
    region.textContent = "";
    setTimeout(() => { region.textContent = message; }, 100);
  };
  const toast = (message) => {
    const box = document.createElement("div");
    const text = document.createElement("p");
    const close = document.createElement("button");
    box.className = "toast";
    text.textContent = message;
    close.type = "button";
    close.textContent = texts.close;
    close.addEventListener("click", () => box.remove());
    box.append(text, close);
    $("#toasts").replaceChildren(box);
    say(message);
  };
  on("announce", (event) => say(event.detail.value));
  on("toast", (event) => toast(event.detail.value));
  on("htmx:sendError", () => toast(texts.offline));
  on("htmx:timeout", () => toast(texts.offline));
  // The server's own sentence tells more than ours; only its words are taken over.
  const sentence = (html) => $("[data-sentence]", new DOMParser().parseFromString(html, "text/html"))?.textContent;
  on("htmx:responseError", ({ detail }) => toast(sentence(detail.xhr.responseText) || texts.trouble));
  on("htmx:beforeRequest", () => $("#toasts").replaceChildren());
  // A live region that was swapped in whole is not read out, so its words are put in once more.
  on("htmx:oobAfterSwap", () => { if ($("#status").textContent) say($("#status").textContent); });

  // Focus: what the server marked, or the summary of a refused form.
  const focusMarked = () => {
    const marked = $("[data-focus]") || $(".error-summary[autofocus]");
    if (!marked) return;
    marked.removeAttribute("data-focus");
    marked.removeAttribute("autofocus");
    if (marked.tabIndex < 0 && !marked.hasAttribute("tabindex")) marked.tabIndex = -1;
    marked.focus();
  };

  // Sending twice: the second try is swallowed until an answer came, the page was left and shown again, or ten seconds passed.
  const sending = new Set();
  const release = (form) => {
    sending.delete(form);
    $$("[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };
  on("submit", (event) => {
    if (!sending.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  on("submit", (event) => {
    const form = event.target;
    const byHtmx = form.matches("[hx-post], [hx-get], [data-hx-post]") || event.submitter?.matches("[hx-post], [hx-get]");
    if (event.defaultPrevented && !byHtmx) return;
    sending.add(form);
    event.submitter?.setAttribute("aria-disabled", "true");
    changed.delete(form);
    setTimeout(release, 10000, form);
  });
  on("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
    if (event.detail.failed && form?.matches("[data-draft]")) changed.add(form);
  });
  addEventListener("pageshow", () => [...sending].forEach(release));

  // Drafts: every ten seconds a changed form says that saving is due; htmx listens with hx-trigger="draft-due from:closest form".
  const changed = new Set();
  setInterval(() => changed.forEach((form) => {
    changed.delete(form);
    if (form.isConnected && !sending.has(form)) form.dispatchEvent(new CustomEvent("draft-due", { bubbles: true }));
  }), 10000);

  // Weights: the server adds them up; this only says, a moment after the last key, that they changed.
  let weightsTimer;
  const weightsChanged = (group) => {
    clearTimeout(weightsTimer);
    weightsTimer = setTimeout(() => group.dispatchEvent(new CustomEvent("weights-changed", { bubbles: true })), 300);
  };

  const count = (field) => {
    const line = document.getElementById(field.dataset.counter);
    if (!line) return;
    const left = field.maxLength - field.value.length;
    line.textContent = line.dataset.text.replace("{n}", field.value.length);
    line.classList.toggle("low", left < field.maxLength / 20);
  };
  on("input", ({ target }) => {
    const form = target.closest("form[data-draft]");
    if (form) changed.add(form);
    if (target.matches("[data-counter]")) count(target);
    const weights = target.closest("[data-weights]");
    if (weights) weightsChanged(weights);
  });

  // Pictures: a preview before sending, and a way back.
  const preview = (input) => {
    const box = input.closest("[data-picture]");
    const frame = $(".preview", box);
    const file = input.files[0];
    const old = $("img", frame);
    if (old) { URL.revokeObjectURL(old.src); old.remove(); }
    const symbol = $(".icon", frame);
    if (symbol) symbol.toggleAttribute("hidden", Boolean(file));
    const remove = $("[data-remove]", box);
    if (remove) remove.hidden = !file;
    if (!file) return;
    const picture = new Image();
    picture.alt = file.name;
    picture.src = URL.createObjectURL(file);
    frame.append(picture);
  };
  on("change", ({ target }) => {
    if (target.matches("[data-picture] [type=file]")) preview(target);
    if (target.matches("form[data-autosubmit] select, form[data-autosubmit] [type=radio]")) target.form.requestSubmit();
  });
  on("click", (event) => {
    const remove = event.target.closest("[data-remove]");
    if (remove) {
      const input = $("[type=file]", remove.closest("[data-picture]"));
      input.value = "";
      preview(input);
      input.focus();
    }
    $$("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  on("keydown", (event) => {
    const menu = event.key === "Escape" && $("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    $("summary", menu).focus();
  });

  // The data saver's photos; sharing by what the device offers, where it offers anything.
  on("click", (event) => {
    const load = event.target.closest("[data-load]");
    if (load) {
      event.preventDefault();
      const { alt, width, height } = load.dataset;
      const photo = Object.assign(new Image(width, height), { alt, src: load.href, tabIndex: -1 });
      load.replaceWith(photo);
      photo.focus();
    }
    const share = event.target.closest("[data-share]");
    if (share) navigator.share({ title: share.dataset.title, text: share.dataset.share, url: share.dataset.url }).catch(() => {});
    if (event.target.closest("[data-print]")) print();
  });

  const settle = () => {
    $$(navigator.share ? "[data-share], [data-print]" : "[data-print]").forEach((button) => { button.hidden = false; });
    $$("[data-counter]").forEach(count);
    $$("form[data-autosubmit] [type=submit]").forEach((button) => { button.hidden = true; });
    focusMarked();
  };
  on("htmx:afterSettle", settle);
  settle();
  const flashed = $$(".flashes p").map((line) => line.textContent).join(" ");
  if (flashed) say(flashed);
})();
