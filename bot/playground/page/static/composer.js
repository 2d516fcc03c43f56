// The message field: completes slash commands and names, sends with Enter.
const knows = JSON.parse(document.getElementById("knows").textContent);
const list = document.getElementById("completions");

function found(text, caret) {
  const before = text.slice(0, caret);
  const name = before.match(/(^|\s)@(\w*)$/);
  if (name) return knows.people.filter((one) => one.startsWith(name[2].toLowerCase())).map((one) => ({ name: `@${one}`, usage: "", about: "", from: caret - name[2].length - 1 }));
  if (!before.startsWith("/") || before.includes("\n")) return [];
  const typed = before.toLowerCase();
  const begun = knows.commands.filter((one) => one.name.startsWith(typed));
  const exact = knows.commands.filter((one) => typed.startsWith(`${one.name} `));
  return (begun.length ? begun : exact).map((one) => ({ ...one, from: 0, done: typed.startsWith(`${one.name} `) }));
}

function offer(field) {
  const choices = found(field.value, field.selectionStart);
  list.replaceChildren(...choices.map((choice, index) => {
    const row = document.createElement("li");
    row.id = `completion-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(index === 0 && !choice.done));
    const parts = [["b", choice.name], ["i", choice.usage], ["span", choice.about]];
    row.append(...parts.filter(([, words]) => words).map(([tag, words]) => Object.assign(document.createElement(tag), { textContent: words })));
    row.addEventListener("mousedown", (event) => { event.preventDefault(); take(field, choice); });
    row.choice = choice;
    return row;
  }));
  list.hidden = !choices.length;
  point(field);
}

function point(field) {
  const row = list.hidden ? null : list.querySelector("[aria-selected=true]");
  if (row) { field.setAttribute("aria-activedescendant", row.id); row.scrollIntoView({ block: "nearest" }); } else field.removeAttribute("aria-activedescendant");
}

function take(field, choice) {
  const after = field.value.slice(field.selectionStart);
  const start = field.value.slice(0, choice.from) + choice.name + (choice.usage || choice.from ? " " : "");
  field.value = start + after;
  field.setSelectionRange(start.length, start.length);
  field.focus();
  if (choice.usage) offer(field); else list.hidden = true;
}

function move(field, step) {
  const rows = [...list.children], at = rows.findIndex((one) => one.getAttribute("aria-selected") === "true");
  rows.forEach((one) => one.setAttribute("aria-selected", "false"));
  rows[(at + step + rows.length) % rows.length].setAttribute("aria-selected", "true");
  point(field);
}

function grow(field) { field.style.height = "auto"; field.style.height = `${Math.min(field.scrollHeight, 160)}px`; }

async function send(form) {
  const field = form.querySelector("textarea"), text = field.value.trim();
  if (!text) return;
  field.value = ""; list.hidden = true; point(field); grow(field);
  await act({ do: "write", text, channel: page.channel, thread: form.dataset.thread || "" });
  const log = form.parentElement.querySelector("[role=log]");
  toEnd(log);
}

document.querySelectorAll("[data-composer]").forEach((form) => {
  const field = form.querySelector("textarea"), completes = field.id === "composer";
  form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); send(form); });
  field.addEventListener("input", () => { grow(field); if (completes) offer(field); });
  field.addEventListener("blur", () => { list.hidden = true; });
  field.addEventListener("keydown", (event) => {
    const open = completes && !list.hidden, row = open && list.querySelector("[aria-selected=true]");
    if (open && ["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); return move(field, event.key === "ArrowDown" ? 1 : -1); }
    if (row && event.key === "Tab" && !event.shiftKey) { event.preventDefault(); return take(field, row.choice); }
    if (open && event.key === "Escape") { list.hidden = true; return event.stopPropagation(); }
    if (event.key !== "Enter" || event.shiftKey) return undefined;
    event.preventDefault();
    if (row && row.choice.name !== field.value.trim()) return take(field, row.choice);
    return send(form);
  });
});
