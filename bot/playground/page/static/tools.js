// The gallery and the inspector: filter, open, copy.
document.addEventListener("input", (event) => {
  const what = event.target.dataset.filter;
  if (!what) return;
  const typed = event.target.value.toLowerCase();
  document.querySelectorAll(what).forEach((one) => { one.hidden = !one.textContent.toLowerCase().includes(typed); });
});

document.addEventListener("toggle", async (event) => {
  const box = event.target.querySelector?.("[data-call]");
  if (!event.target.open || !box || box.childElementCount) return;
  box.innerHTML = await (await fetch(`/call/${box.dataset.call}`)).text();
}, true);

document.addEventListener("click", async (event) => {
  const one = event.target.closest("[data-copy]"), all = event.target.closest("[data-copy-all]");
  if (!one && !all) return;
  const text = one ? one.closest(".call-body").querySelector("pre").textContent : await (await fetch(`/traffic.json${location.search}`)).text();
  await navigator.clipboard.writeText(text);
  event.target.textContent = "Copied";
});

const live = document.querySelector("[data-live]");
if (live) {
  const stream = new EventSource("/events");
  let busy = false, again = false, version = Number(document.body.dataset.version);
  stream.onerror = () => { version = -1; };
  stream.onmessage = async (event) => {
    if (Number(event.data) <= version) return;
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      const drawn = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html"), fresh = drawn.querySelector("[data-live]");
      live.querySelectorAll("details[open]").forEach((one) => fresh.querySelector(`#${one.id}`)?.replaceWith(one));
      version = Number(drawn.body.dataset.version);
      live.replaceChildren(...fresh.children);
    }
    busy = false;
  };
}
