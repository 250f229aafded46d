// The page's side of the service worker: threads on hosts that can't set headers, starting without a network, and new
// versions, which wait until somebody agrees.

const worker = 'service_worker.js';
const reloadedKey = 'maskpoint-reloaded';
const longestWait = 30_000;  // ms, for a first visit's files
const soon = 10_000;  // a page reloaded so lately is not reloaded once more by itself

function register(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(worker, { updateViaCache: 'none' });
}

/** Rejects when it can't be installed. */
function activated(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  return new Promise((resolve, reject) => {
    if (worker === null) throw new Error('there is no service worker');
    const look = (): void => {
      if (worker.state === 'activated') resolve();
      if (worker.state === 'redundant') reject(new Error('it could not be installed'));
    };
    worker.addEventListener('statechange', look);
    look();
  });
}

/**
 * Where the host gave no isolation headers the service worker does, from the next load on: true when the page is being
 * loaded again for that. Once only, so that a browser that never isolates gets a sentence instead of a loop.
 */
export async function reloadIsolated(): Promise<boolean> {
  if (crossOriginIsolated || !isSecureContext || navigator.serviceWorker === undefined) return false;
  try {
    if (Date.now() - Number(sessionStorage.getItem(reloadedKey) ?? '0') < soon) return false;
    const late = new Promise<never>((_, reject) => { setTimeout(() => reject(new Error('too slow')), longestWait); });
    await Promise.race([activated(await register()), late]);
    sessionStorage.setItem(reloadedKey, String(Date.now()));
    location.reload();
    return true;
  } catch {
    return false;
  }
}

/** What the page has loaded before the service worker was there to see it. */
function loadedPaths(): string[] {
  const base = new URL('.', document.baseURI);
  return performance.getEntriesByType('resource').map(({ name }) => name.split(/[?#]/)[0]!)
    .filter((address) => address.startsWith(base.href)).map((address) => address.slice(base.href.length));
}

/** From now on the page starts without a network; `ready` is told when a newer version waits for `update`. */
export async function keepOffline(ready: (update: () => void) => void): Promise<void> {
  if (navigator.serviceWorker === undefined) return;
  const registration = await register().catch(() => null);
  if (registration === null) return;
  const controlled = navigator.serviceWorker.controller !== null;
  let reloading = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first one takes over a page that is its own version.
    if (!controlled || reloading) return;
    // Cleared with the browser's storage, not replaced: what this page still holds is all there is.
    if (navigator.serviceWorker.controller === null) return;
    reloading = true;
    location.reload();
  });
  const look = (): void => {
    const { waiting } = registration;
    if (waiting !== null && registration.active !== null) ready(() => waiting.postMessage({ type: 'update' }));
  };
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  look();
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ type: 'keep', paths: loadedPaths() });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
  });
}

/** A server at this address has files of its own. */
export async function leaveToServer(): Promise<void> {
  if (navigator.serviceWorker?.controller == null) return;
  await (await navigator.serviceWorker.getRegistration())?.unregister();
}
