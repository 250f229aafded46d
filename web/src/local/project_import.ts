// A project file (project_file.ts) becomes a project of its own: ids, uuids, classes and states as they were.

import { checkedClasses } from './check_categories.js';
import type { CocoFile } from './coco.js';
import type { Database } from './database.js';
import { embeddingName, type Files, photoName, thumbnailName } from './files.js';
import { embeddingFault } from './npy.js';
import { replaceObjects } from './objects.js';
import { Problem } from './problem.js';
import { cocoPath, embeddingPath, imagePath, isProjectFile, type ProjectFile, projectPath } from './project_file.js';
import { deleteProject, freeName, freshProject, summaries } from './projects.js';
import type { Annotation, Carried, Category, ImageRow, ObjectsRow, ProjectRow, UuidRow } from './rows.js';
import { look } from './thumbnail.js';
import { entriesOf, type ZipEntry } from './zip_reader.js';

const noProject = 'This zip is no project of Maskpoint’s: it has no readable maskpoint.json. Unpack it and drop the photos themselves.';
const damaged = 'The project file is damaged or was cut short: save it once more where it came from.';

async function textIn(entries: Map<string, ZipEntry>, path: string): Promise<unknown> {
  const entry = entries.get(path);
  if (entry === undefined) throw new Problem(422, noProject);
  return JSON.parse(await (await entry.bytes()).text()) as unknown;
}

async function openZip(file: Blob): Promise<{ entries: Map<string, ZipEntry>; about: ProjectFile }> {
  try {
    const entries = new Map((await entriesOf(file)).map((entry) => [entry.path, entry]));
    const about = await textIn(entries, projectPath);
    if (isProjectFile(about)) return { entries, about };
  } catch {
    // What it is instead does not matter to whoever dropped it.
  }
  throw new Problem(422, noProject);
}

export async function importProject(
  database: Database, files: Files, file: Blob, onProgress: (fraction: number) => void): Promise<ProjectRow> {
  const { entries, about } = await openZip(file);
  const project = await begun(database, about);
  try {
    const coco = await textIn(entries, cocoPath) as CocoFile;
    const rows: ImageRow[] = [];
    for (const [i, image] of about.images.entries()) {
      onProgress(i / about.images.length);
      rows.push(await takeImage(files, project, image, entries));
    }
    const carried = new Map(about.images.map((image) => [image.id, image.carried ?? []]));
    await finish(database, project, rows, coco, carried);
    return project;
  } catch (error) {
    // Half a project is none.
    await deleteProject(database, files, project.id);
    throw error instanceof Problem || error instanceof DOMException ? error : new Problem(422, damaged);
  }
}

async function begun(database: Database, about: ProjectFile): Promise<ProjectRow> {
  const taken = (await summaries(database)).map(({ name }) => name);
  const { list } = checkedClasses(about.categories);
  if (!list.every(({ id }) => id !== undefined)) throw new Problem(422, damaged);
  const { nextImage, nextObject, nextClass, imported } = about;
  return {
    ...freshProject(freeName(about.name, taken)), categories: list as Category[], nextImage, nextObject, nextClass,
    ...(Array.isArray(imported) ? { imported } : {}),
  };
}

async function takeImage(
  files: Files, project: ProjectRow, image: ProjectFile['images'][number],
  entries: Map<string, ZipEntry>): Promise<ImageRow> {
  const { id, fileName, type, hash, state, width, height, importedAs } = image;
  const photo = await entries.get(imagePath(fileName))?.bytes();
  if (photo === undefined || !Number.isSafeInteger(id)) throw new Problem(422, damaged);
  const { thumbnail } = await look(photo);
  await files.write(project.id, photoName(id), photo);
  await files.write(project.id, thumbnailName(id), thumbnail);
  const embedding = await entries.get(embeddingPath(fileName))?.bytes();
  const sound = embedding !== undefined && (await embeddingFault(embedding)) === null;
  if (sound) await files.write(project.id, embeddingName(id), embedding);
  return {
    project: project.id, id, fileName, width, height, type, hash, bytes: photo.size,
    embeddingBytes: sound ? embedding.size : 0, thumbnailBytes: thumbnail.size, state, objects: 0, objectsByClass: {},
    ...(importedAs === undefined ? {} : { importedAs }),
  };
}

/** All rows in one transaction: the project is there as a whole or not at all. */
export async function finish(
  database: Database, project: ProjectRow, images: ImageRow[], coco: CocoFile,
  carried: ReadonlyMap<number, Carried[]> = new Map()): Promise<void> {
  const objectsOf = new Map<number, Annotation[]>(images.map(({ id }) => [id, []]));
  for (const object of coco.annotations) objectsOf.get(object.image_id)?.push(object);
  await database.write(['projects', 'images', 'objects', 'uuids'], async (rows) => {
    await rows.put('projects', project);
    for (const { id, uuid, image_id: image } of coco.annotations)
      await rows.put('uuids', { project: project.id, uuid, id, image } satisfies UuidRow);
    for (const image of images) {
      await rows.put('images', image);
      const waiting = carried.get(image.id) ?? [];
      await rows.put('objects', {
        project: project.id, image: image.id, version: 1, annotations: [], carried: waiting,
      } satisfies ObjectsRow);
      for (const { uuid, id } of waiting)
        await rows.put('uuids', { project: project.id, uuid, id, image: image.id } satisfies UuidRow);
      const objects = objectsOf.get(image.id)!;
      if (objects.length > 0) await replaceObjects(rows, project.id, image.id, objects, undefined);
      // What was marked new though it has objects stays so.
      const counted = (await rows.get<ImageRow>('images', [project.id, image.id]))!;
      await rows.put('images', { ...counted, state: image.state });
    }
  });
}
