// A labelling project that came with the page (`maskpoint bundle`): the first visit makes a project of it, whose
// photos and embeddings are fetched when somebody looks at them.

import { sha256 } from '../sha256.js';
import type { CocoFile } from './coco.js';
import type { Database } from './database.js';
import { finish } from './project_import.js';
import { freeName, freshProject, summaries } from './projects.js';
import type { Category, ImageRow, ProjectRow } from './rows.js';

/** SITE/bundle/manifest.json; addresses are beside it. */
interface Manifest {
  name: string;
  coco: string;
  photos: string;
  embeddings: string;
}

const types: Record<string, string> = { png: 'image/png', webp: 'image/webp' };

function isManifest(value: unknown): value is Manifest {
  const of = value as Partial<Record<keyof Manifest, unknown>> | null;
  return typeof of === 'object' && of !== null &&
    [of.name, of.coco, of.photos, of.embeddings].every((text) => typeof text === 'string');
}

async function jsonAt(url: string): Promise<unknown> {
  const response = await fetch(url, { cache: 'no-cache' }).catch(() => null);
  // A static host may answer every unknown path with its front page.
  return response?.ok === true ? response.json().catch(() => null) as Promise<unknown> : null;
}

async function imageRows(project: string, coco: CocoFile, manifest: Manifest, base: string): Promise<ImageRow[]> {
  const beside = (folder: string, name: string): string =>
    new URL(folder + name.split('/').map(encodeURIComponent).join('/'), base).href;
  return Promise.all(coco.images.map(async ({ id, file_name: fileName, width, height }) => ({
    project, id, fileName, width, height,
    type: types[fileName.split('.').pop()!.toLowerCase()] ?? 'image/jpeg',
    hash: await nameHash(fileName), bytes: 0, embeddingBytes: 0, thumbnailBytes: 0, state: 'new' as const, objects: 0,
    objectsByClass: {},
    source: { photo: beside(manifest.photos, fileName), embedding: beside(manifest.embeddings, `${fileName}.npy`) },
  })));
}

const after = (ids: number[]): number => ids.reduce((most, id) => Math.max(most, id), 0) + 1;

/** Unlike any photo's, and from its first letters on: embeddings are known by them (routes.ts). */
async function nameHash(fileName: string): Promise<string> {
  return sha256(new TextEncoder().encode(`bundle:${fileName}`).buffer as ArrayBuffer);
}

async function begin(database: Database, url: string, manifest: Manifest): Promise<string | null> {
  const coco = await jsonAt(new URL(manifest.coco, url).href) as CocoFile | null;
  if (!Array.isArray(coco?.images) || !Array.isArray(coco.annotations) || !Array.isArray(coco.categories)) return null;
  const categories = coco.categories as Category[];
  const name = freeName(manifest.name, (await summaries(database)).map((other) => other.name));
  const fresh = freshProject(name);
  const project: ProjectRow = {
    ...fresh, bundle: url, categories: categories.length > 0 ? categories : fresh.categories,
    nextImage: after(coco.images.map(({ id }) => id)), nextObject: after(coco.annotations.map(({ id }) => id)),
    nextClass: Math.max(fresh.nextClass, after(categories.map(({ id }) => id))),
  };
  await finish(database, project, await imageRows(project.id, coco, manifest, url), coco);
  return project.id;
}

/** The project of the bundle beside this page, made if it is not there yet; null where there is no bundle. */
export async function bundledProject(database: Database): Promise<string | null> {
  // Written into the page's head with the bundle: asking every host would be an error in every other page's log.
  const beside = document.querySelector<HTMLMetaElement>('meta[name="maskpoint-bundle"]')?.content;
  if (beside === undefined) return null;
  const url = new URL(beside, document.baseURI).href;
  const all = await database.read(['projects'], (rows) => rows.all<ProjectRow>('projects'));
  const known = all.find(({ bundle }) => bundle === url);
  if (known !== undefined) return known.id;
  const manifest = await jsonAt(url);
  return isManifest(manifest) ? begin(database, url, manifest) : null;
}

/** A file of the bundle; null when the host can't be reached. */
export async function fromBundle(url: string): Promise<Blob | null> {
  const response = await fetch(url).catch(() => null);
  return response?.ok === true ? response.blob() : null;
}
