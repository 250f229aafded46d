// What the browser's database holds of a project. Its stores and their keys are in database.ts.

export type Json = Record<string, unknown>;
export type WorkState = 'new' | 'in_work' | 'done';

/** A COCO annotation as the wire has it (src/server/README.md), `id` and `image_id` filled in. */
export interface Annotation extends Json {
  id: number;
  uuid: string;
  image_id: number;
  category_id: number;
}

export interface Category extends Json {
  id: number;
  name: string;
}

/** An annotation without a mask, as it came from a file: a box to become a mask, a caption, key points. */
export interface Carried {
  uuid: string;
  id: number;
  categoryId: number;  // 0: none
  isBox: boolean;
  text: string;
}

export interface OpenedFolder {
  handle: FileSystemDirectoryHandle;
  file: string;  // in it, to write COCO to
}

export interface ProjectRow {
  id: string;
  name: string;
  created: number;  // ms, as Date.now()
  categories: Category[];
  categoriesVersion: number;
  // The next of each: an id belongs to one thing for ever.
  nextImage: number;
  nextObject: number;
  nextClass: number;
  /** What imported COCO files say beside their lists, as text. */
  imported?: string[];
  /** Its photos were opened from there (folder.ts). */
  folder?: OpenedFolder;
  /** The manifest's address, of a project that came with the page (bundle.ts). */
  bundle?: string;
}

export interface ImageRow {
  project: string;
  id: number;
  fileName: string;
  width: number;  // upright, as the browser decodes it
  height: number;
  type: string;
  hash: string;  // SHA-256 of the file, hexadecimal
  bytes: number;
  embeddingBytes: number;  // 0: there is none
  thumbnailBytes: number;
  state: WorkState;
  objects: number;
  objectsByClass: Record<string, number>;
  /** Where its files are fetched when they are first wanted (bundle.ts). */
  source?: { photo: string; embedding: string };
  /** As an imported COCO file has it, as text. */
  importedAs?: string;
}

export interface ObjectsRow {
  project: string;
  image: number;
  version: number;
  annotations: Annotation[];  // in drawing order
  carried?: Carried[];
}

/** Which object a uuid names, for ever; `image` is 0 while it lies on none. */
export interface UuidRow {
  project: string;
  uuid: string;
  id: number;
  image: number;
  // Classes that went while it had them → the class it got instead: for when they come back.
  replaced?: Record<string, number>;
}

export function annotationsEtag(row: ObjectsRow): string {
  return `"${row.project}-${row.image}-${row.version}"`;
}
export function categoriesEtag(project: ProjectRow): string {
  return `"${project.id}-c-${project.categoriesVersion}"`;
}
