// Keeps the page's own files in the browser, so that it starts without a network, and gives them the headers that
// threads need where the host can't. What people make is not kept here (src/local).
//
// A new version of the page is fetched as a whole beside the old one, and takes over when every page of the old one
// is closed or a person agrees (src/offline.ts).

/** Written in front of this file by list_site.mjs. */
interface Site {
  version: string;
  files: Record<string, { hash: string; bytes: number }>;
}
const worker = self as unknown as ServiceWorkerGlobalScope & { site: Site };

const { site } = worker;
const scope = new URL(worker.registration.scope);
// Caches belong to the whole origin: another page under another path has its own.
const ours = `maskpoint-page ${scope.pathname} `;
const cacheName = `${ours}${site.version}`;
const hashHeader = 'X-Maskpoint-Hash';
// Weights and the builds of the core, of which a browser uses one: kept once they were asked for.
const heavyBytes = 1_000_000;

const addressOf = (path: string): string => new URL(path, scope).href;

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

function withIsolation(response: Response): Response {
  // A redirect is followed by the browser, which asks again.
  if (response.type === 'opaqueredirect' || response.status === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  const empty = response.status === 204 || response.status === 304;
  return new Response(empty ? null : response.body, { status: response.status, statusText: response.statusText, headers });
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 16);
}

/** The file in the versions before, unchanged; so that an update fetches only what is new. */
async function unchanged(path: string): Promise<Response | null> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(ours) || name === cacheName) continue;
    const kept = await (await caches.open(name)).match(addressOf(path));
    if (kept !== undefined && kept.headers.get(hashHeader) === site.files[path]!.hash) return kept;
  }
  return null;
}

async function heldBefore(path: string): Promise<boolean> {
  for (const name of await caches.keys())
    if (name.startsWith(ours) && (await (await caches.open(name)).match(addressOf(path))) !== undefined) return true;
  return false;
}

/** Kept when it is what this version was built with: hosts may be half way through an update. */
async function keep(path: string, response: Response): Promise<boolean> {
  const bytes = await response.arrayBuffer();
  const hash = await hashOf(bytes);
  // Some hosts add to pages of HTML.
  if (hash !== site.files[path]!.hash && !path.endsWith('.html')) return false;
  const headers = {
    'Content-Type': response.headers.get('Content-Type') ?? 'application/octet-stream',
    'Content-Length': String(bytes.byteLength), [hashHeader]: hash, ...isolation,
  };
  await (await caches.open(cacheName)).put(addressOf(path), new Response(bytes, { headers }));
  return true;
}

async function fetchAndKeep(path: string): Promise<boolean> {
  const before = await unchanged(path);
  if (before !== null) {
    await (await caches.open(cacheName)).put(addressOf(path), before);
    return true;
  }
  const response = await fetch(addressOf(path), { cache: 'no-cache' });
  return response.ok && keep(path, response);
}

async function install(): Promise<void> {
  const first = worker.registration.active === null;
  for (const [path, { bytes }] of Object.entries(site.files)) {
    if (bytes > heavyBytes && !(await heldBefore(path))) continue;
    const kept = await fetchAndKeep(path).catch(() => false);
    // The first version must not fail for want of one file: the page needs its headers. A later one that is not
    // complete is tried again at the next visit, and the old one stays.
    if (!kept && !first) throw new Error(`${path} is not what this version was built with.`);
  }
  if (first) await worker.skipWaiting();
}

async function activate(): Promise<void> {
  for (const name of await caches.keys())
    if (name.startsWith(ours) && name !== cacheName) await caches.delete(name);
  await worker.clients.claim();
}

async function answer(request: Request, path: string): Promise<Response> {
  if (site.files[path] === undefined) return withIsolation(await fetch(request));
  const kept = await (await caches.open(cacheName)).match(addressOf(path));
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (!response.ok || response.type === 'opaqueredirect') return withIsolation(response);
  // A full disk only means that the file is fetched again.
  const [now, later] = [withIsolation(response.clone()), response];
  void keep(path, later).then((same) => (same ? undefined : worker.registration.update()), () => undefined);
  return now;
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  const path = url.pathname.slice(scope.pathname.length) || 'index.html';
  if (path.startsWith('api/')) return;  // a server that came to this address later
  event.respondWith(answer(event.request, path));
});
worker.addEventListener('message', (event) => {
  const message = event.data as { type: 'keep'; paths: string[] } | { type: 'update' };
  if (message.type === 'update') event.waitUntil(worker.skipWaiting());
  else event.waitUntil(Promise.all(message.paths.filter((path) => site.files[path] !== undefined).map(async (path) => {
    const kept = await (await caches.open(cacheName)).match(addressOf(path));
    if (kept === undefined) await fetchAndKeep(path).catch(() => false);
  })));
});
