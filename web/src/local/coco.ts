// The project as one COCO file: as the server writes it (src/server/coco_export.cc).

import type { Database } from './database.js';
import { allImages, projectRow } from './images.js';
import type { Annotation, ObjectsRow } from './rows.js';
import { version } from '../version.js';

export interface CocoFile {
  info: Record<string, unknown>;
  licenses: unknown[];
  images: { id: number; file_name: string; width: number; height: number }[];
  annotations: Annotation[];
  categories: unknown[];
}

export async function cocoOf(database: Database, project: string): Promise<CocoFile> {
  const { name, categories } = await projectRow(database, project);
  const images = await allImages(database, project);
  const rows = await database.read(['objects'], (of) => of.all<ObjectsRow>('objects', project));
  const objects = new Map(rows.map(({ image, annotations }) => [image, annotations]));
  const now = new Date();
  return {
    info: {
      description: name, contributor: `Maskpoint ${version}`,
      date_created: now.toISOString().replace(/\.\d+Z$/, 'Z'), year: now.getUTCFullYear(),
    },
    licenses: [],
    images: images.map((row) => ({ id: row.id, file_name: row.fileName, width: row.width, height: row.height })),
    annotations: images.flatMap(({ id }) => objects.get(id) ?? []),
    categories,
  };
}
