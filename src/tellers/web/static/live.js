// Keeps a page live: hears of a new edition, fetches the page of that edition, and changes only the parts that differ.
// The page is complete without this script; with it there is no reload.

const root = document.documentElement;
const slider = document.getElementById("at");
const live = document.getElementById("live");
const state = { shown: Number(root.dataset.edition), latest: Number(root.dataset.latest), following: true, asked: 0 };
state.following = state.shown === state.latest;

function address(edition) {
  return `${root.dataset.path}?at=${edition}`;
}

function say(text) {
  if (live.textContent !== text) live.textContent = text;
}

async function show(edition) {
  const turn = ++state.asked;
  const answer = await fetch(address(edition), { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(`The page of edition ${edition} could not be fetched (${answer.status}).`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== state.asked) return; // A newer request was made while this one was under way.
  replaceParts(page);
  document.title = page.title;
  state.shown = edition;
  root.dataset.edition = String(edition);
  if (document.activeElement !== slider || state.following) slider.value = String(edition);
  slider.setAttribute("aria-valuetext", `edition ${edition} of ${state.latest}`);
}

function replaceParts(page) {
  const main = document.getElementById("main");
  const fresh = [...page.querySelectorAll("[data-part]")];
  const names = new Set(fresh.map((part) => part.dataset.part));
  for (const old of main.querySelectorAll("[data-part]")) {
    if (!names.has(old.dataset.part)) old.remove();
  }
  let after = main.querySelector("form.slider");
  for (const part of fresh) {
    const old = main.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (old === null) {
      after.after(part);
      after = part;
    } else if (old.innerHTML !== part.innerHTML) {
      const open = [...old.querySelectorAll("details")].map((details) => details.open);
      part.querySelectorAll("details").forEach((details, i) => { details.open = open[i] === true; });
      if (part.dataset.part === "headline" || part.dataset.part === "votes") part.classList.add("fresh");
      old.replaceWith(part);
      after = part.dataset.part === "edition" ? after : topLevel(part, main);
    } else {
      after = part.dataset.part === "edition" ? after : topLevel(old, main);
    }
  }
}

function topLevel(node, main) {
  while (node.parentElement !== main) node = node.parentElement;
  return node;
}

function heard(edition) {
  if (edition <= state.latest) return;
  state.latest = edition;
  root.dataset.latest = String(edition);
  slider.max = String(edition);
  if (!state.following) {
    say(`Edition ${edition} is out; you are looking at an earlier one.`);
    return;
  }
  show(edition).then(announce, failed);
}

function announce() {
  const headline = document.querySelector("[data-part=headline] h1");
  say(headline === null ? `Edition ${state.shown}.` : `Edition ${state.shown}: ${headline.textContent}`);
}

function failed(error) {
  say(`Not up to date: ${error.message}`);
}

let polling = 0;
function poll() {
  // Where the stream cannot be had: ask for the small head file, with jitter so that readers do not ask together.
  window.clearTimeout(polling);
  polling = window.setTimeout(async () => {
    try {
      const answer = await fetch("/head.json", { cache: "no-cache" });
      if (answer.ok) heard((await answer.json()).edition);
    } catch (error) {
      failed(error);
    }
    if (stream === null || stream.readyState === EventSource.CLOSED) poll();
  }, 4000 + Math.random() * 4000);
}

let stream = null;
function listen() {
  if (!("EventSource" in window)) { poll(); return; }
  stream = new EventSource(`/live?after=${state.latest}`);
  stream.addEventListener("message", (event) => heard(JSON.parse(event.data).edition));
  stream.addEventListener("open", () => say(state.following ? "Live" : "Showing an earlier edition"));
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) poll();
    else say("Connecting again…");
  });
}

slider.form.classList.add("scripted");
slider.form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
slider.addEventListener("input", choose);
function choose() {
  const edition = Number(slider.value);
  state.following = edition === state.latest;
  show(edition).then(() => {
    say(state.following ? "Live" : `Showing edition ${edition} of ${state.latest}`);
    history.replaceState(null, "", state.following ? root.dataset.path : address(edition));
  }, failed);
}

listen();
