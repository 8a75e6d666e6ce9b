// Keeps the shells of keying forms on this machine, through the desk's service worker, and says which are kept.

const OFF = "desk:offline:off";
const AT_ONCE_MAX = 60; // The forms of a list's first places; every form that is opened is kept too.
const able = "serviceWorker" in navigator && "caches" in window;

async function keptForms() {
  const names = (await caches.keys()).filter((name) => name.startsWith("desk-forms-"));
  const found = names.map(async (name) => {
    const cache = await caches.open(name);
    return Promise.all((await cache.keys()).map(async (request) => ({ request, answer: await cache.match(request) })));
  });
  return (await Promise.all(found)).flat();
}

// Begins to keep forms, unless it was turned off here; called by pages of somebody signed in.
export async function keepForms() {
  if (!able || localStorage.getItem(OFF)) return;
  await navigator.serviceWorker.register("/desk/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const kept = new Set((await keptForms()).map(({ request }) => request.url));
  if (document.getElementById("keying")) active.postMessage({ keep: location.pathname + location.search });
  const waiting = [...document.querySelectorAll("a[id^='k-']")].map((link) => link.pathname + link.search);
  for (const path of waiting.filter((path) => !kept.has(location.origin + path)).slice(0, AT_ONCE_MAX)) active.postMessage({ keep: path });
}

// Removes the worker and everything that it kept; drafts and sheets not sent yet are no part of it, and stay.
export async function forgetForms() {
  const registered = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registered.filter((r) => new URL(r.scope).pathname === "/desk/").map((r) => r.unregister()));
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("desk-")).map((name) => caches.delete(name)));
}

async function showForms() {
  const items = (await keptForms()).map(async ({ request, answer }) => {
    const form = new DOMParser().parseFromString(await answer.text(), "text/html");
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: request.url });
    link.textContent = form.querySelector("h1").textContent;
    item.append(link);
    return item;
  });
  document.getElementById("kept").replaceChildren(...(await Promise.all(items)));
  document.getElementById("none").hidden = items.length > 0;
}

function showChoice(choice) {
  const off = Boolean(localStorage.getItem(OFF));
  choice.querySelector("button").textContent = off ? "Keep forms on this machine" : "Forget them, and keep none";
  choice.querySelector("[role=status]").textContent = off ? "None are kept here." : "Forms are kept here.";
}

async function choose(choice) {
  if (localStorage.getItem(OFF)) {
    localStorage.removeItem(OFF);
    await keepForms();
  } else {
    localStorage.setItem(OFF, "yes");
    await forgetForms();
  }
  showChoice(choice);
}

if (able && document.getElementById("kept")) showForms();
const choice = document.getElementById("offline-choice");
if (able && choice) {
  choice.hidden = false;
  showChoice(choice);
  choice.querySelector("button").addEventListener("click", () => choose(choice));
}
