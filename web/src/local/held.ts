// What this page has seen of its project, for when the browser's storage is cleared under it: rows are small, and the
// work in them is a person's.

import type { Transaction } from './database.js';
import { counted } from './objects.js';
import type { ImageRow, ObjectsRow, ProjectRow, UuidRow } from './rows.js';

export class Held {
  private project: ProjectRow | null = null;
  private readonly images = new Map<number, ImageRow>();
  private readonly objects = new Map<number, ObjectsRow>();

  sawProject(row: ProjectRow): void {
    this.project = row;
  }
  sawImages(rows: ImageRow[]): void {
    this.images.clear();
    for (const row of rows) this.images.set(row.id, row);
  }
  forget(image: number): void {
    this.images.delete(image);
    this.objects.delete(image);
  }
  sawObjects(row: ObjectsRow): void {
    this.objects.set(row.image, row);
  }

  /** Puts back what there was, if the project is gone: whether it was. Photos are not held; they are added again. */
  async bringBack(rows: Transaction): Promise<{ images: number; objects: number } | null> {
    if (this.project === null || (await rows.get('projects', this.project.id)) !== undefined) return null;
    const { id: project } = this.project;
    let objects = 0;
    let { nextObject } = this.project;
    for (const image of this.images.values()) {
      const held = this.objects.get(image.id) ?? { project, image: image.id, version: 1, annotations: [] };
      await rows.put('objects', held);
      await rows.put('images', { ...counted(image, held.annotations), embeddingBytes: 0 });
      for (const { uuid, id } of held.annotations) {
        await rows.put('uuids', { project, uuid, id, image: image.id } satisfies UuidRow);
        nextObject = Math.max(nextObject, id + 1);
      }
      objects += held.annotations.length;
    }
    await rows.put('projects', { ...this.project, nextObject });
    return { images: this.images.size, objects };
  }
}
