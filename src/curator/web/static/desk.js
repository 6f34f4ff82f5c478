// Only comfort: every action here presses a button that is on the page and works without it.
const all = (selector) => [...document.querySelectorAll(selector)];
const picks = () => all(".pick");
const here = () => document.activeElement?.closest(".pick");
const press = (value) => {
  const button = here()?.querySelector(`.tools button[value="${value}"]`);
  button?.click();
  return button;
};

function step(by) {
  const found = picks();
  const at = found.indexOf(here());
  found[at < 0 ? 0 : Math.min(Math.max(at + by, 0), found.length - 1)]?.focus();
}

const keys = {
  j: () => step(1), k: () => step(-1), J: () => press("down"), K: () => press("up"),
  x: () => press("drop"), p: () => press("pin") ?? press("unpin"), t: () => press("take"),
  e: () => here()?.querySelector(":scope > details > summary")?.click(),
  z: () => document.querySelector('button[value="undo"]:enabled')?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
};

addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// After an action the page comes back with the pick in its address: the focus goes there.
if (location.hash) document.getElementById(location.hash.slice(1))?.focus();

// In the editor only what has changed is put in, so that the place on the page is kept; the
// server's answer is the same page that it gives without this.
const PARTS = ["said", "heading", "editor", "proof"];
const editor = document.getElementById("editor");
let busy = false;
const pressed = [];

// Buttons pressed meanwhile wait: each change must be made on what the one before it left.
function later(pick, button) {
  if (pick && button?.value) pressed.push([pick.id, button.value]);
}

function next() {
  const [id, value] = pressed.shift() ?? [];
  editor.ariaBusy = String(Boolean(id));
  if (id) document.getElementById(id)?.querySelector(`.tools button[value="${value}"]`)?.click();
}

async function send(form, data) {
  busy = true;
  editor.ariaBusy = "true";
  const pick = form.closest(".pick");
  const at = picks().indexOf(pick);
  const body = new URLSearchParams(data);
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer || answer.status >= 500) return unanswered();
  if (answer.ok && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Not the editor again: what was typed could not be saved, or the session has ended.
  if (!page.getElementById("editor")) return instead(page);
  const words = typed(form);
  for (const id of PARTS) refresh(document.getElementById(id), page.getElementById(id));
  words.forEach(putBack);
  prepare();
  // What was dropped or taken in is elsewhere now; the next one has its place.
  const gone = ["drop", "take"].includes(data.get("do"));
  if (pick) ((gone ? null : document.getElementById(pick.id)) ?? picks()[at])?.focus();
  busy = false;
  next();
}

// What is being written elsewhere on the page while a button is pressed is not lost by it.
const typed = (sent) => all("#editor :is(textarea, input)[id]")
  .filter((one) => one.value !== one.defaultValue && !sent.contains(one))
  .map(({ id, value }) => ({ id, value }));

function putBack({ id, value }) {
  const field = document.getElementById(id);
  if (!field) return;
  field.value = value;
  const fold = field.closest("details");
  if (fold) fold.open = true;
}

function instead(page) {
  const main = page.getElementById("main");
  if (!main) return location.reload();
  document.getElementById("main").replaceChildren(...main.childNodes);
  document.title = page.title;
  document.querySelector("#main :is([autofocus], textarea, button)")?.focus();
}

function unanswered() {
  busy = false;
  pressed.length = 0;
  editor.ariaBusy = "false";
  const said = document.createElement("p");
  said.className = "notice bad";
  said.role = "alert";
  said.textContent = "The desk did not answer. Look whether it was done, or try again in a moment.";
  document.getElementById("said").replaceChildren(said);
}

function refresh(old, fresh) {
  if (!old || !fresh || old.innerHTML === fresh.innerHTML) return;
  old.replaceChildren(...fresh.childNodes);
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest("#editor")) return;
  event.preventDefault();
  if (busy) return later(form.closest(".pick"), event.submitter);
  send(form, new FormData(form, event.submitter));
});

// Dragging a pick sends the form that puts it in its new place.
let held = null;
function draggable(pick) {
  pick.draggable = true;
  pick.addEventListener("dragstart", () => { held = pick; pick.classList.add("held"); });
  pick.addEventListener("dragend", () => { held = null; all(".held, .over").forEach((one) => one.classList.remove("held", "over")); });
  pick.addEventListener("dragover", (event) => { if (held) { event.preventDefault(); pick.classList.add("over"); } });
  pick.addEventListener("dragleave", () => pick.classList.remove("over"));
  pick.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!held || held === pick || busy) return;
    const form = held.querySelector(".tools");
    const data = new FormData(form);
    for (const [name, value] of [["do", "place"], ["slug", pick.dataset.slug], ["place", pick.dataset.place]]) data.set(name, value);
    send(form, data);
  });
}

function prepare() {
  picks().filter((one) => one.dataset.slug && one.querySelector(".tools")).forEach(draggable);
  const button = document.getElementById("show-keys");
  if (button) { button.hidden = false; button.onclick = keys["?"]; }
}
prepare();
