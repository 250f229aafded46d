// Requests to the server on behalf of the core. Every request is answered exactly once; a server that
// can't be reached answers with status 0. Whether there is a server is backend.ts's to find out.

import type { FetchHead } from './bridge.js';

export interface Reply {
  status: number;
  etag: string;
  body: Uint8Array;
}

/** Names this page in the server's change events, so that it can tell its own from others'. */
export const clientName = crypto.randomUUID();

const empty = new Uint8Array(0);

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function once(head: FetchHead, body: BodyInit | null, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { 'X-Maskpoint-Client': head.client ?? clientName };
  if (head.ifMatch !== undefined) headers['If-Match'] = head.ifMatch;
  if (body !== null) headers['Content-Type'] = 'application/json';
  return fetch(head.url, { method: head.method, headers, body, signal, cache: 'no-cache' });
}

/** Sends; with `head.wait` asks again while the server is still computing (202). */
export async function send(head: FetchHead, body: BodyInit | null, signal: AbortSignal): Promise<Reply> {
  try {
    for (;;) {
      const response = await once(head, body, signal);
      if (response.status === 202 && head.wait === true) {
        await response.body?.cancel();
        const seconds = Number(response.headers.get('Retry-After') ?? '1');
        await pause(Math.min(Math.max(seconds, 0.25), 10) * 1000, signal);
        signal.throwIfAborted();
        continue;
      }
      return {
        status: response.status,
        etag: response.headers.get('ETag') ?? '',
        body: new Uint8Array(await response.arrayBuffer()),
      };
    }
  } catch {
    return { status: 0, etag: '', body: empty };
  }
}

/** A file of an image; throws one sentence. */
export async function blobOf(url: string, signal: AbortSignal): Promise<Blob> {
  const response = await fetch(url, { cache: 'no-cache', signal }).catch(() => null);
  if (response === null)
    throw new Error('The server does not answer: check that it runs, then open the image again.');
  if (!response.ok) {
    const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
    throw new Error(problem?.detail ?? `The image could not be loaded (${response.status}).`);
  }
  return response.blob();
}

/** The server's event stream; EventSource reconnects by itself. */
export function listen(
  url: string, onEvent: (event: string, data: string) => void,
  onState: (state: 'open' | 'lost') => void): void {
  const source = new EventSource(url);
  for (const name of ['embedding', 'encode_all', 'change'])
    source.addEventListener(name, (event) => onEvent(name, (event as MessageEvent<string>).data));
  source.addEventListener('open', () => onState('open'));
  source.addEventListener('error', () => {
    onState('lost');
    // A refused stream (503, 401) is not retried by the browser.
    if (source.readyState === EventSource.CLOSED)
      setTimeout(() => listen(url, onEvent, onState), 5000);
  });
}
