// The desk's service worker: keying forms open and reload though the desk cannot be reached.
// It keeps the form's shell (no figure, no token of the session) and the static files, and drops the shells when
// somebody signs out or another signs in. The server puts the hash of all of it where VERSION is.

const VERSION = "{{ version }}";
const STATIC = `desk-static-${VERSION}`;
const FORMS = `desk-forms-${VERSION}`;
const FILES = JSON.parse('{{ files }}');
const OFFLINE = "/desk/offline";
const FORM = /^\/desk\/(key|total|seats|change)\//;
const PATIENCE_MS = 4000;
const people = { changes: 0 };
let last = Promise.resolve(); // One form after another, so that a busy desk does not notice.

async function install() {
  const cache = await caches.open(STATIC);
  await cache.addAll([...FILES, OFFLINE].map((path) => new Request(path, { cache: "reload" })));
  await self.skipWaiting();
}

async function dropBut(kept) {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("desk-") && !kept.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The shell of a form, which the server makes without anything of the session; it is kept under the form's address.
async function keep(address) {
  const begun = people.changes;
  const url = new URL(address, self.location.origin);
  if (!FORM.test(url.pathname)) return;
  const asked = new URL(url);
  asked.searchParams.set("shell", "1");
  const answer = await fetch(asked, { redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect") await drop(); // Nobody is signed in any more.
  else if (answer.ok && begun === people.changes) await (await caches.open(FORMS)).put(url.href, answer);
}

function drop() {
  people.changes += 1; // What is being fetched for who was here is not kept for who comes.
  return caches.delete(FORMS);
}

// A hung connection counts as none, so that nobody waits for a form that lies here.
function inTime(request) {
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error("late")), PATIENCE_MS);
  });
  return Promise.race([fetch(request), late]).finally(() => clearTimeout(timer));
}

async function form(request) {
  const kept = await (await caches.open(FORMS)).match(request.url);
  try {
    const answer = await (kept ? inTime(request) : fetch(request));
    if (![502, 503, 504].includes(answer.status) || !kept) return answer;
  } catch {
    if (!kept) return offline();
  }
  return kept;
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return offline();
  }
}

async function offline() {
  return (await caches.match(OFFLINE)) ?? Response.error();
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => {
  event.waitUntil(dropBut([STATIC, FORMS]).then(() => self.clients.claim()));
});
self.addEventListener("message", (event) => {
  last = last.then(() => keep(event.data.keep)).catch(() => {});
  event.waitUntil(last);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && /^\/desk\/(sign-(in|out)|join|passkey)$/.test(url.pathname)) {
    event.waitUntil(drop());
    return;
  }
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(FORM.test(url.pathname) ? form(request) : page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(file(request));
});
