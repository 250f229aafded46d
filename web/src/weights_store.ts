// The encoder's weights: downloaded once, checked by their hash, kept in the browser's Cache Storage.

import { sha256 } from './sha256.js';

export interface WeightsManifest {
  /** Beside the manifest. */
  file: string;
  bytes: number;
  /** 64 lower-case hexadecimal digits. */
  sha256: string;
  /** Of the model, as people know it. */
  name: string;
}

const cacheName = 'maskpoint-weights';

export async function readManifest(url: string): Promise<WeightsManifest> {
  const response = await fetch(url).catch(() => null);
  const type = response?.headers.get('Content-Type') ?? '';
  // A static host may answer every unknown path with its front page.
  if (response === null || !response.ok || type.startsWith('text/html'))
    throw new Error(
      'This page has no image encoder beside it (models/encoder.json): build it with ./scripts/start.sh, or open ' +
      'the image with its embedding.');
  return (await response.json()) as WeightsManifest;
}

async function download(
  url: string, total: number, signal: AbortSignal, onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
  const interrupted = new Error(
    'The image encoder could not be downloaded: check the connection, then open the image again.');
  const response = await fetch(url, { signal }).catch(() => null);
  signal.throwIfAborted();
  if (response === null || !response.ok || response.body === null) throw interrupted;
  const whole = new Uint8Array(total);
  let received = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (received + part.value.length > total) throw interrupted;
      whole.set(part.value, received);
      received += part.value.length;
      onProgress(received / total);
    }
  } catch {
    signal.throwIfAborted();
    throw interrupted;
  }
  if (received < total) throw interrupted;
  return whole.buffer;
}

/** From the cache, else from the host; what is not what the manifest says is never used and never kept. */
export async function weights(
  manifestUrl: string, manifest: WeightsManifest, signal: AbortSignal,
  onProgress: (fraction: number) => void): Promise<ArrayBuffer> {
  const url = new URL(manifest.file, manifestUrl).href;
  // Storage may be forbidden or full: then they are downloaded in each visit.
  const cache = await caches.open(cacheName).catch(() => null);
  const key = `${url}?sha256=${manifest.sha256}`;
  const kept = await (await cache?.match(key))?.arrayBuffer().catch(() => undefined);
  if (kept !== undefined) {
    if ((await sha256(kept)) === manifest.sha256) return kept;
    await cache?.delete(key);
  }
  const bytes = await download(url, manifest.bytes, signal, onProgress);
  if ((await sha256(bytes)) !== manifest.sha256)
    throw new Error('The image encoder arrived damaged: reload the page to download it again.');
  for (const old of (await cache?.keys().catch(() => [])) ?? [])
    if (old.url !== key) await cache?.delete(old);
  await cache?.put(key, new Response(bytes)).catch(() => undefined);
  return bytes;
}
