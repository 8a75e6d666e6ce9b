// Keeps a page live: hears of a new edition, fetches the parts of this page that it changed, and puts them in place.
// The page is complete without this script; with it there is no reload.

const root = document.documentElement;
const slider = document.getElementById("at");
const live = document.getElementById("live");
const path = root.dataset.path;
const state = { shown: Number(root.dataset.edition), latest: Number(root.dataset.edition), head: null, asked: 0 };
let following = !("at" in root.dataset);
let files = false;

function address(edition) {
  return `${path}?at=${edition}`;
}

function say(text) {
  if (live.textContent !== text) live.textContent = text;
}

async function json(url, cache = "no-cache") {
  const answer = await fetch(url, { cache });
  if (!answer.ok) throw new Error(`${url} could not be fetched (${answer.status}).`);
  return answer.json();
}

async function whole(url) {
  const answer = await fetch(url, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(`${url} could not be fetched (${answer.status}).`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function show(edition) {
  const turn = ++state.asked;
  const page = await whole(following ? path : files ? await version(edition) : address(edition));
  if (turn !== state.asked) return false; // A newer request was made while this one was under way.
  const parts = [...page.querySelectorAll("[data-part]")];
  put(parts.map((part) => part.dataset.part), new Map(parts.map((part) => [part.dataset.part, part])));
  document.title = page.title;
  settle(edition);
  return true;
}

// On a site of files there is nobody to answer ?at=: the lists of editions say which version of this page stood then.
async function version(edition) {
  for (let number = edition; number >= Math.max(0, edition - 40); number -= 1) {
    const list = await json(`/editions/${number}.json`);
    if (path in list.changed) return `/versions/${list.changed[path]}.html`;
  }
  throw new Error(`This page did not change in the 40 editions before ${edition}.`);
}

// The short way, when only one edition was missed: the parts of this page that it changed, and nothing where none did.
async function step(edition) {
  const turn = ++state.asked;
  const list = await json(`/editions/${edition}.json`);
  if (path in list.changed && !list.parts.includes(path)) {
    return show(edition);
  }
  if (path in list.changed) {
    const found = await json(`/parts/${edition}${path === "/" ? "/index" : path}.json`);
    if (turn !== state.asked) return false;
    const parts = new Map();
    for (const [name, markup] of Object.entries(found.parts)) {
      const part = element(markup, name);
      if (part !== null) parts.set(name, part);
    }
    put(found.names ?? [...document.querySelectorAll("#main [data-part]")].map((part) => part.dataset.part), parts);
    const title = document.createElement("textarea");
    title.innerHTML = found.title;
    document.title = title.value;
  }
  if (turn === state.asked) settle(edition);
  return turn === state.asked;
}

function element(markup, name) {
  const around = /^<(g|title)/.test(markup) ? "svg" : markup.startsWith("<tbody") ? "table" : "";
  const inside = around ? `<${around}>${markup}</${around}>` : markup;
  return new DOMParser().parseFromString(inside, "text/html").querySelector(`[data-part="${CSS.escape(name)}"]`);
}

function settle(edition) {
  state.shown = edition;
  root.dataset.edition = String(edition);
  if (document.activeElement !== slider || following) slider.value = String(edition);
  slider.setAttribute("aria-valuetext", `edition ${edition} of ${state.latest}`);
}

function put(names, parts) {
  const main = document.getElementById("main");
  const wanted = new Set(names);
  for (const old of main.querySelectorAll("[data-part]")) {
    if (!wanted.has(old.dataset.part)) old.remove();
  }
  let after = main.querySelector("form.slider");
  for (const name of names) {
    const old = main.querySelector(`[data-part="${CSS.escape(name)}"]`);
    const part = parts.get(name);
    let now = old;
    if (part !== undefined && old === null) {
      if (part.namespaceURI !== "http://www.w3.org/2000/svg" || part.tagName === "svg") after.after(part);
      now = part;
    } else if (part !== undefined && old.innerHTML !== part.innerHTML) {
      const open = [...old.querySelectorAll("details")].map((details) => details.open);
      part.querySelectorAll("details").forEach((details, i) => { details.open = open[i] === true; });
      if (name === "headline" || name === "votes" || name === "latest") part.classList.add("fresh");
      old.replaceWith(part);
      now = part;
    }
    if (now !== null && name !== "edition" && main.contains(now)) after = topLevel(now, main);
  }
}

function topLevel(node, main) {
  while (node.parentElement !== main) node = node.parentElement;
  return node;
}

function heard(edition) {
  if (edition === state.latest && following && document.querySelector("[data-part=odds]") !== null) {
    show(edition).then(announce, failed); // The odds of this edition are ready.
    return;
  }
  if (edition <= state.latest) return;
  const missed = edition - state.shown;
  state.latest = edition;
  slider.max = String(edition);
  if (!following) {
    say(`Edition ${edition} is out; you are looking at an earlier one.`);
    return;
  }
  (missed === 1 ? step(edition) : show(edition)).then(announce, failed);
}

function announce(shown) {
  if (!shown) return;
  const headline = document.querySelector("[data-part=headline] h1");
  say(headline === null ? `Edition ${state.shown}` : `Edition ${state.shown}: ${headline.textContent.trim()}`);
}

function failed(error) {
  say(`Not up to date: ${error.message}`);
}

function poll() {
  // Where there is no stream: ask for the small head file, with jitter so that readers do not all ask together.
  window.setTimeout(async () => {
    try {
      const head = await json("/head.json", "no-store");
      if (head.edition !== state.latest) heard(head.edition);
    } catch (error) {
      failed(error);
    }
    poll();
  }, 5000 + Math.random() * 5000);
}

async function listen() {
  let head;
  try {
    head = await json("/head.json", "no-store");
  } catch (error) {
    failed(error);
    poll();
    return;
  }
  slider.max = String(head.edition);
  files = !head.live;
  // A page that no event has touched since is the same at every edition after.
  const stale = head.edition > state.shown && document.querySelector("[data-part]") !== null;
  state.latest = Math.max(state.latest, head.edition);
  if (following) {
    slider.value = String(head.edition);
    if (stale) state.shown = head.edition;
  }
  const asked = Number(new URLSearchParams(window.location.search).get("at") || head.edition);
  if (files && asked < head.edition) {
    following = false;
    slider.value = String(asked);
    show(asked).catch(failed);
  }
  if (!head.live || !("EventSource" in window)) { say(following ? "Live" : "Showing an earlier edition"); poll(); return; }
  const stream = new EventSource(`${head.live}?after=${head.edition}`);
  stream.addEventListener("message", (event) => heard(JSON.parse(event.data).edition));
  stream.addEventListener("open", () => say(following ? "Live" : "Showing an earlier edition"));
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
  following = edition === state.latest;
  show(edition).then((shown) => {
    if (!shown) return;
    say(following ? "Live" : `Showing edition ${edition} of ${state.latest}`);
    history.replaceState(null, "", following ? path : address(edition));
  }, failed);
}

// Search as one types: the names are fetched once, when the field is first used.
const field = document.getElementById("q");
let names = null;
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
async function suggest() {
  if (names === null) {
    names = [];
    try {
      names = (await json("/names.json")).names.map(([name, what, page]) => ({ name, what, page, text: folded(name) }));
    } catch (error) {
      failed(error);
    }
  }
  const words = folded(field.value).split(" ").filter(Boolean);
  const list = document.getElementById("names");
  list.replaceChildren();
  if (words.length === 0) return;
  const hits = names.filter((entry) => words.every((word) => entry.text.includes(word)));
  hits.sort((a, b) => Number(b.text.startsWith(words[0])) - Number(a.text.startsWith(words[0])));
  for (const hit of hits.slice(0, 12)) {
    const option = document.createElement("option");
    option.value = hit.name;
    option.label = hit.what;
    list.append(option);
  }
}
const list = document.createElement("datalist");
list.id = "names";
field.after(list);
field.setAttribute("list", "names");
field.addEventListener("input", suggest);
field.form.addEventListener("submit", (event) => {
  const hits = (names || []).filter((entry) => entry.text === folded(field.value));
  if (hits.length === 1) {
    event.preventDefault();
    window.location.href = hits[0].page;
  }
});
// On a site of files there is nobody to answer a search: the page answers it here.
const query = path === "/search" ? new URLSearchParams(window.location.search).get("q") : null;
if (query && document.querySelector("#found li a[href*='#'], #found h2") !== null && document.querySelector("#found h2")) {
  field.value = query;
  json("/names.json").then((found) => {
    const words = folded(query).split(" ").filter(Boolean);
    const hits = found.names.filter(([name]) => words.every((word) => folded(name).includes(word))).slice(0, 60);
    const place = document.querySelector("#found ul");
    for (const [name, what, page] of hits) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const said = document.createElement("span");
      link.href = page;
      link.textContent = name;
      said.textContent = what;
      item.append(link, " ", said);
      place.append(item);
    }
    document.querySelector("h1").textContent = hits.length ? `Found for “${query}”` : `Nothing found for “${query}”`;
  }, failed);
}

listen();
