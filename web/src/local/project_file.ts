// A whole project as one zip, to be kept elsewhere or carried to another browser, and back:
//
//   maskpoint.json          ProjectFile: classes, images with their states, the ids that are used up
//   annotations.coco.json   the objects, as the export has them
//   images/<file name>      the photos
//   embeddings/<file name>.npy

import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { cocoOf } from './coco.js';
import { embeddingName, photoName } from './files.js';
import { allImages, projectRow } from './images.js';
import type { LocalProject } from './project.js';
import { Problem } from './problem.js';
import type { Carried, Category, ObjectsRow, WorkState } from './rows.js';

export interface ProjectFile {
  format: 1;
  name: string;
  categories: Category[];
  nextImage: number;
  nextObject: number;
  nextClass: number;
  imported?: string[] | undefined;
  images: {
    id: number; fileName: string; width: number; height: number; type: string; hash: string; state: WorkState;
    importedAs?: string | undefined; carried?: Carried[] | undefined;
  }[];
}

export const projectPath = 'maskpoint.json';
export const cocoPath = 'annotations.coco.json';
export const imagePath = (fileName: string): string => `images/${fileName}`;
export const embeddingPath = (fileName: string): string => `embeddings/${fileName}.npy`;

// Zip files of the kind every program reads hold no more.
const mostBytes = 4_000_000_000;

/** Gathers what the zip gives, so that the browser may put it on disk instead of holding it. */
class Gathered {
  private blobs: Blob[] = [];
  private chunks: Uint8Array<ArrayBuffer>[] = [];

  add(chunk: Uint8Array): void {
    this.chunks.push(new Uint8Array(chunk));
  }
  rest(): void {
    this.blobs.push(new Blob(this.chunks));
    this.chunks = [];
  }
  blob(): Blob {
    this.rest();
    return new Blob(this.blobs, { type: 'application/zip' });
  }
}

export async function writeProject(project: LocalProject, onProgress: (fraction: number) => void): Promise<{ name: string; file: Blob }> {
  const row = await projectRow(project.database, project.id);
  const images = await allImages(project.database, project.id);
  if (images.reduce((sum, image) => sum + image.bytes + image.embeddingBytes, 0) > mostBytes) {
    throw new Problem(
      413, 'The project holds more than 4 GB, which one file can’t: free its embeddings first, or export COCO instead.');
  }
  const objects = await project.database.read(['objects'], (of) => of.all<ObjectsRow>('objects', project.id));
  const carried = new Map(objects.map((of) => [of.image, of.carried]));
  const about: ProjectFile = {
    format: 1, name: row.name, categories: row.categories, nextImage: row.nextImage, nextObject: row.nextObject,
    nextClass: row.nextClass, imported: row.imported,
    images: images.map(({ id, fileName, width, height, type, hash, state, importedAs }) =>
      ({ id, fileName, width, height, type, hash, state, importedAs, carried: carried.get(id) })),
  };
  const gathered = new Gathered();
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error !== null) failure = error;
    else gathered.add(chunk);
  });
  const text = (path: string, value: unknown): void => {
    const entry = new ZipDeflate(path, { level: 6 });
    zip.add(entry);
    entry.push(new TextEncoder().encode(`${JSON.stringify(value)}\n`), true);
  };
  // Photos are packed as they are; embeddings do not shrink either.
  const stored = async (path: string, file: Blob | null): Promise<void> => {
    if (file === null) return;
    const entry = new ZipPassThrough(path);
    zip.add(entry);
    entry.push(new Uint8Array(await file.arrayBuffer()), true);
    gathered.rest();
  };
  text(projectPath, about);
  text(cocoPath, await cocoOf(project.database, project.id));
  for (const [i, image] of images.entries()) {
    onProgress(i / images.length);
    await stored(imagePath(image.fileName), image.source === undefined
      ? await project.files.read(project.id, photoName(image.id)) : await project.photo(image.id));
    if (image.embeddingBytes > 0)
      await stored(embeddingPath(image.fileName), await project.files.read(project.id, embeddingName(image.id)));
  }
  zip.end();
  if (failure !== null) throw failure as Error;
  return { name: `${row.name}.maskpoint.zip`, file: gathered.blob() };
}

export function isProjectFile(value: unknown): value is ProjectFile {
  const file = value as Partial<ProjectFile> | null;
  return file?.format === 1 && typeof file.name === 'string' && Array.isArray(file.categories) && Array.isArray(file.images) &&
    [file.nextImage, file.nextObject, file.nextClass].every((id) => Number.isSafeInteger(id));
}
