// The keying form by keyboard alone: Enter to the next figure, sums as they are keyed, drafts kept on this machine.

import { onSent, queued, send } from "./desk.js";

const form = document.getElementById("keying");
const state = document.getElementById("state");
const button = document.getElementById("send");
const sum = document.getElementById("sum");
const checks = document.getElementById("checks");
const figures = [...form.querySelectorAll(".figures input")];
const person = document.documentElement.dataset.person;
const DRAFT = `desk:draft:${person}:${location.pathname}${location.search}`;
const about = JSON.parse(form.dataset.about);
const grouped = new Intl.NumberFormat("en-GB");
const now = { anyway: false, sent: false };

function value(input) {
  const digits = (input?.value ?? "").replaceAll(/[,\s]/g, "");
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

function named(name) {
  return figures.find((input) => input.name === name);
}

function votes() {
  return figures.filter((input) => input.dataset.group === "votes");
}

function failures() {
  const known = votes().map(value).filter((number) => number !== null);
  const blank = votes().filter((input) => input.value.trim() === "");
  const found = [];
  const reasons = Object.values(rejected());
  const papersRejected = value(named("rejected_ballots"));
  const apart = reasons.reduce((a, b) => a + b, 0);
  if (reasons.length && papersRejected !== null && apart !== papersRejected) {
    found.push(`Rejected papers by reason make ${grouped.format(apart)}; announced ${grouped.format(papersRejected)}.`);
  }
  if (!known.length) return { found, blank };
  if ((blank.length && about.stage === 1) || !form.dataset.checkable) return { found, blank };
  const total = known.reduce((a, b) => a + b, 0);
  const sorted = [...known].sort((a, b) => b - a);
  const announced = value(named("total"));
  if (announced !== null && announced !== total) {
    found.push(`Votes keyed make ${grouped.format(total)}; announced ${grouped.format(announced)}: ${grouped.format(Math.abs(total - announced))} too ${total < announced ? "few" : "many"}.`);
  }
  const majority = value(named("majority"));
  if (majority !== null && sorted.length > 1 && sorted[0] - sorted[1] !== majority) {
    found.push(`First and second are ${grouped.format(sorted[0] - sorted[1])} apart; announced ${grouped.format(majority)}.`);
  }
  const papers = value(named("ballot_papers"));
  if (papers !== null && papersRejected !== null && total + papersRejected !== papers) {
    found.push(`Votes and rejected papers make ${grouped.format(total + papersRejected)}; papers announced ${grouped.format(papers)}.`);
  }
  const turnout = (named("turnout_percent")?.value ?? "").replace("%", "").trim();
  const electorate = Number(form.dataset.electorate);
  if (/^\d{1,3}(\.\d{1,4})?$/.test(turnout) && electorate) {
    const reckoned = (100 * (papers ?? total + (papersRejected ?? 0))) / electorate;
    const places = (turnout.split(".")[1] ?? "").length;
    if (Math.abs(reckoned - Number(turnout)) > 10 ** -places + 0.5) {
      found.push(`The papers make a turnout of ${reckoned.toFixed(2)}%; announced ${turnout}%.`);
    }
  }
  return { found, blank };
}

function show() {
  const keyed = votes().map(value).filter((number) => number !== null);
  const wrong = figures.filter((input) => input.value.trim() !== "" && input.name !== "turnout_percent" && value(input) === null);
  figures.forEach((input) => input.setAttribute("aria-invalid", String(wrong.includes(input))));
  if (votes().length) {
    const total = keyed.reduce((a, b) => a + b, 0);
    sum.textContent = `${grouped.format(total)} votes, ${keyed.length} of ${votes().length} candidates`;
  }
  const seats = Object.values(byName("seats"));
  if (about.kind === "seats_won" || seats.length) {
    sum.textContent = `${grouped.format(seats.reduce((a, b) => a + b, 0))} seats, ${seats.length} parties`;
  }
  const { found } = failures();
  const lines = found.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
  const text = found.join();
  if (checks.dataset.said !== text) {
    checks.dataset.said = text;
    checks.replaceChildren(...lines);
  }
}

function keepDraft() {
  if (now.sent) return;
  const values = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf"));
  values.elected = [...form.querySelectorAll("[name=elected]:checked")].map((box) => box.value);
  localStorage.setItem(DRAFT, JSON.stringify(values));
  state.textContent = "Draft kept on this machine.";
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(DRAFT) ?? "null");
  if (kept === null || form.querySelector(".figures input[value]:not([value=''])")) return;
  if (kept.seen !== form.elements.seen.value) {
    state.textContent = "Figures came in here since your draft was kept: look at them before you send.";
  } else {
    state.textContent = "Your draft is back.";
  }
  // The draft's id comes back with it: if it was sent and the answer was lost, it is taken once.
  for (const [name, text] of Object.entries(kept)) {
    const element = form.elements[name];
    if (!element || ["seen", "replaces", "elected"].includes(name)) continue;
    if (element instanceof RadioNodeList) continue;
    if (element.type === "checkbox") element.checked = true;
    else element.value = text;
  }
  for (const box of form.querySelectorAll("[name=elected]")) box.checked = (kept.elected ?? []).includes(box.value);
  for (const folded of form.querySelectorAll("details")) {
    folded.open = [...folded.querySelectorAll("input")].some((input) => (input.type === "checkbox" ? input.checked : input.value));
  }
}

function byName(group) {
  const keyed = figures.filter((input) => input.dataset.group === group && value(input) !== null);
  return Object.fromEntries(keyed.map((input) => [input.name.slice(2), value(input)]));
}

function rejected() {
  const other = value(named("other_rejected"));
  const name = form.elements.other_reason?.value.trim();
  return { ...byName("rejected"), ...(other !== null && name ? { [name]: other } : {}) };
}

function sheet() {
  const text = (name) => form.elements[name]?.value?.trim() || null;
  const elected = [...form.querySelectorAll("[name=elected]:checked")].map((box) => box.value);
  const made = {
    ...about,
    id: form.elements.id.value,
    votes: Object.fromEntries(votes().map((input) => [input.name.slice(2), value(input)])),
    seats: byName("seats"),
    rejected: rejected(),
    elected: elected.length ? elected : null,
    complete: form.elements.complete?.checked ?? false,
    seen: form.elements.seen.value,
    replaces: text("replaces"),
    reason: text("reason"),
    provisional: form.elements.provisional?.checked ?? false,
    blanks: about.blanks || (form.elements.blanks?.checked ?? false),
    anyway: now.anyway,
    announced_at: zoned(text("announced_at"), form.dataset.zone),
    turnout_percent: text("turnout_percent")?.replace("%", "").trim() || null,
  };
  for (const name of ["rejected_ballots", "ballot_papers", "expected_ballots", "total", "majority", "electorate"]) {
    if (named(name)) made[name] = value(named(name));
  }
  return made;
}

// A time as the form has it, in the election's zone, with that zone's distance from UTC on that day.
function zoned(at, zone) {
  if (!at) return null;
  const distance = (moment) => {
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(moment);
    return parts.find((part) => part.type === "timeZoneName").value.slice(3) || "+00:00";
  };
  const near = distance(new Date(`${at}Z`)); // Hours off at most; asked again at the very moment.
  return `${at.length === 16 ? `${at}:00` : at}${distance(new Date(`${at}${near}`))}`;
}

// Figures, reasons and times in the order of the page, those folded away left out.
function move(from, step) {
  const all = [...form.querySelectorAll("input:not([type=hidden], [type=checkbox]), #send")];
  const order = all.filter((element) => element.checkVisibility());
  const follows = (element) => from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  const at = order.indexOf(from);
  const next = at >= 0 ? order[at + step] : order.find(follows);
  if (!next) return;
  next.focus();
  next.select?.();
}

function submit(event) {
  event.preventDefault();
  if (now.sent) return;
  show();
  const wrong = figures.find((input) => input.getAttribute("aria-invalid") === "true");
  if (wrong) {
    state.textContent = "A figure is not a whole number.";
    wrong.focus();
    return;
  }
  if (value(named("other_rejected")) !== null && !form.elements.other_reason.value.trim()) {
    state.textContent = "Papers are rejected for another reason: say which.";
    form.elements.other_reason.focus();
    return;
  }
  const { found, blank } = failures();
  if (blank.length && about.stage === 1 && !form.elements.blanks.checked) {
    state.textContent = `No figure for ${blank.length} of ${votes().length} candidates: key it, or say that it was not announced.`;
    blank[0].focus();
    return;
  }
  if (found.length && !now.anyway) {
    now.anyway = true;
    state.textContent = `${found.join(" ")} Look again. Send once more if it was announced so.`;
    return;
  }
  now.sent = true;
  button.disabled = true;
  state.textContent = "Sending.";
  send(sheet());
}

onSent((sent, outcome) => {
  if (sent.id !== form.elements.id.value) return;
  button.disabled = false;
  if (outcome.ok) {
    localStorage.removeItem(DRAFT);
    location.assign(`/desk/sheet/${encodeURIComponent(sent.id)}`);
    return;
  }
  now.sent = false;
  now.anyway = outcome.status === 409 && now.anyway;
  state.textContent = outcome.text;
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target === button || event.target.tagName === "SUMMARY") return;
  event.preventDefault();
  move(event.target, event.shiftKey ? -1 : 1);
});
form.addEventListener("input", () => {
  now.anyway = false;
  show();
  keepDraft();
});
form.addEventListener("submit", submit);
if (!form.elements.id.value) {
  form.elements.id.value = crypto.randomUUID().replaceAll("-", "").slice(0, 24);
  state.textContent = "Opened from this machine: the desk cannot be reached. Key on; it is sent when it can be.";
}
restore();
show();
if (queued().some((waiting) => waiting.id === form.elements.id.value)) {
  now.sent = true;
  state.textContent = "Kept on this machine; sent as soon as it can be.";
}
