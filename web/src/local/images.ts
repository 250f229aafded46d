// The list of images as the server tells it, and what is done to one of them.

import type { Database } from './database.js';
import { embeddingName, photoName, thumbnailName } from './files.js';
import { imageAndObjects, objectStores } from './objects.js';
import { Problem } from './problem.js';
import type { LocalProject } from './project.js';
import {
  annotationsEtag, type ImageRow, type ObjectsRow, type ProjectRow, type UuidRow, type WorkState,
} from './rows.js';

const mostRows = 1000;
const states = ['new', 'in_work', 'done'];
// a2 before a10, as people count.
const natural = new Intl.Collator('en', { numeric: true });

/** How far the embedding of an image is, where there is none yet. */
export interface EmbeddingStatus {
  state: 'none' | 'queued' | 'encoding' | 'ready' | 'error';
  progress: number;
  error?: string;
}

export function rowJson(row: ImageRow, waiting: EmbeddingStatus): object {
  const there = row.embeddingBytes > 0 || row.source !== undefined;
  const { state, progress, error } = there ? { state: 'ready', progress: 1, error: undefined } : waiting;
  return {
    id: row.id, file_name: row.fileName, width: row.width, height: row.height, state: row.state,
    embedding: state, embedding_progress: progress, annotation_count: row.objects,
    category_counts: row.objectsByClass, version: row.hash.slice(0, 16),
    ...(error === undefined ? {} : { error }),
  };
}

export async function imageRow(database: Database, project: string, image: number): Promise<ImageRow> {
  const row = await database.read(['images'], (rows) => rows.get<ImageRow>('images', [project, image]));
  if (row === undefined) throw new Problem(404, 'There is no such image; reload the list.');
  return row;
}

/** Of a row that is gone meanwhile nothing is changed. */
export async function changeImage(
  database: Database, project: string, image: number, change: Partial<ImageRow>): Promise<void> {
  await database.write(['images'], async (rows) => {
    const row = await rows.get<ImageRow>('images', [project, image]);
    if (row !== undefined) await rows.put('images', { ...row, ...change });
  });
}

export async function allImages(database: Database, project: string): Promise<ImageRow[]> {
  const rows = await database.read(['images'], (of) => of.all<ImageRow>('images', project));
  return rows.sort((a, b) => natural.compare(a.fileName, b.fileName) || a.id - b.id);
}

function whole(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d+$/.test(text)) throw new Problem(422, `The parameter ${name} must be a whole number from 0 on.`);
  return Number(text);
}

export function imagesPage(
  all: ImageRow[], query: URLSearchParams, waiting: (image: number) => EmbeddingStatus): object {
  const offset = whole(query, 'offset', 0);
  const limit = Math.min(whole(query, 'limit', 100), mostRows);
  const state = query.get('state') ?? '';
  const part = (query.get('q') ?? '').toLowerCase();
  if (state !== '' && !states.includes(state))
    throw new Problem(422, 'The parameter state must be new, in_work or done.');
  const fitting = all.filter((row) =>
    (state === '' || row.state === state) && row.fileName.toLowerCase().includes(part));
  const images = fitting.slice(offset, offset + limit).map((row) => rowJson(row, waiting(row.id)));
  return { images, total: fitting.length, offset, limit };
}

/** The etag of its objects, for the others; null when it was so already. */
export async function setState(
  database: Database, project: string, image: number, body: unknown): Promise<{ state: WorkState; etag: string | null }> {
  const value = typeof body === 'object' && body !== null ? (body as { state?: unknown }).state : body;
  if (typeof value !== 'string' || !states.includes(value))
    throw new Problem(422, 'Send {"state": "new"}, "in_work" or "done".');
  const state = value as WorkState;
  return database.write(['images', 'objects'], async (rows) => {
    const { row, before } = await imageAndObjects(rows, project, image);
    if (row.state === state) return { state, etag: null };
    await rows.put('images', { ...row, state });
    return { state, etag: annotationsEtag(before) };
  });
}

export async function projectRow(database: Database, project: string): Promise<ProjectRow> {
  const row = await database.read(['projects'], (rows) => rows.get<ProjectRow>('projects', project));
  if (row === undefined) throw new Problem(404, 'This project is gone; reload the page.');
  return row;
}

export function countsOf(images: ImageRow[]): Record<string, number> {
  const inState = (state: WorkState): number => images.filter((row) => row.state === state).length;
  return {
    images: images.length, new: inState('new'), in_work: inState('in_work'), done: inState('done'),
    annotations: images.reduce((sum, row) => sum + row.objects, 0), errors: 0,
  };
}

/** Rows first: files nobody names are only room lost. Its uuids stay: an id belongs to one thing for ever. */
export async function removeImage({ database, files, id: project, queue, events, held }: LocalProject, image: number): Promise<void> {
  queue?.cancel(image);
  await database.write([...objectStores], async (rows) => {
    const objects = await rows.get<ObjectsRow>('objects', [project, image]);
    for (const { uuid, id } of [...(objects?.annotations ?? []), ...(objects?.carried ?? [])])
      await rows.put('uuids', { ...(await rows.get<UuidRow>('uuids', [project, uuid])), project, uuid, id, image: 0 });
    await rows.remove('objects', [project, image]);
    await rows.remove('images', [project, image]);
  });
  held.forget(image);
  for (const name of [photoName(image), thumbnailName(image), embeddingName(image)]) await files.remove(project, name);
  events.publish('change', { images: true });
}
