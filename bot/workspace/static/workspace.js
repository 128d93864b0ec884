// Makes the page live: it follows the stream of changes, sends forms without leaving the page, and
// helps with typing. Everything works without this file too; nothing here knows Slack or the app.
"use strict";

const page = document.getElementById("page");
const completions = document.getElementById("completions");
const sources = new WeakMap(); // element → its HTML as the server printed it, before anybody touched it
let focusBefore = null; // where the person was when a modal opened
let submitted = false; // whether the modal was just sent: if it comes back, its first error is looked at

// ---- What is new: parts of the page, printed by the server --------------------------------------

function remember(element) {
  sources.set(element, element.outerHTML);
  if ("list" in element.dataset) for (const child of element.children) remember(child);
  return element;
}

function receive(parts) {
  for (const html of Object.values(parts)) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.firstElementChild;
    const old = document.getElementById(fresh.id);
    if (old) "list" in fresh.dataset ? merge(old, fresh) : swap(old, fresh);
  }
}

function swap(old, fresh) {
  const html = fresh.outerHTML;
  if (sources.get(old) === html) return old;
  sources.set(fresh, html);
  const restoreFocus = focusKeeper(old, fresh);
  keepTyped(old, fresh);
  old.replaceWith(fresh);
  if (fresh.id !== "modals" || !showModal()) restoreFocus();
  return fresh;
}

function merge(list, fresh) {
  const wanted = new Set([...fresh.children].map((child) => child.id));
  for (const child of [...list.children]) if (!wanted.has(child.id)) child.remove();
  let place = list.firstElementChild;
  for (const child of [...fresh.children]) {
    const old = document.getElementById(child.id);
    if (old && old === place) place = place.nextElementSibling;
    else if (old) list.insertBefore(old, place);
    old ? swap(old, child) : list.insertBefore(remember(child), place);
  }
}

const byId = (element, id) => element.querySelector(`#${CSS.escape(id)}`);

// What a person typed or chose since the old part was printed stays in the new one.
function keepTyped(old, fresh) {
  for (const field of old.querySelectorAll("input[id], select[id], textarea[id]")) {
    const twin = byId(fresh, field.id);
    if (!twin || twin.type !== field.type) continue;
    if (field.type === "file") {
      if (field.files.length) twin.replaceWith(field);
    } else if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== field.defaultChecked) twin.checked = field.checked;
    } else if (field.tagName === "SELECT") {
      const touched = [...field.options].some((option) => option.selected !== option.defaultSelected);
      if (touched && [...twin.options].some((option) => option.value === field.value)) twin.value = field.value;
    } else if (field.value !== field.defaultValue) twin.value = field.value;
  }
}

function focusKeeper(old, fresh) {
  const active = document.activeElement;
  if (!old.contains(active)) return () => {};
  const [start, end] = active.matches("textarea, input[type=text], input[type=search]")
    ? [active.selectionStart, active.selectionEnd] : [];
  return () => {
    const same = (active.id && byId(fresh, active.id)) || (active.name && fresh.querySelector(`[name="${CSS.escape(active.name)}"][value="${CSS.escape(active.value)}"]`));
    if (!same) return;
    same.focus();
    if (start !== undefined) same.setSelectionRange(start, end);
  };
}

// ---- Modals --------------------------------------------------------------------------------------

// Opens the modal there is; true when it has put the focus where it belongs now.
function showModal() {
  const dialog = document.querySelector("#modals dialog");
  if (!dialog) {
    (focusBefore?.isConnected ? focusBefore : document.getElementById("say"))?.focus();
    focusBefore = null;
    return true;
  }
  focusBefore ??= document.activeElement;
  dialog.removeAttribute("open");
  dialog.showModal();
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.querySelector("[name=close]").click();
  });
  const wrong = submitted ? dialog.querySelector("[aria-invalid]") : null;
  const first = ".blocks :is(input:not([type=hidden]), select, textarea, button), footer button";
  (wrong ?? dialog.querySelector("[data-focus]:not(.button)") ?? dialog.querySelector(first)).focus();
  submitted &&= wrong === null; // It may be printed once more before the app's errors are in it.
  return wrong !== null;
}

document.addEventListener("toggle", ({ target, newState }) => {
  if (newState === "open" && target.matches(".confirmation")) target.querySelector("[data-focus]").focus();
}, true);

// ---- Forms ---------------------------------------------------------------------------------------

let lastSaid = Promise.resolve(); // messages arrive in the order in which they were sent

async function send(form, button) {
  const action = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const body = new FormData(form, button);
  const says = "clears" in form.dataset && action === form.getAttribute("action");
  if (says) form.reset();
  submitted = action === "/ui/submit";
  form.setAttribute("aria-busy", "true");
  if (says) await (lastSaid = lastSaid.then(() => post(action, body, form)));
  else await post(action, body);
  form.removeAttribute("aria-busy");
}

async function post(action, body, cleared) {
  try {
    const response = await fetch(action, { method: "POST", body, headers: { "X-Live": "1" } });
    const { done, go } = await response.json();
    if (go) location.assign(go);
    if (done) return;
  } catch {
    document.getElementById("notices").innerHTML = '<p class="toast">The workspace cannot be reached.</p>';
  }
  if (cleared) cleared.elements.text.value ||= body.get("text");
}

document.addEventListener("submit", (event) => {
  if (!("live" in event.target.dataset)) return;
  event.preventDefault();
  send(event.target, event.submitter);
  closePopups();
});

// The hidden button that tells the app what was chosen: the last one of a group, or the field's neighbour.
function tellButton(field) {
  const next = field.nextElementSibling;
  return field.closest(".group")?.querySelector(":scope > .tell") ?? (next?.matches(".tell") ? next : null);
}

document.addEventListener("change", ({ target }) => {
  if (target.type !== "search") tellButton(target)?.click();
});

let pause;
document.addEventListener("input", ({ target: field }) => {
  clearTimeout(pause);
  if (field.type === "search" && field.value.length >= Number(field.dataset.least))
    pause = setTimeout(() => field.nextElementSibling.click(), 300);
  if (field.dataset.tell === "input") pause = setTimeout(() => field.isConnected && tellButton(field)?.click(), 500);
  if (field.closest(".composer") && field.tagName === "TEXTAREA") suggest(field);
});

document.addEventListener("click", (event) => {
  const { target } = event;
  target.closest(".link-button > a")?.parentElement.querySelector(".with-link").click();
  const copied = target.closest("[data-copy]");
  if (copied) {
    event.preventDefault();
    navigator.clipboard.writeText(copied.href);
    closePopups();
  }
});

const closePopups = () => document.querySelectorAll(".popup:popover-open").forEach((one) => one.hidePopover());

// ---- Typing --------------------------------------------------------------------------------------

function suggest(text) {
  const [, before, word] = /^(.*?)([@/][\w.-]*)$/s.exec(text.value.slice(0, text.selectionStart)) ?? [];
  const isWord = word !== undefined && (word[0] === "/" ? before === "" && text.id === "say" : /(^|\s)$/.test(before));
  const options = [...completions.children];
  const isWhole = options.some(({ dataset }) => dataset.insert.trim() === word); // /visit is sent as it is
  for (const option of options) {
    const { insert } = option.dataset;
    option.hidden = !isWord || isWhole || insert[0] !== word[0] ||
      !option.textContent.toLowerCase().includes(word.slice(1).toLowerCase());
  }
  text.removeAttribute("aria-activedescendant");
  completions.hidden = shown().length === 0;
  if (completions.hidden) return;
  text.form.append(completions);
  mark(text, shown()[0]);
}

const shown = () => [...completions.children].filter((option) => !option.hidden);

function mark(text, chosen) {
  for (const option of completions.children) option.ariaSelected = option === chosen;
  text.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function complete(text, option) {
  const end = text.selectionStart, start = text.value.slice(0, end).search(/[@/][\w.-]*$/);
  text.setRangeText(option.dataset.insert, start, end, "end");
  completions.hidden = true;
  text.removeAttribute("aria-activedescendant");
  text.focus();
}

completions.addEventListener("mousedown", (event) => {
  event.preventDefault();
  complete(completions.parentElement.elements.text, event.target.closest("[role=option]"));
});

function keyInCompletions(event) {
  const options = shown();
  const at = options.findIndex((option) => option.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) mark(event.target, options.at((at + step) % options.length));
  else if (event.key === "Enter" || event.key === "Tab") complete(event.target, options[at]);
  else if (event.key === "Escape") completions.hidden = true;
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing) return;
  if (target.matches(".composer textarea")) {
    if (!completions.hidden) keyInCompletions(event);
    else if (key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      target.form.requestSubmit();
    }
  } else if (key === "Enter" && (target.type === "search" || (target.tagName === "INPUT" && tellButton(target)))) {
    event.preventDefault(); // Not the form is sent, but the search made, or the app told what changed.
    if (target.type === "search") target.nextElementSibling.click();
    else target.blur(), target.focus(); // A changed field says so when it is left, and once.
  }
});

// ---- Beginning -----------------------------------------------------------------------------------

document.documentElement.classList.add("live");
page.inert = false;
document.querySelectorAll("[data-part]").forEach(remember);
if (document.querySelector("#modals dialog")) showModal();
new EventSource(document.body.dataset.events).onmessage = (event) => receive(JSON.parse(event.data));
