// Checks the story again when the record has moved, and takes a file dropped on the page. Nothing leaves for anywhere
// but the desk itself; without this script the page does the same when its button is pressed.

import { onMark } from "./desk.js";

const form = document.getElementById("copy");
const text = document.getElementById("text");
const moved = document.getElementById("moved");
const state = { edition: document.getElementById("checked").dataset.edition, asked: 0 };

function findings() {
  return [...document.querySelectorAll("ol.findings > li")].map((li) => li.querySelector("p").textContent.trim());
}

// What is being written is not checked behind the writer's back: it is said that the record has moved.
function edited() {
  return text.value !== text.defaultValue || [...form.querySelectorAll("input:not([type=file])")].some(
    (field) => field.type !== "hidden" && field.value !== field.defaultValue);
}

async function again(edition) {
  const turn = ++state.asked;
  const body = new FormData(form);
  body.delete("file");
  body.set("act", "check");
  const answer = await fetch("/desk/check", { method: "POST", body });
  if (!answer.ok || turn !== state.asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("checked");
  const old = document.getElementById("checked");
  if (edited() || (old.contains(document.activeElement) && document.activeElement.matches("input"))) return;
  const before = findings();
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : "";
  old.replaceWith(fresh);
  if (focused) document.querySelector(`#checked a[href="${CSS.escape(focused)}"]`)?.focus();
  state.edition = fresh.dataset.edition;
  const now = findings();
  const added = now.filter((finding) => !before.includes(finding)).length;
  const gone = before.filter((finding) => !now.includes(finding)).length;
  const change = added || gone ? `${now.length} to look at: ${added} new, ${gone} gone.` : "The findings are the same.";
  moved.textContent = `Checked again at edition ${edition}. ${change}`;
}

onMark(({ edition }) => {
  if (!state.edition || Number(state.edition) >= edition) return;
  if (edited()) moved.textContent = `The record has moved to edition ${edition}. Check again when you have written.`;
  else again(edition).catch(() => {});
});

for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, async (event) => {
    const file = event.dataTransfer?.files[0];
    if (kind === "dragover" && event.dataTransfer?.types.includes("Files")) event.preventDefault();
    if (kind === "dragover" || !file) return;
    event.preventDefault();
    text.value = await file.text();
    const name = document.getElementById("name");
    if (!name.value) name.value = file.name;
    moved.textContent = `${file.name} is taken. Press Check.`;
    document.getElementById("check").focus();
  });
}
