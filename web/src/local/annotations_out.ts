// The project of this browser in any format, by the core's writers.

import { type ExportAsk, type PageContent, writeFiles, type Written } from '../formats.js';
import { version } from '../version.js';
import { allImages, projectRow } from './images.js';
import type { LocalProject } from './project.js';
import type { Carried, ImageRow, ObjectsRow } from './rows.js';

/** Boxes and others without a mask, but for those that have become objects. */
export function withoutMask({ annotations, carried = [] }: ObjectsRow): Carried[] {
  const made = new Set(annotations.map(({ id }) => id));
  return carried.filter(({ id }) => !made.has(id));
}

async function contentOf(project: LocalProject, images: ImageRow[]): Promise<PageContent> {
  const { name, categories, imported = [] } = await projectRow(project.database, project.id);
  const rows = await project.database.read(['objects'], (of) => of.all<ObjectsRow>('objects', project.id));
  const objects = new Map(rows.map((row) => [row.image, row]));
  return {
    name, writtenBy: `Maskpoint ${version}`, now: new Date().toISOString().replace(/\.\d+Z$/, 'Z'), imported, categories,
    images: images.map(({ id, fileName, width, height, importedAs }) => {
      const row = objects.get(id);
      return {
        id, path: fileName, width, height, source: importedAs ?? null, annotations: row?.annotations ?? [],
        carried: row === undefined ? [] : withoutMask(row),
      };
    }),
  };
}

/** Whether anything in it came from a file: then what nobody edited goes out as it came. */
export async function hasImported(project: LocalProject): Promise<boolean> {
  if (((await projectRow(project.database, project.id)).imported?.length ?? 0) > 0) return true;
  const rows = await project.database.read(['objects'], (of) => of.all<ObjectsRow>('objects', project.id));
  return rows.some(({ annotations, carried = [] }) => carried.length > 0 || annotations.some((a) => a['maskpoint_import'] !== undefined));
}

const nothing = (): void => undefined;

export async function exportProject(
  project: LocalProject, ask: ExportAsk, onProgress: (fraction: number) => void = nothing): Promise<Written> {
  const images = await allImages(project.database, project.id);
  const photos = new Map<string, Blob>();
  if ((ask.format === 'cutouts' || ask.format === 'all') && ask.report !== 'only') {
    for (const { id, fileName, objects } of images) {
      // What is gone is said by the report.
      const photo = objects > 0 ? await project.photo(id).catch(() => null) : null;
      if (photo !== null) photos.set(fileName, photo);
    }
  }
  return writeFiles(await contentOf(project, images), ask, photos, onProgress);
}
