// Files of other tools, read and written by the core's own readers and writers (src/formats) in a worker that is
// started for one job and ended after it, with all the memory it took. Nothing of it is downloaded before.

import { Problem } from './local/problem.js';
import type { Annotation, Category } from './local/rows.js';

export interface Finding {
  outcome: 'wrong' | 'not_taken' | 'changed' | 'note';
  count: number;
  sentence: string;
}

/** A file of annotations; formats name their images by its path. */
export interface AnnotationFile {
  path: string;
  file: Blob;
}

/** The twin of src/formats/page_json.h. */
export interface PageProject {
  images: { id: number; path: string; width: number; height: number; source: string | null }[];
  categories: Category[];
  nextClass: number;
  replaceableFirst: boolean;
}
export interface CarriedIn {
  uuid: string;
  wantedId: number | null;
  categoryId: number;  // 0: none
  isBox: boolean;
  text: string;
}
export interface Storable {
  categories: Category[];
  replacesFirst: boolean;
  nextClass: number;
  images: {
    id: number; source: string | null; objects: { wantedId: number | null; annotation: Annotation }[]; carried: CarriedIn[];
  }[];
  files: string[];
  findings: Finding[];
}
export interface PageContent {
  name: string;
  writtenBy: string;
  now: string;
  imported: string[];
  images: {
    id: number; path: string; width: number; height: number; source: string | null; annotations: Annotation[];
    carried: { id: number; categoryId: number; text: string }[];
  }[];
  categories: Category[];
}
export interface ExportAsk {
  format: string;
  holes?: string;
  parts?: string;
  report?: string;
}
export interface Written {
  findings: Finding[];
  file: Blob | null;  // null where only the report was asked for
}

export type FormatsJob =
  | { type: 'read'; project: PageProject; files: AnnotationFile[] }
  | { type: 'write'; content: PageContent; ask: ExportAsk; photos: Map<string, Blob> };
export type FormatsReply =
  | { type: 'progress'; fraction: number } | { type: 'done'; value: Storable | Written } | { type: 'failed'; message: string };

function run(job: FormatsJob, onProgress: (fraction: number) => void): Promise<Storable | Written> {
  const worker = new Worker(new URL('formats.mjs', document.baseURI), { type: 'module', name: 'formats' });
  return new Promise<Storable | Written>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FormatsReply>) => {
      if (data.type === 'progress') onProgress(data.fraction);
      else if (data.type === 'done') resolve(data.value);
      else reject(new Problem(422, data.message));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Problem(
        503, 'The part of the page that reads and writes files could not be loaded, or ran out of memory: check the ' +
        'connection and try again.'));
    };
    worker.postMessage(job);
  }).finally(() => worker.terminate());
}

export async function readFiles(project: PageProject, files: AnnotationFile[]): Promise<Storable> {
  return (await run({ type: 'read', project, files }, () => undefined)) as Storable;
}

/** `photos` by path: what cut-outs are cut from. */
export async function writeFiles(
  content: PageContent, ask: ExportAsk, photos: Map<string, Blob>, onProgress: (fraction: number) => void): Promise<Written> {
  return (await run({ type: 'write', content, ask, photos }, onProgress)) as Written;
}
