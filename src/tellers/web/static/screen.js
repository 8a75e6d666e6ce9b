// A screen that cycles boards or shows one, follows the night, and says loudly when it has lost touch.

const root = document.documentElement;
const cycling = "boards" in root.dataset;
const asked = new URLSearchParams(window.location.search);
const lost = document.getElementById("lost");
const turn = document.getElementById("turn");
const LOST_SECONDS = 45;
// A file is the same whatever was asked, so the address is read here; what means nothing falls to the page's own.
const boards = cycling ? named() : [];
function named() {
  const names = asked.getAll("boards").join(",").split(",").map((name) => name.trim()).filter(Boolean);
  return names.length > 0 ? [...new Set(names)] : root.dataset.boards.split(",");
}
const wanted = Number(asked.get("seconds") ?? root.dataset.seconds);
const seconds = wanted >= 5 && wanted <= 300 ? wanted : 15;
const theme = asked.get("theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;

let place = Number(root.dataset.show ?? 0);
let edition = Number(root.dataset.edition);
let heard = Date.now();
let gone = new Set(); // Boards that are not there: on a site of files not every one is.

function address() {
  return cycling ? `/screen/${boards[place]}` : root.dataset.screen;
}

async function show(fresh) {
  const at = place;
  const answer = await fetch(address(), { cache: "no-cache" });
  if (answer.status === 404 && cycling) {
    gone.add(at);
    if (gone.size < boards.length) return next();
    throw new Error("none of the boards is there");
  }
  if (!answer.ok) throw new Error(String(answer.status));
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (at !== place) return;
  const now = document.importNode(made.getElementById("main"), true);
  if (fresh) now.classList.add("come");
  if (fresh || now.innerHTML !== document.getElementById("main").innerHTML) document.getElementById("main").replaceWith(now);
  document.getElementById("edition").textContent = made.getElementById("edition").textContent;
  document.title = made.title;
  turn.textContent = boards.length > 1 ? `${place + 1}/${boards.length}` : "";
}

async function next() {
  do place = (place + 1) % boards.length; while (gone.has(place));
  await show(true);
}

async function look() {
  const answer = await fetch("/head.json", { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const head = await answer.json();
  if (head.edition !== edition) {
    await show(false);
    edition = head.edition;
  }
  heard = Date.now();
  lost.hidden = true;
  return head;
}

function missed() {
  if (Date.now() - heard < 1000 * LOST_SECONDS) return;
  const time = new Date(heard).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  lost.textContent = `Not updated since ${time}`;
  lost.hidden = false;
}

function poll() {
  window.setTimeout(async () => {
    await look().catch(() => {});
    missed();
    poll();
  }, 4000 + Math.random() * 2000);
}

// A stream tells of an edition at once; the head file is asked for all the same, because a stream may die unheard.
async function begin() {
  if (cycling && (asked.has("boards") || place > 0)) await show(false);
  const head = await look();
  if (head.live && "EventSource" in window) {
    const stream = new EventSource(`${head.live}?after=${head.edition}`);
    stream.addEventListener("message", () => look().catch(() => {}));
  }
}

if (boards.length > 1) turn.textContent = `${place + 1}/${boards.length}`;
begin().catch(() => {}).finally(poll);
if (boards.length > 1) window.setInterval(() => next().catch(() => {}), 1000 * seconds);
