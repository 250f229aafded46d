// Requests to the server on behalf of the core. Every request is answered exactly once; a server that
// can't be reached answers with status 0 and a sentence.

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
  const headers: Record<string, string> = { 'X-Maskpoint-Client': clientName };
  if (head.ifMatch !== undefined) headers['If-Match'] = head.ifMatch;
  if (body !== null) headers['Content-Type'] = 'application/json';
  return fetch(head.url, { method: head.method, headers, body, signal, cache: 'no-cache' });
}

const early = new Map<string, Promise<Reply>>();

/** Asks now for what the core will ask for once it is there; the first request for the address gets that answer. */
export function askEarly(url: string): Promise<Reply> {
  const reply = send({ method: 'GET', url }, null, new AbortController().signal);
  early.set(url, reply);
  return reply;
}

/** Sends; with `head.wait` asks again while the server is still computing (202). */
export async function send(head: FetchHead, body: BodyInit | null, signal: AbortSignal): Promise<Reply> {
  const asked = head.method === 'GET' ? early.get(head.url) : undefined;
  if (asked !== undefined) {
    early.delete(head.url);
    return asked;
  }
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
