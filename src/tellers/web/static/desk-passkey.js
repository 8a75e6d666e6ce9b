// Makes and uses passkeys, where the browser can and the page is at the address that they are bound to.
// Without it, or without scripts, the password is there.

const state = document.getElementById("passkey-state");

async function options(form, path, more = {}) {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value, ...more });
  const answer = await fetch(path, { method: "POST", body });
  if (answer.ok) return answer.json();
  if (answer.status === 429) throw new Error("Too many tries: wait a little.");
  throw new Error(answer.status === 403 ? "That is not your password." : "The desk did not take it. Load the page again.");
}

async function made(form) {
  const wanted = await options(form, "/desk/passkey/make", { password: document.getElementById("passkey-password").value });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(wanted);
  return navigator.credentials.create({ publicKey });
}

async function used(form) {
  const wanted = await options(form, "/desk/passkey/ask");
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
}

function said(error) {
  if (error.name === "NotAllowedError") return "No passkey was given. Try again, or use your password.";
  if (error.name === "InvalidStateError") return "This device has a passkey of yours already.";
  return error.message;
}

function offer(form, act) {
  const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON && location.origin === form.dataset.origin;
  if (!able) return;
  form.hidden = false;
  state.textContent = "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    state.textContent = "Your device asks for you.";
    try {
      const credential = await act(form);
      form.elements.answer.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      state.textContent = said(error);
      button.disabled = false;
    }
  });
}

const [make, use] = ["make-passkey", "use-passkey"].map((id) => document.getElementById(id));
if (make) offer(make, made);
if (use) offer(use, used);
