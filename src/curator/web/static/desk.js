// Only comfort: every action here presses a button that is on the page and works without it.
const picks = () => [...document.querySelectorAll(".pick")];
const here = () => document.activeElement?.closest(".pick");
const press = (value) => here()?.querySelector(`.tools button[value="${value}"]`)?.click();

function step(by) {
  const all = picks();
  const at = all.indexOf(here());
  all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
}

const keys = {
  j: () => step(1), k: () => step(-1), J: () => press("down"), K: () => press("up"),
  x: () => press("drop"), p: () => press("pin") ?? press("unpin"), t: () => press("take"),
  e: () => here()?.querySelector(":scope > details > summary")?.click(),
  z: () => document.querySelector('button[value="undo"]:enabled')?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// After an action the page comes back with the pick in its address: the focus goes there.
if (location.hash) document.getElementById(location.hash.slice(1))?.focus();

// Dragging a pick sends the form that puts it in its new place.
let dragged = null;
for (const pick of picks().filter((one) => one.dataset.slug && one.querySelector(".tools"))) {
  pick.draggable = true;
  pick.addEventListener("dragstart", () => { dragged = pick; });
  pick.addEventListener("dragover", (event) => { if (dragged) event.preventDefault(); });
  pick.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!dragged || dragged === pick) return;
    const form = dragged.querySelector(".tools");
    for (const [name, value] of [["do", "place"], ["slug", pick.dataset.slug], ["place", pick.dataset.place]]) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(field);
    }
    form.submit();
  });
}
