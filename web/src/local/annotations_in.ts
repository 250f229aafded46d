// Annotations of other tools into the project of this browser: read by the core's readers, stored in one transaction.
// What the server's store does with them (src/server/store_import.cc).

import { type AnnotationFile, type Finding, readFiles, type PageProject, type Storable } from '../formats.js';
import type { Transaction } from './database.js';
import { allImages, projectRow } from './images.js';
import { counted, objectStores } from './objects.js';
import type { LocalProject } from './project.js';
import {
  annotationsEtag, categoriesEtag, type Annotation, type Carried, type ImageRow, type ObjectsRow, type ProjectRow,
  type UuidRow,
} from './rows.js';

export interface ImportSummary {
  images: number;
  objects: number;
  boxes: number;
  carried: number;
  classes: number;
  already: number;
  findings: Finding[];
}

const mostObjects = 100_000;
const firstClass = '{"id":1,"name":"object","supercategory":"","color":"#4d8dff","key":"1"}';

/** Ids for what comes in: the one it had before, the wanted one where that is free, else the next. */
class Ids {
  already = 0;
  renumbered = 0;
  private readonly names: Map<string, UuidRow>;
  private readonly taken: Set<number>;

  constructor(private readonly project: ProjectRow, names: UuidRow[], private readonly waiting: ReadonlySet<string>) {
    this.names = new Map(names.map((name) => [name.uuid, name]));
    this.taken = new Set(names.map(({ id }) => id));
  }

  /** Null where it is here already. */
  take(uuid: string, wanted: number | null, image: number): UuidRow | null {
    const known = this.names.get(uuid);
    if (this.waiting.has(uuid) || (known !== undefined && known.image !== 0)) {
      this.already += 1;
      return null;
    }
    const free = wanted !== null && !this.taken.has(wanted);
    if (known === undefined && wanted !== null && !free) this.renumbered += 1;
    const id = known?.id ?? (free ? wanted : this.project.nextObject);
    this.project.nextObject = Math.max(this.project.nextObject, id + 1);
    this.taken.add(id);
    const name = { ...known, project: this.project.id, uuid, id, image };
    this.names.set(uuid, name);
    return name;
  }
}

interface Stored {
  summary: ImportSummary;
  project: ProjectRow;
  classesChanged: boolean;
  touched: ObjectsRow[];
}

function untouchedFirst(project: ProjectRow, images: ImageRow[], objects: ObjectsRow[]): boolean {
  return JSON.stringify(project.categories) === `[${firstClass}]` && images.every((row) => row.objects === 0) &&
    objects.every(({ carried }) => (carried?.length ?? 0) === 0);
}

async function storeImage(
  rows: Transaction, row: ImageRow, before: ObjectsRow, read: Storable['images'][number], ids: Ids,
  summary: ImportSummary): Promise<{ stored: ObjectsRow; tooMany: number }> {
  const annotations: Annotation[] = [...before.annotations];
  const carried: Carried[] = [...(before.carried ?? [])];
  let tooMany = 0;
  for (const { wantedId, annotation } of read.objects) {
    if (annotations.length >= mostObjects) {
      tooMany += 1;
      continue;
    }
    const name = ids.take(annotation.uuid, wantedId, row.id);
    if (name === null) continue;
    await rows.put('uuids', name);
    annotations.push({ ...annotation, id: name.id });
    summary.objects += 1;
  }
  for (const { uuid, wantedId, categoryId, isBox, text } of read.carried) {
    const name = ids.take(uuid, wantedId, row.id);
    if (name === null) continue;
    await rows.put('uuids', name);
    carried.push({ uuid, id: name.id, categoryId, isBox, text });
    if (isBox) summary.boxes += 1;
    else summary.carried += 1;
  }
  const changed = annotations.length > before.annotations.length;
  const stored: ObjectsRow = { ...before, annotations, carried, version: before.version + (changed ? 1 : 0) };
  await rows.put('objects', stored);
  const source = row.importedAs ?? read.source ?? undefined;
  await rows.put('images', { ...counted(row, annotations), ...(source === undefined ? {} : { importedAs: source }) });
  return { stored, tooMany };
}

/** Null where the classes are others by now than those that were read for. */
async function store(rows: Transaction, id: string, read: Storable, version: number): Promise<Stored | null> {
  const project = (await rows.get<ProjectRow>('projects', id))!;
  if (project.categoriesVersion !== version) return null;
  const objects = new Map((await rows.all<ObjectsRow>('objects', id)).map((row) => [row.image, row]));
  const waiting = new Set([...objects.values()].flatMap(({ carried }) => (carried ?? []).map(({ uuid }) => uuid)));
  const ids = new Ids(project, await rows.all<UuidRow>('uuids', id), waiting);
  const summary: ImportSummary = {
    images: 0, objects: 0, boxes: 0, carried: 0, classes: read.categories.length, already: 0, findings: read.findings,
  };
  const touched: ObjectsRow[] = [];
  let tooMany = 0;
  for (const image of read.images) {
    const row = await rows.get<ImageRow>('images', [id, image.id]);
    const before = objects.get(image.id);
    if (row === undefined || before === undefined) continue;
    const now = await storeImage(rows, row, before, image, ids, summary);
    tooMany += now.tooMany;
    if (now.stored.annotations.length > before.annotations.length) touched.push(now.stored);
  }
  summary.images = touched.length;
  summary.already = ids.already;
  const classesChanged = read.categories.length > 0 || read.replacesFirst;
  if (classesChanged) {
    project.categories = [...(read.replacesFirst ? [] : project.categories), ...read.categories];
    project.categoriesVersion += 1;
    project.nextClass = read.nextClass;
  }
  if (read.files.length > 0) project.imported = [...(project.imported ?? []), ...read.files];
  await rows.put('projects', project);
  tell(summary.findings, 'note', ids.already, 'already here, left as here');
  tell(summary.findings, 'changed', ids.renumbered, 'with an id that another one has here, given the next');
  tell(summary.findings, 'not_taken', tooMany, 'of an image that has 100,000 already');
  return { summary, project, classesChanged, touched };
}

const opening = { wrong: 'Wrong: ', not_taken: 'Not taken: ', changed: 'Changed: ', note: '' };
function tell(findings: Finding[], outcome: Finding['outcome'], count: number, what: string): void {
  if (count > 0) findings.push({ outcome, count, sentence: `${opening[outcome]}${count} annotation${count === 1 ? '' : 's'} ${what}.` });
}

/** All that can be read, on top of what is there. */
export async function importAnnotations(project: LocalProject, files: AnnotationFile[]): Promise<ImportSummary> {
  return navigator.locks.request(`maskpoint-intake:${project.id}`, async () => {
    for (;;) {
      const row = await projectRow(project.database, project.id);
      const images = await allImages(project.database, project.id);
      const objects = await project.database.read(['objects'], (rows) => rows.all<ObjectsRow>('objects', project.id));
      const page: PageProject = {
        images: images.map(({ id, fileName, width, height, importedAs }) =>
          ({ id, path: fileName, width, height, source: importedAs ?? null })),
        categories: row.categories, nextClass: row.nextClass, replaceableFirst: untouchedFirst(row, images, objects),
      };
      const read = await readFiles(page, files);
      const stored = await project.database.write(
        [...objectStores], (rows) => store(rows, project.id, read, row.categoriesVersion));
      if (stored === null) continue;
      announce(project, stored);
      return stored.summary;
    }
  });
}

function announce(project: LocalProject, { project: row, classesChanged, touched }: Stored): void {
  project.held.sawProject(row);
  if (classesChanged) project.events.publish('change', { categories: true, etag: categoriesEtag(row), client: '' });
  for (const objects of touched) {
    project.held.sawObjects(objects);
    project.events.publish('change', { image_id: objects.image, etag: annotationsEtag(objects), client: '' });
  }
  if (touched.length > 0) project.events.publish('change', { images: true });
}
