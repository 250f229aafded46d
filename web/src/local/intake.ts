// Photos and embeddings on their way into the project: looked at one by one, kept, told to every tab.

import { sha256 } from '../sha256.js';
import { annotationsAmong } from './annotations_among.js';
import { importAnnotations, type ImportSummary } from './annotations_in.js';
import { photoName, thumbnailName } from './files.js';
import { allImages, rowJson } from './images.js';
import { embeddingFault } from './npy.js';
import { type Arrived, freePath, kindOf, pair, withoutCommonFolder } from './pairing.js';
import { problemOf } from './problem.js';
import type { LocalProject } from './project.js';
import type { ImageRow, ObjectsRow, ProjectRow } from './rows.js';
import { keepForGood } from './storage.js';
import { look } from './thumbnail.js';

export interface Report {
  /** Annotation files among what came, and what came of them. */
  imported: { files: Arrived[]; summary: ImportSummary } | null;
  added: ImageRow[];
  same: ImageRow[];  // were there already
  embeddings: number;
  failed: { path: string; why: string }[];
  full: string;  // a sentence when the browser's room ran out: the rest was not tried
}

export type OnProgress = (done: number, total: number) => void;

class Adding {
  readonly report: Report = { imported: null, added: [], same: [], embeddings: 0, failed: [], full: '' };
  private names = new Set<string>();
  private hashes = new Map<string, ImageRow>();

  constructor(private readonly project: LocalProject) {}

  async begin(): Promise<void> {
    const rows = await allImages(this.project.database, this.project.id);
    this.names = new Set(rows.map((row) => row.fileName));
    this.hashes = new Map(rows.map((row) => [row.hash, row]));
  }

  rows(): ImageRow[] {
    return [...this.hashes.values()];
  }

  async photo(path: string, file: Blob): Promise<ImageRow> {
    const hash = await sha256(await file.arrayBuffer());
    const known = this.hashes.get(hash);
    if (known !== undefined) {
      this.report.same.push(known);
      const { files, id: project } = this.project;
      // The browser's storage was cleared, but for what the page still held.
      if ((await files.read(project, photoName(known.id))) === null) await files.write(project, photoName(known.id), file);
      return known;
    }
    const { width, height, thumbnail } = await look(file).catch(() => {
      throw new Error('it is damaged or of a kind this browser does not know');
    });
    const row = await this.keep({
      project: this.project.id, id: 0, fileName: freePath(path, this.names), width, height,
      type: file.type || 'application/octet-stream', hash, bytes: file.size, embeddingBytes: 0,
      thumbnailBytes: thumbnail.size, state: 'new', objects: 0, objectsByClass: {},
    }, file, thumbnail);
    this.names.add(row.fileName);
    this.hashes.set(hash, row);
    this.report.added.push(row);
    return row;
  }

  /** Files first: a row without its photo would be one that can't be opened. */
  private async keep(row: ImageRow, photo: Blob, thumbnail: Blob): Promise<ImageRow> {
    const { database, files, id: project } = this.project;
    const id = await database.write(['projects'], async (rows) => {
      const of = (await rows.get<ProjectRow>('projects', project))!;
      await rows.put('projects', { ...of, nextImage: of.nextImage + 1 });
      return of.nextImage;
    });
    const kept = { ...row, id };
    try {
      await files.write(project, photoName(id), photo);
      await files.write(project, thumbnailName(id), thumbnail);
      await database.write(['images', 'objects'], async (rows) => {
        await rows.put('images', kept);
        await rows.put('objects', { project, image: id, version: 1, annotations: [] } satisfies ObjectsRow);
      });
    } catch (error) {
      await files.remove(project, photoName(id));
      await files.remove(project, thumbnailName(id));
      throw error;
    }
    return kept;
  }

  async embedding(row: ImageRow, file: Blob): Promise<void> {
    const fault = await embeddingFault(file);
    if (fault !== null) throw new Error(fault);
    await this.project.keepEmbedding(row.id, file);
    row.embeddingBytes = file.size;
    this.report.embeddings += 1;
    this.project.events.publish('embedding', { image_id: row.id, state: 'ready', progress: 1 });
  }

  /** Whether to go on: a full disk fails the rest too. */
  failed(path: string, error: unknown): boolean {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') {
      this.report.full = problemOf(error).message;
      return false;
    }
    this.report.failed.push({ path, why: error instanceof Error ? error.message : String(error) });
    return true;
  }
}

interface Sorted {
  photos: Arrived[];
  embeddings: Arrived[];
  annotations: Arrived[];  // under the paths they came with
}

async function sort(arrived: Arrived[], known: string[], report: Report): Promise<Sorted> {
  const ofPhotos = await annotationsAmong(arrived, known);
  const fitting = arrived.filter((item) => kindOf(item) !== 'ignored');
  const paths = withoutCommonFolder(fitting.map(({ path }) => path));
  const photos: Arrived[] = [];
  const embeddings: Arrived[] = [];
  const annotations: Arrived[] = [];
  fitting.forEach((came, i) => {
    const item = { path: paths[i]!, file: came.file };
    const kind = kindOf(item);
    if (ofPhotos.has(came)) annotations.push(came);
    else if (kind === 'photo') photos.push(item);
    else if (kind === 'embedding') embeddings.push(item);
    else report.failed.push({ path: item.path, why: 'it is no photo, no embedding (.npy), no file of annotations and no project file' });
  });
  return { photos, embeddings, annotations };
}

async function addSorted(project: LocalProject, adding: Adding, sorted: Sorted, onProgress: OnProgress): Promise<void> {
  const { photos, embeddings } = sorted;
  const pairs = pair(photos.map(({ path }) => path), embeddings.map(({ path }) => path));
  for (const [i, { path, file }] of photos.entries()) {
    onProgress(i, photos.length);
    const embedding = embeddings[pairs.get(i) ?? -1];
    try {
      const row = await adding.photo(path, file);
      if (embedding !== undefined && row.embeddingBytes === 0) await adding.embedding(row, embedding.file);
    } catch (error) {
      if (!adding.failed(path, error)) return;
    }
    if (i % 16 === 15) project.events.publish('change', { images: true });
  }
  // What is left may belong to photos that were here before.
  const used = new Set(pairs.values());
  const left = embeddings.filter((_, i) => !used.has(i));
  const rows = adding.rows();
  const older = pair(rows.map(({ fileName }) => fileName), left.map(({ path }) => path));
  for (const [row, which] of older) {
    try {
      await adding.embedding(rows[row]!, left[which]!.file);
    } catch (error) {
      if (!adding.failed(left[which]!.path, error)) return;
    }
  }
  const taken = new Set(older.values());
  left.forEach(({ path }, i) => {
    if (!taken.has(i)) adding.report.failed.push({ path, why: 'there is no photo of its name' });
  });
}

/** One batch at a time, over all tabs: names and photos are told apart by what is there. Annotations come last. */
export async function addFiles(project: LocalProject, arrived: Arrived[], onProgress: OnProgress): Promise<Report> {
  let annotations: Arrived[] = [];
  const report = await addPhotos(project, arrived, onProgress, (found) => { annotations = found; });
  if (annotations.length > 0) report.imported = { files: annotations, summary: await importAnnotations(project, annotations) };
  return report;
}

async function addPhotos(
  project: LocalProject, arrived: Arrived[], onProgress: OnProgress,
  onAnnotations: (found: Arrived[]) => void): Promise<Report> {
  return navigator.locks.request(`maskpoint-intake:${project.id}`, async () => {
    const adding = new Adding(project);
    await adding.begin();
    const sorted = await sort(arrived, adding.rows().map(({ fileName }) => fileName), adding.report);
    onAnnotations(sorted.annotations);
    await addSorted(project, adding, sorted, onProgress);
    if (adding.report.added.length > 0) {
      project.events.publish('change', { images: true });
      // Asked once there is something to keep; browsers decide by how a page is used, or ask the person.
      void keepForGood();
    }
    return adding.report;
  });
}

/** The row as the core reads it. */
export function wireRow(project: LocalProject, row: ImageRow): object {
  return rowJson(row, project.waiting(row.id));
}
