// Keeps a page of the desk live, and sends what was keyed while the desk could not be reached.
// Every page works without this script; with it, others' work shows within a second, and nothing keyed is lost.

import { keepForms } from "./desk-offline.js";

const root = document.documentElement;
const connection = document.getElementById("connection");
const person = root.dataset.person;
const QUEUE = `desk:queue:${person}`;
const RETRY_MS = 1500;
const page = { asked: 0, following: false, other: false };
const flushing = { now: false, timer: 0 };
const listeners = new Set();
const followers = new Set();
const shell = "shell" in root.dataset;

export function onSent(listener) {
  listeners.add(listener);
}

// Calls with { acts, edition, stories } whenever the desk or the night has moved.
export function onMark(follower) {
  followers.add(follower);
}

// Tells those who hear the page and do not see it, once what they are at allows.
export function announce(text) {
  document.getElementById("news").textContent = text;
}

function say(text) {
  if (connection.textContent !== text) connection.textContent = text;
}

export function queued() {
  return JSON.parse(localStorage.getItem(QUEUE) ?? "[]");
}

function keep(sheets) {
  if (sheets.length) localStorage.setItem(QUEUE, JSON.stringify(sheets));
  else localStorage.removeItem(QUEUE);
}

// A draft whose sheet was taken is no draft any more, also where the answer came to another page or another tab.
function forget(id) {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(`desk:draft:${person}:`)) continue;
    if (JSON.parse(localStorage.getItem(name)).id === id) localStorage.removeItem(name);
  }
}

// Keeps a sheet on this machine first, then sends it: what is lost on the way is sent again, and taken once by its id.
export function send(sheet) {
  const sheets = queued().filter((other) => other.id !== sheet.id);
  keep([...sheets, sheet]);
  return flush();
}

export async function flush() {
  if (flushing.now) return;
  flushing.now = true;
  clearTimeout(flushing.timer);
  try {
    for (const sheet of queued()) {
      const outcome = await deliver(sheet);
      if (outcome.kept) break;
      if (outcome.ok) forget(sheet.id);
      keep(queued().filter((other) => other.id !== sheet.id));
      listeners.forEach((listener) => listener(sheet, outcome));
      if (!outcome.ok && !listeners.size) say(`A sheet was not taken: ${outcome.text}`);
    }
  } finally {
    flushing.now = false;
    if (queued().length) flushing.timer = setTimeout(flush, RETRY_MS);
  }
}

async function deliver(sheet) {
  let answer;
  try {
    if (!root.dataset.csrf) await renew(); // A form from this machine has no token of the session.
    answer = await post(sheet);
    if (answer.status === 403 && (await renew())) answer = await post(sheet);
  } catch {
    notify(sheet, "The desk cannot be reached. Kept on this machine; sent as soon as it can be.");
    return { kept: true };
  }
  if (page.other) {
    notify(sheet, "Somebody else is signed in here. Kept on this machine: sign in as yourself, and it is sent.");
    return { kept: true };
  }
  if (answer.status === 401) {
    notify(sheet, "Your session is over. Kept on this machine: sign in again, in this browser, and it is sent.");
    return { kept: true };
  }
  if (answer.status >= 500) {
    notify(sheet, "The desk cannot take it just now. Kept on this machine; sent as soon as it can be.");
    return { kept: true };
  }
  const body = await answer.json();
  if (answer.ok) return { ok: true, answer: body, text: body.say };
  const text = body.problems.map((p) => `${p.where}: found ${p.found}, wanted ${p.wanted}. ${p.remedy}`).join(" ");
  return { ok: false, status: answer.status, problems: body.problems, text };
}

function post(sheet) {
  return fetch("/desk/api/sheets", {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf-token": root.dataset.csrf },
    body: JSON.stringify(sheet),
  });
}

// Takes the token of the session as it is now, if it is still the same person's; returns whether it is another token.
async function renew() {
  const answer = await fetch("/desk/account", { headers: { accept: "text/html" } });
  if (!answer.ok) return false;
  const { dataset } = new DOMParser().parseFromString(await answer.text(), "text/html").documentElement;
  page.other = Boolean(dataset.person) && dataset.person !== person;
  if (dataset.person !== person || dataset.csrf === root.dataset.csrf) return false;
  root.dataset.csrf = dataset.csrf;
  return true;
}

function notify(sheet, text) {
  const state = document.getElementById("state");
  if (state) state.textContent = text;
  else say(`${queued().length} not sent yet. ${text}`);
}

async function refresh() {
  const turn = ++page.asked;
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok || turn !== page.asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (old === null || old.innerHTML === part.innerHTML) continue;
    if (old.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) continue;
    if (part.dataset.part.startsWith("badge-") && part.textContent.trim()) {
      announce(part.closest("a").textContent.replace(/\s+/g, " ").replace(/ \d+:/, ":").trim());
    }
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(part);
    if (focused) document.getElementById(focused)?.focus();
  }
}

function follow() {
  const stream = new EventSource("/desk/live");
  stream.onopen = () => say(shell ? "The desk is back; this form came from this machine, and sends as ever." : "");
  stream.onerror = () => {
    say("The desk cannot be reached. You can go on keying; it connects again by itself.");
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, RETRY_MS); // An answer that was no stream.
  };
  stream.addEventListener("over", () => { stream.close(); say("Your session is over: sign in again."); });
  stream.onmessage = (message) => {
    // The first message says where the desk is now; a page just loaded shows that already, one reconnected may not.
    if (page.following || shell) refresh().catch(() => {});
    page.following = true;
    followers.forEach((follower) => follower(JSON.parse(message.data)));
    flush();
  };
}

if (person) {
  const taken = /^\/desk\/sheet\/([\w-]+)$/.exec(location.pathname);
  if (taken && document.querySelector(".answer")) forget(taken[1]);
  follow();
  flush();
  addEventListener("online", flush);
  keepForms().catch(() => {}); // Where the browser keeps nothing, forms open with the desk alone.
}
