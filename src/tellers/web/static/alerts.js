// Signs this browser up for its own notifications. The form works without this script, by email.

const form = document.querySelector("form.ask");
const on = document.getElementById("push-on");
const off = document.getElementById("push-off");
const said = document.getElementById("push-said");
const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

async function send(path, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const fields = {};
  for (const [name, value] of new FormData(form)) if (name !== "email" && name !== "csrf") (fields[name] ??= []).push(value);
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-csrf": form.elements.csrf.value },
    body: JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, form: fields }),
  });
  if (!answer.ok) throw new Error((await answer.json()).problem);
}

function show(subscribed) {
  on.textContent = subscribed ? "Change what this browser is notified of" : "Notify this browser instead";
  off.hidden = !subscribed;
}

async function act(words, what) {
  on.disabled = off.disabled = true;
  try {
    await what();
    said.textContent = words;
  } catch (error) {
    said.textContent = `Not done: ${error.message}`;
  }
  on.disabled = off.disabled = false;
}

if (able) {
  document.getElementById("push").hidden = false;
  const worker = await navigator.serviceWorker.register("/alerts/worker.js", { scope: "/alerts/" });
  show((await worker.pushManager.getSubscription()) !== null);
  on.addEventListener("click", () =>
    act("This browser is notified from now on.", async () => {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("this browser was not given leave to notify.");
      const key = bytes(form.dataset.key);
      const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      await send("/alerts/push", subscription);
      show(true);
    }),
  );
  off.addEventListener("click", () =>
    act("This browser is notified no more.", async () => {
      const subscription = await worker.pushManager.getSubscription();
      if (subscription !== null) {
        await send("/alerts/push/stop", subscription);
        await subscription.unsubscribe();
      }
      show(false);
    }),
  );
} else {
  said.textContent = "This browser cannot be notified.";
}
