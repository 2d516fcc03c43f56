// Keeps the regions of the page as the server draws them, and sends what is pressed and chosen.
const drawn = new Map();
const region = (name, within = document) => within.querySelector(`[data-region="${name}"]`);
const names = ["clock", "side", "first", "log", "home", "thread", "modal"];
let running = null, queued = null, busy = 0, version = Number(page.version), told = version;

function atEnd(box) { return box.scrollHeight - box.scrollTop - box.clientHeight < 80; }
function toEnd(box) { if (box) box.scrollTop = box.scrollHeight; }

function swap(name, fresh) {
  const old = region(name), html = fresh.innerHTML;
  if (drawn.get(name) === html) return;
  drawn.set(name, html);
  const held = document.activeElement;
  if (name === "clock" && held?.matches("input[type=datetime-local]")) return;
  if (name === "modal") return swapModal(old, fresh);
  const key = old.contains(held) ? held.id || held.getAttribute("href") || held.dataset.jump || held.dataset.play : "";
  const follow = ["log", "thread"].includes(name) && atEnd(old);
  const open = old.querySelector("details[open]")?.closest("[data-ts]")?.dataset.ts;
  old.innerHTML = html;
  if (open) old.querySelector(`[data-ts="${open}"] details`)?.setAttribute("open", "");
  if (follow) toEnd(old);
  if (key) refocus(old, key);
}

function refocus(box, key) {
  const same = (one) => [one.id, one.getAttribute("href"), one.dataset.jump, one.dataset.play].includes(key);
  ([...box.querySelectorAll("a, button, select, input, textarea")].find(same) || box.querySelector("button, a"))?.focus();
}

function swapModal(old, fresh) {
  const before = old.querySelector("dialog"), after = fresh.querySelector("dialog");
  if (before && after && before.dataset.version === after.dataset.version) return;
  const scroll = before?.querySelector(".fields")?.scrollTop || 0;
  const key = before?.contains(document.activeElement) ? document.activeElement.id : "";
  const back = before ? old.dataset.back : document.activeElement?.id;
  old.innerHTML = fresh.innerHTML;
  old.dataset.back = back || "";
  showModal();
  const now = old.querySelector("dialog");
  if (!now) return document.getElementById(back)?.focus();
  if (before && before.getAttribute("aria-label") === now.getAttribute("aria-label")) now.querySelector(".fields").scrollTop = scroll;
  const wrong = now.querySelector('.has-error [id], [aria-invalid="true"]');
  (wrong || (key && document.getElementById(key)) || now.querySelector(".fields input, .fields textarea, .fields select, .primary, footer button"))?.focus();
}

function showModal() {
  const dialog = document.querySelector("dialog.modal");
  if (dialog && !dialog.open) dialog.showModal();
}

async function draw() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) { location.href = "/"; return; }
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const name of names) {
      const next = region(name, fresh);
      if (next && region(name)) swap(name, next);
    }
    version = Number(fresh.body.dataset.version);
  } catch { /* the stream will say when the server is back */ }
}

// Gives a promise of a drawing that begins after this call; several calls share one.
function refresh() {
  if (!running) { running = draw().finally(() => { running = null; }); return running; }
  queued = queued || running.then(() => { queued = null; return refresh(); });
  return queued;
}

async function act(facts, path = "/act") {
  busy += 1;
  document.body.setAttribute("aria-busy", "true");
  try { await post(path, facts); await refresh(); } finally {
    busy -= 1;
    if (!busy) {
      document.body.removeAttribute("aria-busy");
      if (told > version) refresh();
    }
  }
}

function placeOf(element) {
  const place = element.closest("[data-place]");
  return place ? { kind: place.dataset.kind, channel: place.dataset.channel, ts: place.dataset.ts } : {};
}

function valueOf(box) {
  const search = box.matches("[data-search]") ? box : box.querySelector("[data-search]");
  if (search) return search.dataset.value;
  const ticked = [...box.querySelectorAll("input:checked")].map((one) => one.value);
  if (box.querySelector("input[type=checkbox]")) return ticked;
  if (box.querySelector("input[type=radio]")) return ticked[0] || "";
  return (box.matches("select, input, textarea") ? box : box.querySelector("select, input, textarea")).value;
}

function sure(element) {
  const asks = element.closest("[data-confirm]")?.dataset;
  if (!asks) return Promise.resolve(true);
  const box = document.querySelector("dialog.confirm");
  box.querySelector("h2").textContent = asks.confirm;
  box.querySelector("p").textContent = asks.confirmText;
  box.querySelector("[value=no]").textContent = asks.confirmNo;
  box.querySelector("[value=yes]").textContent = asks.confirmYes;
  box.returnValue = "no";
  box.showModal();
  return new Promise((resolve) => box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true }));
}

async function press(button) {
  if (!(await sure(button))) return;
  if (button.dataset.url) window.open(button.dataset.url, "_blank", "noopener");
  button.closest("details")?.removeAttribute("open");
  button.classList.add("busy");
  await act({ do: "press", key: button.dataset.key, choice: button.dataset.choice || "", ...placeOf(button) });
  button.classList.remove("busy");
}

document.addEventListener("click", async (event) => {
  const at = (what) => event.target.closest(what);
  if (!at("details.overflow")) document.querySelectorAll("details.overflow[open]").forEach((one) => one.removeAttribute("open"));
  if (at("[data-act=press]")) return press(at("[data-act=press]"));
  if (at("[data-close]")) return act({ do: "close", everything: at("[data-close]").dataset.close === "all" });
  if (at("[data-shortcut]")) {
    at("details").removeAttribute("open");
    return act({ do: "shortcut", callback_id: at("[data-shortcut]").dataset.shortcut, ...placeOf(at("[data-shortcut]")) });
  }
  if (at("[data-jump]")) return act({ to: at("[data-jump]").dataset.jump }, "/clock");
  if (at("[data-play]")) return act({ play: at("[data-play]").dataset.play === "1" }, "/clock");
  if (at("[data-story]")) return act({ story: at("[data-story]").dataset.story }, "/story");
  const drawer = at("[data-toggle=drawer]");
  if (drawer) drawer.setAttribute("aria-expanded", String(document.body.classList.toggle("drawer")));
  else if (!at(".side")) document.body.classList.remove("drawer");
});

async function choose(box) {
  const facts = { do: "choose", key: box.dataset.key, value: valueOf(box), ...placeOf(box) };
  const field = box.closest("[data-field]");
  if (field && !("dispatch" in field.dataset)) return post("/act", facts);
  if (facts.value === "" || !(await sure(box))) return;
  await act(facts);
}

// A file is read here, and goes with its name as letters (base64).
async function upload(box) {
  const files = [];
  for (const file of box.files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    files.push([file.name, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))]);
  }
  await post("/act", { do: "upload", key: box.dataset.key, files, ...placeOf(box) });
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-act=upload]")) return upload(event.target);
  const box = event.target.closest("[data-act=choose]");
  if (box && !box.matches("[data-search]")) choose(box);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  if (form.matches("[data-jump-form]")) return act({ at: form.querySelector("input").value }, "/clock");
  if (!form.closest("dialog.modal")) return;
  const values = {};
  form.querySelectorAll("[data-field]").forEach((field) => { if (!field.querySelector("[type=file]")) values[field.dataset.field] = valueOf(field); });
  form.querySelector("footer .primary")?.classList.add("busy");
  act({ do: "submit", values }).then(() => document.querySelectorAll("dialog .busy").forEach((one) => one.classList.remove("busy")));
});

document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog.modal")) return;
  event.preventDefault();
  act({ do: "close" });
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.body.classList.remove("drawer");
    document.querySelectorAll("details.overflow[open]").forEach((one) => one.removeAttribute("open"));
  }
});

showModal();
toEnd(region("log")); toEnd(region("thread"));
if (page.at === "home") act({ do: "home" });
const stream = new EventSource("/events");
// An act draws the page when it is done, and most of what it changed is told only after that.
stream.onmessage = (event) => {
  told = Number(event.data);
  if (!busy && told > version) refresh();
};
stream.onerror = () => { version = -1; }; // the server that comes back may count anew
addEventListener("beforeunload", () => stream.close());
