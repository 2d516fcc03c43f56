// A menu that searches: asks the app for what fits as one types, as Slack does, and keeps what was picked.
const searching = new WeakMap();

function offersOf(field) { return field.parentElement.querySelector("[role=listbox]"); }
function close(field) { offersOf(field).hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); }

async function search(field, text) {
  const asked = {};
  searching.set(field, asked);
  if (text.length < Number(field.dataset.least)) return close(field);
  const answer = await post("/act", { do: "suggest", key: field.dataset.key, text, ...placeOf(field) });
  if (searching.get(field) !== asked || document.activeElement !== field) return;
  const list = offersOf(field);
  list.replaceChildren(...(answer.offers || []).map((offer, index) => {
    const row = Object.assign(document.createElement("li"), { id: `${list.id}-${index}`, textContent: offer.label });
    row.dataset.value = offer.value;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(index === 0 && text !== ""));
    row.addEventListener("mousedown", (event) => { event.preventDefault(); pick(field, row); });
    return row;
  }));
  if (!list.children.length) list.replaceChildren(Object.assign(document.createElement("li"), { textContent: "No results", className: "none" }));
  list.hidden = false;
  field.setAttribute("aria-expanded", "true");
  mark(field);
}

function mark(field) {
  const row = offersOf(field).querySelector("[aria-selected=true]");
  if (!row) return field.removeAttribute("aria-activedescendant");
  field.setAttribute("aria-activedescendant", row.id);
  row.scrollIntoView({ block: "nearest" });
}

function pick(field, row) {
  field.value = field.dataset.label = row.textContent;
  field.dataset.value = row.dataset.value;
  close(field);
  choose(field);
}

document.addEventListener("input", (event) => { if (event.target.matches("[data-search]")) search(event.target, event.target.value.trim()); });
// A form gives its first field the focus by itself: then nothing opens, and Escape still closes the form.
document.addEventListener("focusin", (event) => { if (event.target.matches("[data-search]")) event.target.select(); });
document.addEventListener("click", (event) => { if (event.target.matches("[data-search]")) search(event.target, ""); });
document.addEventListener("focusout", (event) => {
  if (!event.target.matches("[data-search]")) return;
  event.target.value = event.target.dataset.label;
  close(event.target);
});
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-search]")) return;
  if (offersOf(field).hidden) {
    if (event.key === "ArrowDown") { event.preventDefault(); search(field, ""); }
    return;
  }
  const rows = [...offersOf(field).querySelectorAll("[role=option]")];
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); return close(field); }
  if (event.key === "Enter" && at >= 0) { event.preventDefault(); return pick(field, rows[at]); }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !rows.length) return;
  event.preventDefault();
  rows.forEach((row) => row.setAttribute("aria-selected", "false"));
  rows[(at + step + rows.length) % rows.length].setAttribute("aria-selected", "true");
  mark(field);
}, true);
