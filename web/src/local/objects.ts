// The objects of an image: what the server's store does with them (src/server/store_annotations.cc), as one
// transaction over the rows of this browser.

import { type CheckedObject, checkedAnnotation, checkedUuid } from './check_annotation.js';
import type { Transaction } from './database.js';
import { Problem } from './problem.js';
import {
  type Annotation, annotationsEtag, type ImageRow, type ObjectsRow, type ProjectRow, type UuidRow,
} from './rows.js';

export const objectStores = ['projects', 'images', 'objects', 'uuids'] as const;
const mostObjects = 100_000;

export interface Written {
  stored: ObjectsRow;
  changed: boolean;
}

/** Rows read for one image; a change to its objects is worked out on them and written at the end. */
export async function imageAndObjects(
  rows: Transaction, project: string, image: number): Promise<{ row: ImageRow; before: ObjectsRow }> {
  const row = await rows.get<ImageRow>('images', [project, image]);
  const before = await rows.get<ObjectsRow>('objects', [project, image]);
  if (row === undefined || before === undefined)
    throw new Problem(404, 'There is no such image; reload the list.');
  return { row, before };
}

/** What the image's row says of its objects follows them; one with objects is no longer new. */
export function counted(row: ImageRow, annotations: Annotation[]): ImageRow {
  const objectsByClass: Record<string, number> = {};
  for (const { category_id: id } of annotations) objectsByClass[id] = (objectsByClass[id] ?? 0) + 1;
  const state = row.state === 'new' && annotations.length > 0 ? 'in_work' : row.state;
  return { ...row, state, objects: annotations.length, objectsByClass };
}

function conflict(before: ObjectsRow): Problem {
  return new Problem(
    412, 'Another tab changed this image first; take its objects and try again.',
    { current: { annotations: before.annotations } }, annotationsEtag(before));
}

/** Gives every object its id for ever; remembers the new ones in `names`. */
async function withIds(
  rows: Transaction, project: ProjectRow, image: number, objects: CheckedObject[], before: ObjectsRow,
  names: UuidRow[]): Promise<Annotation[]> {
  const known = new Map(before.annotations.map((object) => [object.uuid, object.id]));
  const numbered: Annotation[] = [];
  for (const [index, object] of objects.entries()) {
    let id = known.get(object.uuid);
    if (id === undefined) {
      const name = await rows.get<UuidRow>('uuids', [project.id, object.uuid]);
      if (name !== undefined && name.image !== 0 && name.image !== image) {
        throw new Problem(
          422, `The uuid ${object.uuid} belongs to an object of another image; give a copy a new one.`,
          { index, uuid: object.uuid });
      }
      id = name?.id ?? project.nextObject++;
      names.push({ ...name, project: project.id, uuid: object.uuid, id, image });
    }
    numbered.push({ id, ...object });
  }
  return numbered;
}

/** Replaces all objects of the image by these. Throws a Problem; then nothing is written. */
export async function replaceObjects(
  rows: Transaction, projectId: string, image: number, given: unknown, ifMatch: string | undefined): Promise<Written> {
  const { row, before } = await imageAndObjects(rows, projectId, image);
  const project = (await rows.get<ProjectRow>('projects', projectId))!;
  const admits = ifMatch === undefined || ifMatch === annotationsEtag(before);
  const names: UuidRow[] = [];
  let annotations: Annotation[];
  try {
    annotations = await withIds(rows, project, image, checkedList(given, row, project), before, names);
  } catch (error) {
    // What no longer fits because another tab changed it first is a conflict, not a mistake.
    if (!admits && error instanceof Problem && error.status === 422) throw conflict(before);
    throw error;
  }
  // A retry of what is already there succeeds whatever it was based on.
  if (JSON.stringify(annotations) === JSON.stringify(before.annotations)) return { stored: before, changed: false };
  if (!admits) throw conflict(before);
  const stays = new Set(annotations.map(({ uuid }) => uuid));
  for (const { uuid, id } of before.annotations) {
    if (stays.has(uuid)) continue;
    const name = await rows.get<UuidRow>('uuids', [projectId, uuid]);
    names.push({ ...name, project: projectId, uuid, id, image: 0 });
  }
  const stored = { ...before, version: before.version + 1, annotations };
  for (const name of names) await rows.put('uuids', name);
  await rows.put('projects', project);
  await rows.put('objects', stored);
  await rows.put('images', counted(row, annotations));
  return { stored, changed: true };
}

function checkedList(given: unknown, row: ImageRow, project: ProjectRow): CheckedObject[] {
  const list = Array.isArray(given) ? given as unknown[]
    : (given as { annotations?: unknown } | null)?.annotations;
  if (!Array.isArray(list)) throw new Problem(422, 'Send {"annotations": […]} or the list of objects itself.');
  if (list.length > mostObjects)
    throw new Problem(422, 'More than 100,000 objects on one image are not supported; send fewer.');
  const classes = new Set(project.categories.map(({ id }) => id));
  const uuids = new Set<string>();
  return list.map((item: unknown, index) => {
    const uuid = (item as { uuid?: unknown } | null)?.uuid;
    try {
      const object = checkedAnnotation(item, row);
      if (uuids.size === uuids.add(object.uuid).size)
        throw new Problem(422, `Object ${object.uuid} is in the list twice; send it once.`);
      if (!classes.has(object.category_id)) {
        throw new Problem(
          422, `There is no class with id ${object.category_id}; reload the classes or add it first.`);
      }
      return object;
    } catch (error) {
      throw error instanceof Problem ? new Problem(error.status, error.message, { index, uuid }) : error;
    }
  });
}

/** One object put in its place, or on top of the others. */
export async function putObject(
  rows: Transaction, projectId: string, image: number, uuid: string, given: unknown,
  ifMatch: string | undefined): Promise<Written> {
  const { before } = await imageAndObjects(rows, projectId, image);
  const object = { uuid, ...(given as object) };
  if (checkedUuid(object.uuid) !== uuid)
    throw new Problem(422, 'The object’s uuid is not the address’s; send it to its own address.');
  const list: unknown[] = [...before.annotations];
  const at = before.annotations.findIndex((other) => other.uuid === uuid);
  list.splice(at < 0 ? list.length : at, at < 0 ? 0 : 1, object);
  return replaceObjects(rows, projectId, image, list, ifMatch);
}

export async function removeObject(
  rows: Transaction, projectId: string, image: number, uuid: string, ifMatch: string | undefined): Promise<Written> {
  const { before } = await imageAndObjects(rows, projectId, image);
  const list = before.annotations.filter((other) => other.uuid !== uuid);
  return replaceObjects(rows, projectId, image, list, ifMatch);
}
