// The page that makes an embed: what is chosen is shown at once, and the code can be copied. Without this script the
// form asks the server; on a site of files there is no server to ask, so there it is done here too.

const form = document.getElementById("make");
const code = document.getElementById("code");
const image = document.getElementById("image-code");
const preview = document.getElementById("preview");
const unknown = document.getElementById("unknown");
const site = "https://SITE";
const asked = new URLSearchParams(window.location.search);

function own(field) {
  if (field !== null && field.value.includes(site)) field.value = field.value.replaceAll(site, window.location.origin);
}

// Which embed a page's address means: its own, its contest's, or the night's.
function name() {
  const first = form.elements.what.options[0].value;
  const given = form.elements.page.value.trim();
  if (!given) return form.elements.what.value;
  let path;
  try {
    path = new URL(given, window.location.href).pathname.replace(/^\/|\/$/g, "");
  } catch {
    return first;
  }
  const [kind, place] = path.replace(/^embed\//, "").split("/");
  if (kind === "candidate" || kind === "sources") return `contest/${place}`;
  return /^(contest|body|map|chart)\/./.test(path) ? path : first;
}

async function make() {
  const rest = name();
  const language = form.elements.language.value;
  const at = encodeURIComponent(form.elements.edition.value.trim());
  const drawn = /^(map|chart)\//.test(rest);
  const said = language === "en" ? "" : `/${language}`;
  const theme = form.elements.theme.value ? `#${form.elements.theme.value}` : "";
  const address = `/embed${said}${at && !drawn ? `/at/${at}` : ""}/${rest}${at && drawn ? `?at=${at}` : ""}`;
  const note = document.getElementById("said");
  const answer = await fetch(address, { method: "HEAD" });
  if (!answer.ok) {
    note.textContent = "There is nothing there to embed: on a site of files only what was written can be shown.";
    return;
  }
  preview.src = `${address}${theme}`;
  note.textContent = form.elements.page.value.trim() || form.elements.what.selectedOptions[0].textContent;
  const title = note.textContent.replace(/[&"<>]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const base = form.dataset.site || window.location.origin;
  code.value = code.value.replace(/src="[^"]*" title="[^"]*"/, () => `src="${base}${address}${theme}" title="${title}"`);
  image?.closest("section").remove(); // It is another thing's.
}

own(code);
own(image);
unknown.hidden = true;

// On a site of files the page is the same whatever was asked: the form is filled in from the address here.
if (!("answered" in form.dataset) && [...asked].length > 0) {
  for (const field of ["what", "theme", "language", "edition", "page"]) {
    if (asked.has(field)) form.elements.namedItem(field).value = asked.get(field);
  }
  make();
}

form.addEventListener("change", (event) => {
  if (event.target === form.elements.what) form.elements.page.value = "";
});
const copy = document.getElementById("copy");
copy.hidden = false;
copy.addEventListener("click", async () => {
  code.select();
  try {
    await navigator.clipboard.writeText(code.value);
    document.getElementById("copied").textContent = "Copied.";
  } catch {
    document.getElementById("copied").textContent = "Chosen: copy it with the keyboard.";
  }
});
