// Who answers the core's requests: the server this page came from, or, where there is none, the project in this
// browser (src/local). Chosen once, by whether anybody answers for the project.

import type { FetchHead } from './bridge.js';
import { importAnnotations as importHere, type ImportSummary } from './local/annotations_in.js';
import { bundledProject } from './local/bundle.js';
import { Database } from './local/database.js';
import type { Encode } from './local/embedding_queue.js';
import { openFiles } from './local/files.js';
import type { Arrived } from './local/pairing.js';
import { packed, unpacked } from './local/zips.js';
import { currentProject } from './local/projects.js';
import { problemOf } from './local/problem.js';
import { LocalProject } from './local/project.js';
import type { Answer } from './local/route.js';
import { answer } from './local/routes.js';
import * as server from './server.js';
import type { Reply } from './server.js';

export { clientName, type Reply } from './server.js';

const projectUrl = 'api/v1/project';
const never = new AbortController().signal;

let encode: Encode | null = null;
let chosen: Promise<LocalProject | null> | null = null;
// Answers that came before the core asked: the first request for the address gets it.
const earlyReplies = new Map<string, Promise<Reply>>();

/** How photos are encoded where there is no server to do it; before the first request. */
export function useEncoder(how: Encode): void {
  encode = how;
}

/** The project in this browser; null where a server has one. */
export function localProject(): Promise<LocalProject | null> {
  chosen ??= choose();
  chosen.catch(() => { chosen = null; });
  return chosen;
}

/**
 * A host that knows no such address, or answers it with a page, serves files only; so does one that is out of reach
 * while the page itself came out of the browser's cache (service_worker.ts). A server that is down or busy is a server.
 */
async function choose(): Promise<LocalProject | null> {
  const asked = await server.send({ method: 'GET', url: projectUrl }, null, never);
  const early = (url: string, reply: Promise<Reply>): null => {
    earlyReplies.set(url, reply);
    return null;
  };
  if (asked.status === 200 && isProject(asked.body)) {
    // What the core asks next, once it is there.
    void askEarly('api/v1/categories');
    void askEarly('api/v1/images?offset=0&limit=1000').then(askForFirstImage);
    return early(projectUrl, Promise.resolve(asked));
  }
  const filesOnly = asked.status === 404 || asked.status === 405 || (asked.status >= 200 && asked.status < 300);
  const offline = asked.status === 0 && navigator.serviceWorker?.controller != null;
  if (!filesOnly && !offline) return early(projectUrl, Promise.resolve(asked));
  const database = new Database();
  const { id } = await currentProject(database, await bundledProject(database));
  return new LocalProject(id, database, await openFiles(database), encode);
}

function askEarly(url: string): Promise<Reply> {
  const reply = server.send({ method: 'GET', url }, null, never);
  earlyReplies.set(url, reply);
  return reply;
}

/** What the image that is opened first needs: the first that is not done. */
function askForFirstImage({ status, body }: Reply): void {
  if (status !== 200) return;
  const { images } = JSON.parse(new TextDecoder().decode(body)) as {
    images: { id: number; state: string; embedding: string }[];
  };
  const first = images.find(({ state }) => state !== 'done') ?? images[0];
  if (first === undefined) return;
  const wanted = first.embedding === 'ready' ? ['annotations', 'embedding'] : ['annotations'];
  for (const what of wanted) {
    const url = `api/v1/images/${first.id}/${what}`;
    void askEarly(url);
    // Nobody asked: another image was opened.
    setTimeout(() => earlyReplies.delete(url), 3000);
  }
}

function isProject(body: Uint8Array): boolean {
  try {
    return typeof (JSON.parse(new TextDecoder().decode(body)) as { id?: unknown } | null)?.id === 'string';
  } catch {
    return false;
  }
}

async function askLocally(
  project: LocalProject, head: FetchHead, body: Uint8Array<ArrayBuffer> | null, signal: AbortSignal): Promise<Answer> {
  const asked = {
    method: head.method, url: head.url, ifMatch: head.ifMatch, client: head.client ?? server.clientName,
    body: body === null ? '' : new TextDecoder().decode(body), settled: false,
  };
  for (;;) {
    const given = await answer(project, asked);
    if (given.status !== 202 || head.wait !== true || signal.aborted) return given;
    const image = Number(/images\/(\d+)\//.exec(head.url)?.[1]);
    const aborted = new Promise<void>((resolve) => { signal.addEventListener('abort', () => resolve(), { once: true }); });
    await Promise.race([project.queue!.settled(image), aborted]);
    asked.settled = true;
  }
}

/** Sends; with `head.wait` the answer is no 202 (an embedding that is being computed). */
export async function send(
  head: FetchHead, body: Uint8Array<ArrayBuffer> | null, signal: AbortSignal): Promise<Reply> {
  let project: LocalProject | null;
  try {
    project = await localProject();
  } catch (error) {
    // Without storage there is no project: said, and tried again.
    const problem = problemOf(error);
    return { status: problem.status, etag: '', body: new TextEncoder().encode(problem.body()) };
  }
  const asked = head.method === 'GET' ? earlyReplies.get(head.url) : undefined;
  if (asked !== undefined) {
    earlyReplies.delete(head.url);
    const reply = await asked;
    // Not there yet, or no answer: asked again, with the patience the core asked for.
    if (reply.status === 200 || head.wait !== true) return reply;
  }
  if (project === null) return server.send(head, body, signal);
  const { status, etag, body: given } = await askLocally(project, head, body, signal);
  return { status, etag, body: new Uint8Array(await new Blob([given]).arrayBuffer()) };
}

/** A file of an image, as the browser can decode it; throws one sentence. */
export async function blobOf(url: string, signal: AbortSignal = never): Promise<Blob> {
  const project = await localProject();
  if (project === null) return server.blobOf(url, signal);
  const given = await askLocally(project, { method: 'GET', url }, null, signal);
  if (given.status === 200) return given.body instanceof Blob ? given.body : new Blob([given.body]);
  throw new Error((JSON.parse(String(given.body)) as { detail: string }).detail);
}

/** Files of annotations for images that are there, a zip of them too; throws one sentence. */
export async function importAnnotations(files: Arrived[]): Promise<ImportSummary> {
  const project = await localProject();
  if (project !== null) return importHere(project, await unpacked(files));
  const single = files.length === 1 && /\.(json|zip)$/i.test(files[0]!.path);
  const { path, file } = single ? files[0]! : { path: 'files.zip', file: await packed(await unpacked(files)) };
  const url = `api/v1/import?name=${encodeURIComponent(path)}`;
  // As somebody else's change, so that the core asks for what is there now.
  const reply = await server.send(
    { method: 'POST', url, client: 'maskpoint import' }, new Uint8Array(await file.arrayBuffer()), never);
  const value = JSON.parse(new TextDecoder().decode(reply.body) || '{}') as ImportSummary & { detail?: string };
  if (reply.status !== 200) throw new Error(value.detail ?? 'The server does not answer: check that it runs, then drop the files again.');
  return value;
}

/** What changes, by others or by work that goes on. */
export async function listen(
  url: string, onEvent: (event: string, data: string) => void, onState: (state: 'open' | 'lost') => void): Promise<void> {
  const project = await localProject();
  if (project === null) {
    server.listen(url, (event, data) => {
      // What came early may be older than the change.
      if (event === 'change') earlyReplies.clear();
      onEvent(event, data);
    }, onState);
    return;
  }
  project.events.listen(onEvent);
  onState('open');
}
