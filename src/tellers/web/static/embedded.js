// Inside an embed: tells the embedding page its height, follows the night, and says so when it has lost touch.
// It polls the small head file: a page may hold many embeds, and browsers allow a host six open streams in all.

const root = document.documentElement;
const state = document.getElementById("state");
const own = root.dataset.path;
const named = new URLSearchParams(window.location.search).get("at") ?? window.location.pathname.match(/\/at\/([0-9]+)\//)?.[1];
const pinned = named && /^[0-9]{1,9}$/.test(named) ? Number(named) : null;
const picture = document.getElementById("picture");
const LOST_SECONDS = 45;
let shown = Number(root.dataset.edition);
let heard = Date.now();

// Its height, to the page that greeted it and to no other.
let parent = null;
function tell() {
  if (parent !== null) window.parent.postMessage({ tellers: "height", height: document.body.offsetHeight }, parent);
}
window.addEventListener("message", (event) => {
  if (event.source !== window.parent || event.data?.tellers !== "hello") return;
  parent = event.origin === "null" ? null : event.origin;
  tell();
});
new ResizeObserver(tell).observe(document.body);

async function json(url) {
  const answer = await fetch(url, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

async function page(url) {
  const answer = await fetch(url, { cache: "no-cache", credentials: "omit" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function replace(name, part) {
  const old = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
  if (old !== null && part !== null && old.innerHTML !== part.innerHTML) old.replaceWith(document.importNode(part, true));
}

async function board(edition) {
  const made = await page(own);
  for (const name of ["board", "edition"]) replace(name, made.querySelector(`[data-part="${name}"]`));
  document.title = made.title;
  root.dataset.edition = made.documentElement.dataset.edition;
  shown = edition;
}

// A map or a chart is cut from its full page; later editions send the parts of that page which changed.
async function whole(edition) {
  const made = await page(pinned === null ? root.dataset.page : await version(edition));
  const piece = root.dataset.piece;
  const section = piece ? made.querySelector(`section[data-part="${CSS.escape(piece)}"]`) : made;
  const svg = section?.querySelector(piece ? "svg[role=img]" : "svg.map") ?? null;
  const nodes = piece ? [svg, section?.querySelector(".note")] : [made.querySelector("ul.key"), svg];
  if (svg === null) picture.textContent = made.querySelector("[data-part=none]")?.textContent ?? "–";
  else picture.replaceChildren(...nodes.filter(Boolean).map((node) => document.importNode(node, true)));
  stamp(made.querySelector("[data-part=edition] > p:last-child"));
  shown = edition;
}

function stamp(line) {
  if (line !== null) document.querySelector("footer [data-part=edition]").replaceChildren(...line.cloneNode(true).childNodes);
}

// On a site of files the list of an edition says where a page stood; a served one answers ?at=.
async function version(edition) {
  const list = await json(`/editions/${edition}.json`);
  const head = await json("/head.json");
  const name = list.changed[root.dataset.page];
  return head.live || !name ? `${root.dataset.page}?at=${edition}` : `/versions/${name}.html`;
}

async function step(edition) {
  const list = await json(`/editions/${edition}.json`);
  if (!(root.dataset.page in list.changed)) {
    shown = edition;
    return;
  }
  if (picture === null) return board(edition);
  if (root.dataset.piece || !list.parts.includes(root.dataset.page)) return whole(edition);
  const found = await json(`/parts/${edition}${root.dataset.page}.json`);
  for (const [name, markup] of Object.entries(found.parts)) {
    const inside = /^<(g|title)/.test(markup) ? `<svg>${markup}</svg>` : markup;
    const part = new DOMParser().parseFromString(inside, "text/html").querySelector(`[data-part="${CSS.escape(name)}"]`);
    if (name === "edition") stamp(part.querySelector("p:last-child"));
    else replace(name, part);
  }
  shown = edition;
}

async function look() {
  const head = await json("/head.json");
  if (pinned !== null) {
    const touched = await page(own);
    if (Number(touched.documentElement.dataset.edition) > shown) state.textContent = root.dataset.later;
    return;
  }
  if (head.edition > shown) await (head.edition === shown + 1 ? step(head.edition) : picture === null ? board(head.edition) : whole(head.edition));
  heard = Date.now();
  state.textContent = "";
}

function lost() {
  if (Date.now() - heard < 1000 * LOST_SECONDS) return;
  const time = new Date(heard).toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
  state.textContent = root.dataset.lost.replace("{time}", time);
}

function again() {
  // With jitter, so that a story's readers do not all ask together; not at all while nobody looks.
  window.setTimeout(async () => {
    if (document.visibilityState === "visible") await look().catch(lost);
    again();
  }, 5000 + Math.random() * 5000);
}

async function begin() {
  if (picture !== null) {
    const edition = pinned ?? (await json("/head.json")).edition;
    await whole(edition);
  }
  await look();
}

begin().catch(lost).finally(() => { if (pinned === null) again(); });
