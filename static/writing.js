// Writing that is not lost: the texts of a form[data-keep] stay on this device until the server has them.
// Storage that is full or forbidden is passed over in silence.
(() => {
  "use strict";
  const MONTH = 30 * 864e5;
  const MOST = 20;
  const PLUMBING = ["idempotency_key", "version", "page"];
  const WORDS = "textarea, input:is([type=text], [type=search], [type=tel], [type=url], [type=email], [type=number], [type=date], [type=time])";
  const KINDS = `${WORDS}, select, [type=radio]:checked`;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (name, act, capture = false) => document.addEventListener(name, act, capture);
  const say = (value) => document.dispatchEvent(new CustomEvent("announce", { detail: { value } }));
  const language = document.documentElement.lang;

  // Storage. Reading its very name may throw.
  const drop = (name) => { try { localStorage.removeItem(name); } catch { /* There is nothing then. */ } };
  const parsed = (name) => {
    try { return { ...JSON.parse(localStorage.getItem(name)), name }; } catch { return { name, at: 0 }; }
  };
  const entries = () => {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith("keep:")).map(parsed).sort((one, other) => other.at - one.at);
    } catch { return []; }
  };
  const put = (name, entry) => {
    for (;;) {
      try { localStorage.setItem(name, JSON.stringify(entry)); return true; } catch {
        const oldest = entries().filter((other) => other.name !== name).pop();
        if (!oldest) return false;
        drop(oldest.name);
      }
    }
  };

  // What a form holds: no passwords, tokens, ticks or files, and no words about pictures, which are useless without them.
  const hidden = (form, name) => form.elements[name]?.value || "";
  const address = (form) => `${form.getAttribute("action")}${hidden(form, "reply_to") && `#${hidden(form, "reply_to")}`}`;
  const nameOf = (form) => `keep:${form.dataset.keep}:${address(form)}:${hidden(form, "idempotency_key")}`;
  const kept = (field, kinds) => field.name && field.matches(kinds) && !field.disabled && !field.readOnly
    && !/password|token/i.test(field.name) && !field.closest("[data-picture]");
  const read = (form, kinds = KINDS) => [...form.elements].filter((field) => kept(field, kinds)).map(({ name, value }) => [name, value]);
  const words = (form) => read(form, WORDS).map(([, value]) => value.trim()).filter(Boolean);
  const sizeOf = (form) => words(form).join("").length;
  const plain = (pairs) => JSON.stringify((pairs || []).map(([name, value]) => [name, value.replace(/\s+/g, " ").trim()]));

  const timers = new Map();
  const keep = (form) => {
    clearTimeout(timers.get(form));
    timers.delete(form);
    const name = nameOf(form);
    if (!form.elements.keep) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "keep" }));
    form.elements.keep.value = name; // The server says with it that the text arrived.
    const size = sizeOf(form);
    if (!size) { drop(name); return false; }
    return put(name, {
      at: Date.now(), owner: form.dataset.keep, address: address(form), size, start: words(form)[0].slice(0, 90),
      texts: read(form), plumbing: PLUMBING.map((field) => [field, hidden(form, field)]),
    });
  };
  const flush = () => [...timers.keys()].forEach(keep);
  on("input", ({ target }) => {
    const form = target.closest("form[data-keep]");
    if (!form) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(keep, 400, form));
  });
  on("visibilitychange", flush);
  addEventListener("pagehide", flush);

  // The banner of a form whose text did not arrive: `why` is lost or signed-out, `again` sends it once more.
  const resending = new Map();
  const untell = (form) => { resending.delete(form); $("[data-lost]", form)?.remove(); };
  const tell = (form, again, why = "lost") => {
    const stored = keep(form);
    untell(form);
    const box = $("#keep-lost").content.firstElementChild.cloneNode(true);
    $$("[data-why]", box).forEach((line) => { if (line.dataset.why !== (why === "lost" && !stored ? "unstored" : why)) line.remove(); });
    if (again) resending.set(form, again); else $("[data-again]", box).remove();
    const bar = $(".form-actions", form);
    if (bar) bar.before(box); else form.append(box);
    if (again) box.scrollIntoView({ block: "nearest" });
  };
  // Reloads the page behind the form for a token that is good now. False while there is no connection.
  const renew = async (form) => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = $("[name=csrf_token]", page)?.value;
      if (token && form.elements.csrf_token) form.elements.csrf_token.value = token;
      return true;
    } catch { return false; }
  };
  on("click", async ({ target }) => {
    const button = target.closest("[data-again]");
    if (!button || button.getAttribute("aria-disabled")) return;
    const { form } = button;
    button.setAttribute("aria-disabled", "true");
    const again = resending.get(form);
    if (!(await renew(form))) { tell(form, again); $("[data-again]", form).focus(); return; }
    untell(form);
    again();
  });
  addEventListener("offline", () => $$("form[data-keep]").forEach((form) => { if (sizeOf(form) && !resending.has(form)) tell(form); }));
  addEventListener("online", () => $$("form[data-keep]").forEach((form) => { if (!resending.has(form)) untell(form); }));

  // Files that the server would refuse are told when they are chosen, and instead of sending.
  const complain = (input, text) => {
    const id = `${input.id}-size`;
    document.getElementById(id)?.remove();
    const others = (input.getAttribute("aria-describedby") || "").split(" ").filter((other) => other && other !== id);
    input.toggleAttribute("data-too-much", Boolean(text));
    input.setAttribute("aria-describedby", [...others, ...(text ? [id] : [])].join(" "));
    input.setAttribute("aria-invalid", String(Boolean(text)));
    if (!text) return;
    const line = Object.assign(document.createElement("p"), { id, className: "error", textContent: text });
    input.after(line);
    say(text);
  };
  const check = (form) => {
    let sum = 0;
    for (const input of $$("[type=file][data-max-bytes]", form)) {
      const size = Math.max(0, ...[...input.files].map((file) => file.size));
      sum += size;
      const shown = (Math.ceil(size / 104857.6) / 10).toLocaleString(language);
      const wrong = size > input.dataset.maxBytes && input.dataset.tooLarge.replace("{size}", shown);
      const whole = !wrong && size && sum > $("#keep-lost").dataset.maxBody && $("#keep-lost").dataset.tooMuch;
      if (wrong || whole || input.hasAttribute("data-too-much")) complain(input, wrong || whole);
    }
    return $("[data-too-much]", form);
  };
  on("change", ({ target }) => { if (target.matches("form[data-keep] [type=file]")) check(target.form); });
  // Removing a picture empties its input without a change event.
  on("click", ({ target }) => { if (target.closest("form[data-keep] [data-remove]")) check(target.closest("form")); });

  on("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("form[data-keep]")) return;
    keep(form);
    const wrong = check(form);
    if (!wrong && navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (wrong) wrong.focus();
    else tell(form, () => form.requestSubmit(submitter?.isConnected ? submitter : null));
  }, true);

  // htmx: the form itself (the answer may have replaced it), or the button that saves its draft.
  const formOf = ({ requestConfig: { elt } }) => (elt.matches("form[data-keep], form[data-keep] [hx-trigger*=draft-due]") ? elt.closest("form") : null);
  const resend = (form, elt) => (elt === form ? form.requestSubmit() : form.dispatchEvent(new CustomEvent("draft-due", { bubbles: true })));
  const sent = new Map();
  const renewed = new Set();
  on("htmx:beforeRequest", ({ detail }) => {
    const form = formOf(detail);
    if (!form) return;
    keep(form);
    sent.set(form, { name: nameOf(form), texts: plain(read(form)) });
  });
  on("htmx:sendError", ({ detail }) => {
    const form = formOf(detail);
    if (!form) return;
    $("#toasts").replaceChildren();
    tell(form, () => resend(form, detail.elt));
  });
  // Being sent to sign in would interrupt the writing; the banner leads there.
  on("htmx:beforeOnLoad", (event) => {
    const form = formOf(event.detail);
    if (!form || event.detail.xhr.status !== 401 || form.dataset.keep === "0") return;
    event.preventDefault();
    tell(form, () => resend(form, event.detail.elt), "signed-out");
  });
  on("htmx:responseError", async ({ detail }) => {
    const form = formOf(detail);
    if (!form || detail.xhr.status !== 403 || renewed.has(form) || !(await renew(form))) return;
    renewed.add(form);
    resend(form, detail.elt);
  });
  on("htmx:afterRequest", ({ detail }) => {
    const form = formOf(detail);
    if (!form || !detail.successful) return;
    const { name, texts } = sent.get(form);
    renewed.delete(form);
    untell(form);
    if (detail.elt === form || texts === plain(read(form))) drop(name);
  });

  // Offering: what was kept from this form, or from an earlier one of its kind when this one is empty.
  const moment = (at) => new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  const putBack = (form, entry) => {
    const seen = {};
    const fields = (name) => [...form.elements].filter((field) => field.name === name && field.type !== "file");
    for (const [name, value] of entry.texts) {
      const all = fields(name);
      const choice = all.find((field) => field.type === "radio" && field.value === value);
      const field = all[seen[name] = (seen[name] ?? -1) + 1];
      if (choice) choice.checked = true;
      else if (field && kept(field, KINDS) && field.type !== "radio") field.value = value;
    }
    entry.plumbing.forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
    drop(entry.name);
    keep(form);
    const first = fields(entry.texts[0][0])[0];
    $$(WORDS, form).forEach((field) => field.dispatchEvent(new Event("input", { bubbles: true })));
    first?.focus();
  };
  const show = (form, entry) => {
    const box = $("#keep-found").content.firstElementChild.cloneNode(true);
    const line = (part, values) => {
      const element = $(`[data-part=${part}]`, box);
      if (!values) { element.remove(); return; }
      element.textContent = element.dataset.text.replace("{n}", values.size).replace("{time}", values.at && moment(values.at));
    };
    const here = { size: sizeOf(form), at: form.dataset.saved };
    line("there", entry);
    line("here", here.size && !here.at ? here : null);
    line("saved", here.size && here.at ? here : null);
    $("[data-part=start]", box).textContent = entry.start;
    $("[data-use]", box).addEventListener("click", () => { box.remove(); putBack(form, entry); });
    $("[data-discard]", box).addEventListener("click", () => { drop(entry.name); box.remove(); offer(form); });
    form.prepend(box);
    say($("[data-part=title]", box).textContent);
  };
  // A browser may fill in again what was typed; only what came from the server is safe there.
  const asSaved = (form) => $$(WORDS, form).every((field) => field.value === field.defaultValue);
  const offer = (form) => {
    if ($("[data-found]", form)) return;
    const isEmpty = $$("textarea", form).every((field) => !field.value.trim());
    for (const entry of entries()) {
      const isTheirs = entry.owner !== "0" && entry.owner !== form.dataset.keep;
      const isOwn = entry.plumbing?.[0][1] === hidden(form, "idempotency_key");
      if (isTheirs || entry.address !== address(form) || !(isOwn || isEmpty)) continue;
      if (plain(entry.texts) === plain(read(form))) {
        if ("saved" in form.dataset && asSaved(form)) drop(entry.name);
        continue;
      }
      // What is typed now gets a name of its own: it must not write over the offer.
      const old = { ...entry, name: `${nameOf(form)}~${entry.at}` };
      if (entry.name === nameOf(form) && put(old.name, old)) drop(entry.name);
      show(form, entry.name === nameOf(form) ? old : entry);
      return;
    }
  };

  entries().forEach((entry, place) => { if (place >= MOST || entry.at < Date.now() - MONTH) drop(entry.name); });
  // Each form once: a later part must not offer what is just being typed.
  const met = new WeakSet();
  const meet = (root) => $$("form[data-keep]", root).forEach((form) => { if (!met.has(form)) { met.add(form); offer(form); } });
  meet(document);
  on("htmx:load", ({ target }) => meet(target.parentElement || document));
})();
