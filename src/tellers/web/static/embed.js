// For pages that embed results: gives each frame with `data-tellers` the height that its content asks for.
// A frame is heard only where the message comes from that very frame and from the origin of its address.
// All of it stands in a block, so that a page may hold the script twice.

{
  const frames = () => document.querySelectorAll("iframe[data-tellers]");
  const LEAST = 60;
  const MOST = 6000;

  function origin(frame) {
    try {
      return new URL(frame.src, document.baseURI).origin;
    } catch {
      return null;
    }
  }

  function greet(frame) {
    // The frame answers to whoever greeted it, and to no other page.
    const to = origin(frame);
    if (to !== null && to !== "null") frame.contentWindow?.postMessage({ tellers: "hello" }, to);
  }

  window.addEventListener("message", (event) => {
    const height = event.data?.tellers === "height" ? event.data.height : null;
    if (typeof height !== "number" || !Number.isFinite(height)) return;
    for (const frame of frames()) {
      if (frame.contentWindow === event.source && origin(frame) === event.origin) {
        frame.style.height = `${Math.min(MOST, Math.max(LEAST, Math.ceil(height)))}px`;
      }
    }
  });

  // `load` does not bubble, but is caught on its way down: so frames that are added later are greeted too.
  document.addEventListener("load", (event) => {
    if (event.target instanceof HTMLIFrameElement && event.target.matches("[data-tellers]")) greet(event.target);
  }, true);
  frames().forEach(greet);
}
