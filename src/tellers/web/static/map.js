// Makes a map work by hand: point, tap or walk from place to place with the arrow keys; Enter or a tap on the name goes
// to the page. Without this script the map is a picture, and the table below it has every place and every link.

const NS = "http://www.w3.org/2000/svg";
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function told(use) {
  return use.querySelector("title")?.textContent ?? "";
}

function middle(use) {
  const box = use.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

// The nearest place in a direction: far to the side counts double, so that one walks in rows.
function next(uses, from, [dx, dy]) {
  const [x, y] = middle(from);
  let best = null;
  let least = Infinity;
  for (const use of uses) {
    const [ux, uy] = middle(use);
    const ahead = (ux - x) * dx + (uy - y) * dy;
    const aside = Math.abs((ux - x) * dy) + Math.abs((uy - y) * dx);
    const cost = ahead + 2 * aside;
    if (use !== from && ahead > 1 && cost < least) { best = use; least = cost; }
  }
  return best;
}

function enliven(svg) {
  const box = document.createElement("div");
  box.className = "map-box";
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "Map. Arrow keys go from place to place, Enter opens a place, plus and minus change its size.");
  const card = document.createElement("p");
  card.className = "map-card";
  card.setAttribute("aria-live", "polite");
  const link = document.createElement("a");
  const rest = document.createElement("span");
  card.append(link, rest);
  svg.replaceWith(box);
  box.append(svg);
  box.after(card);
  const whole = svg.viewBox.baseVal;
  const full = [whole.x, whole.y, whole.width, whole.height];
  let view = [...full];
  let chosen = null; // The address of the page of the place chosen: its element is replaced as editions come.
  const base = svg.dataset.base;
  const uses = () => [...svg.querySelectorAll("use[data-page]")];
  const found = () => uses().find((use) => use.dataset.page === chosen) ?? null;
  const mark = document.createElementNS(NS, "g");
  mark.setAttribute("class", "chosen");

  function show(use) {
    const said = told(use);
    const cut = said.indexOf(": ");
    link.textContent = cut < 0 ? said : said.slice(0, cut);
    rest.textContent = cut < 0 ? "" : ` ${said.slice(cut + 2)}`;
    link.href = page(use) + at();
    const copy = use.cloneNode(false);
    copy.removeAttribute("data-page");
    mark.replaceChildren(copy);
    svg.append(mark);
  }

  function choose(use) {
    if (use === null) return;
    chosen = use.dataset.page;
    show(use);
    into(use);
  }

  // A page's address is said without what all of them begin with; one that begins otherwise stands whole.
  function page(use) {
    return use.dataset.page.startsWith("/") ? use.dataset.page : base + use.dataset.page;
  }

  function at() {
    return "at" in document.documentElement.dataset ? window.location.search : "";
  }

  function go() {
    if (link.href && chosen) window.location.href = link.href;
  }

  // Enlarging: the picture's own box, so that borders stay thin and nothing is fetched.
  function zoom(by, x, y) {
    const wide = Math.min(full[2], Math.max(full[2] / 12, view[2] / by));
    const share = wide / view[2];
    view = [x - (x - view[0]) * share, y - (y - view[1]) * share, wide, view[3] * share];
    put();
  }

  function put() {
    view[0] = Math.min(Math.max(view[0], full[0]), full[0] + full[2] - view[2]);
    view[1] = Math.min(Math.max(view[1], full[1]), full[1] + full[3] - view[3]);
    svg.setAttribute("viewBox", view.map((value) => value.toFixed(1)).join(" "));
    out.disabled = view[2] >= full[2];
  }

  function into(use) {
    if (view[2] >= full[2]) return;
    const spot = place(...middle(use));
    if (spot.x > view[0] && spot.x < view[0] + view[2] && spot.y > view[1] && spot.y < view[1] + view[3]) return;
    view[0] = spot.x - view[2] / 2;
    view[1] = spot.y - view[3] / 2;
    put();
  }

  function place(x, y) {
    return new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
  }

  const tools = document.createElement("p");
  tools.className = "map-tools";
  const [larger, out] = ["+", "−"].map((sign, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", i === 0 ? "Enlarge the map" : "Make the map smaller");
    button.addEventListener("click", () => {
      const use = found();
      const spot = use === null ? { x: view[0] + view[2] / 2, y: view[1] + view[3] / 2 } : place(...middle(use));
      zoom(i === 0 ? 1.8 : 1 / 1.8, spot.x, spot.y);
    });
    tools.append(button);
    return button;
  });
  box.before(tools);
  put();

  svg.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons) return;
    const use = event.target.closest("use[data-page]");
    if (use !== null) show(use);
  });
  svg.addEventListener("pointerleave", () => {
    const use = found();
    if (use === null) mark.replaceChildren(); else show(use);
  });

  // A drag moves an enlarged map; what is no drag chooses, and with a mouse opens.
  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, from: [...view], moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (held === null || view[2] >= full[2]) return;
    const scale = view[2] / svg.getBoundingClientRect().width;
    const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
    if (Math.abs(dx) + Math.abs(dy) > 6) held.moved = true;
    if (!held.moved) return;
    view[0] = held.from[0] - dx * scale;
    view[1] = held.from[1] - dy * scale;
    put();
  });
  window.addEventListener("pointerup", () => window.setTimeout(() => { held = null; }));
  svg.addEventListener("click", (event) => {
    const use = event.target.closest("use[data-page]");
    if (use === null || held?.moved) return;
    const again = chosen === use.dataset.page;
    choose(use);
    if (event.pointerType === "mouse" || again) go();
  });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // A page still scrolls; a pinch on a touchpad enlarges.
    event.preventDefault();
    const spot = place(event.clientX, event.clientY);
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, spot.x, spot.y);
  }, { passive: false });

  box.addEventListener("keydown", (event) => {
    if (event.target !== box || event.altKey || event.ctrlKey || event.metaKey) return;
    const from = found();
    if (event.key in STEPS) {
      const all = uses();
      choose(from === null ? all[0] : next(all, from, STEPS[event.key]));
    } else if (event.key === "Enter" && from !== null) {
      go();
    } else if (event.key === "+" || event.key === "=") {
      larger.click();
    } else if (event.key === "-") {
      out.click();
    } else if (event.key === "Escape") {
      view = [...full];
      put();
    } else {
      return;
    }
    event.preventDefault();
  });
}

for (const svg of document.querySelectorAll("svg.map")) enliven(svg);
