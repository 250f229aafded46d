// The classes, and what changes with them on the objects of every image: one transaction
// (src/server/store_class_changes.cc).

import { type AttributeRename, checkedClasses, type ClassChange } from './check_categories.js';
import type { Transaction } from './database.js';
import { counted } from './objects.js';
import { Problem } from './problem.js';
import {
  type Annotation, type Carried, categoriesEtag, type Category, type ImageRow, type Json, type ObjectsRow, type ProjectRow,
  type UuidRow,
} from './rows.js';

export interface ClassesWritten {
  project: ProjectRow;
  changed: boolean;
  touched: ObjectsRow[];  // images whose objects changed with them
}

function renamed(object: Annotation, renames: AttributeRename[]): Annotation {
  let next = object;
  for (const { category_id: id, from, to } of renames) {
    const values = next['attributes'] as Json | undefined;
    if (next.category_id !== id || typeof values !== 'object' || values === null) continue;
    if (!(from in values) || to in values) continue;
    const { [from]: value, ...rest } = values;
    next = { ...next, attributes: { ...rest, [to]: value } };
  }
  return next;
}

class Changing {
  private readonly names = new Map<string, UuidRow>();

  constructor(
    private readonly rows: Transaction, private readonly project: string, private readonly change: ClassChange) {}

  private async nameOf(uuid: string): Promise<UuidRow> {
    const name = this.names.get(uuid) ?? (await this.rows.get<UuidRow>('uuids', [this.project, uuid]))!;
    this.names.set(uuid, name);
    return name;
  }

  /** In the server's order: attributes, then classes that go, then those that are back. */
  async object(object: Annotation): Promise<Annotation> {
    let next = renamed(object, this.change.renames);
    for (const [from, to] of this.change.replace) {
      if (next.category_id !== from) continue;
      const name = await this.nameOf(next.uuid);
      name.replaced = { ...name.replaced, [from]: to };
      next = { ...next, category_id: to };
    }
    for (const id of this.change.restore) {
      const name = await this.nameOf(next.uuid);
      if (name.replaced?.[id] === undefined) continue;
      if (name.replaced[id] === next.category_id) next = { ...next, category_id: id };
      delete name.replaced[id];
    }
    return next;
  }

  async write(): Promise<void> {
    for (const name of this.names.values()) await this.rows.put('uuids', name);
  }
}

/** Boxes and others without a mask follow their class too; the same list where none has one that goes. */
function withClasses(carried: Carried[], replace: ClassChange['replace']): Carried[] {
  const to = new Map(replace);
  return carried.some(({ categoryId }) => to.has(categoryId))
    ? carried.map((one) => ({ ...one, categoryId: to.get(one.categoryId) ?? one.categoryId })) : carried;
}

async function changeObjects(rows: Transaction, project: string, change: ClassChange): Promise<ObjectsRow[]> {
  if (change.renames.length + change.replace.length + change.restore.length === 0) return [];
  const touched: ObjectsRow[] = [];
  const changing = new Changing(rows, project, change);
  for (const row of await rows.all<ObjectsRow>('objects', project)) {
    const annotations: Annotation[] = [];
    for (const object of row.annotations) annotations.push(await changing.object(object));
    const carried = withClasses(row.carried ?? [], change.replace);
    const same = annotations.every((object, i) => object === row.annotations[i]);
    if (same && (row.carried === undefined || carried === row.carried)) continue;
    const next = { ...row, version: row.version + (same ? 0 : 1), annotations, ...(carried.length > 0 ? { carried } : {}) };
    await rows.put('objects', next);
    const image = (await rows.get<ImageRow>('images', [project, row.image]))!;
    await rows.put('images', counted(image, annotations));
    if (!same) touched.push(next);
  }
  await changing.write();
  return touched;
}

async function refuseUsed(rows: Transaction, project: ProjectRow, list: Category[]): Promise<void> {
  const stays = new Set(list.map(({ id }) => id));
  const gone = project.categories.filter(({ id }) => !stays.has(id));
  if (gone.length === 0) return;
  const images = await rows.all<ImageRow>('images', project.id);
  const carried = (await rows.all<ObjectsRow>('objects', project.id)).flatMap((row) => row.carried ?? []);
  for (const { id, name } of gone) {
    const used = images.reduce((sum, { objectsByClass }) => sum + (objectsByClass[id] ?? 0), 0) +
      carried.filter(({ categoryId }) => categoryId === id).length;
    if (used > 0)
      throw new Problem(422, `The class "${name}" is used by ${used} objects; give them another class first.`);
  }
}

export async function replaceClasses(
  rows: Transaction, projectId: string, body: unknown, ifMatch: string | undefined): Promise<ClassesWritten> {
  const change = checkedClasses(body);
  const before = await rows.get<ProjectRow>('projects', projectId);
  if (before === undefined) throw new Problem(404, 'This project is gone; reload the page.');
  if (JSON.stringify(change.list) === JSON.stringify(before.categories))
    return { project: before, changed: false, touched: [] };
  if (ifMatch !== undefined && ifMatch !== categoriesEtag(before)) {
    throw new Problem(
      412, 'Another tab changed the classes first; take its list and try again.',
      { current: { categories: before.categories } }, categoriesEtag(before));
  }
  // Given ids first, so that the ones made here can't meet them.
  const given = change.list.map(({ id }) => id ?? -1);
  let nextClass = Math.max(before.nextClass, ...given.map((id) => id + 1));
  const categories = change.list.map(({ id, ...rest }): Category => ({ id: id ?? nextClass++, ...rest }));
  const touched = await changeObjects(rows, projectId, change);
  await refuseUsed(rows, before, categories);
  const project = { ...before, categories, categoriesVersion: before.categoriesVersion + 1, nextClass };
  await rows.put('projects', project);
  return { project, changed: true, touched };
}
