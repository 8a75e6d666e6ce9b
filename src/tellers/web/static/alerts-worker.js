// Shows what the night's alerts say, and opens the page of that moment. It keeps nothing and caches nothing.

self.addEventListener("push", (event) => {
  const alert = event.data.json();
  const options = { body: alert.body, tag: alert.tag, renotify: true, lang: alert.lang, data: { link: alert.link } };
  event.waitUntil(self.registration.showNotification(alert.title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link));
});
