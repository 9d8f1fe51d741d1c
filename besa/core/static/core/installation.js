// The service worker makes the app open without network. It lives at /sw.js so that it may serve every page.
export function offerInstallation() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  const language = location.pathname.split("/")[1];
  window.addEventListener("load", async () => {
    await navigator.serviceWorker.register("/sw.js").catch(() => {});
    const registration = await navigator.serviceWorker.ready;
    registration.active?.postMessage({ kind: "language", language });
  });
}
