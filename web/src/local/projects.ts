// The projects of this browser, and which of them this tab has open.

import type { Database } from './database.js';
import type { Files } from './files.js';
import { Problem } from './problem.js';
import type { ImageRow, ProjectRow } from './rows.js';

export interface ProjectSummary {
  id: string;
  name: string;
  images: number;
  objects: number;
  bytes: number;
  embeddingBytes: number;
}

const key = 'maskpoint-project';
const everyStore = ['projects', 'images', 'objects', 'uuids'] as const;

export function freshProject(name: string): ProjectRow {
  const first = { id: 1, name: 'object', supercategory: '', color: '#4d8dff', key: '1' };
  return {
    id: crypto.randomUUID(), name, created: Date.now(), categories: [first], categoriesVersion: 1,
    nextImage: 1, nextObject: 1, nextClass: 2,
  };
}

/** A name no other project has: "photos", "photos 2". */
export function freeName(wanted: string, taken: string[]): string {
  const base = wanted.trim() || 'My photos';
  for (let n = 1; ; ++n) {
    const name = n === 1 ? base : `${base} ${n}`;
    if (!taken.includes(name)) return name;
  }
}

/** Of this tab, then the one that came with the page, then any tab's. */
function wanted(bundled: string | null): (string | null)[] {
  try {
    return [sessionStorage.getItem(key), bundled, localStorage.getItem(key)];
  } catch {
    return [bundled];
  }
}

/** A tab keeps its project over a reload; a new tab begins with the one chosen last. */
export function remember(project: string): void {
  try {
    sessionStorage.setItem(key, project);
    localStorage.setItem(key, project);
  } catch {
    // Storage is switched off: the next page begins with the first project.
  }
}

/** The project of this tab; the first visit makes one. Tabs opened at once make the same. */
export async function currentProject(database: Database, bundled: string | null = null): Promise<ProjectRow> {
  const project = await database.write(['projects'], async (rows) => {
    const all = (await rows.all<ProjectRow>('projects')).sort((a, b) => a.created - b.created);
    const found = wanted(bundled).map((one) => all.find(({ id }) => id === one)).find((one) => one !== undefined) ?? all[0];
    if (found !== undefined) return found;
    const fresh = freshProject('My photos');
    await rows.put('projects', fresh);
    return fresh;
  });
  remember(project.id);
  return project;
}

export async function summaries(database: Database): Promise<ProjectSummary[]> {
  return database.read(['projects', 'images'], async (rows) => {
    const all = (await rows.all<ProjectRow>('projects')).sort((a, b) => a.created - b.created);
    return Promise.all(all.map(async ({ id, name }) => {
      const images = await rows.all<ImageRow>('images', id);
      const sum = (of: (row: ImageRow) => number): number => images.reduce((total, row) => total + of(row), 0);
      return {
        id, name, images: images.length, objects: sum((row) => row.objects),
        bytes: sum((row) => row.bytes + row.thumbnailBytes + row.embeddingBytes),
        embeddingBytes: sum((row) => row.embeddingBytes),
      };
    }));
  });
}

async function names(database: Database): Promise<string[]> {
  return (await summaries(database)).map(({ name }) => name);
}

export async function createProject(database: Database, name: string): Promise<ProjectRow> {
  const project = freshProject(freeName(name, await names(database)));
  await database.write(['projects'], (rows) => rows.put('projects', project));
  return project;
}

export async function renameProject(database: Database, id: string, name: string): Promise<void> {
  const taken = (await summaries(database)).filter((other) => other.id !== id).map((other) => other.name);
  if (name.trim() === '') throw new Problem(422, 'A project needs a name.');
  if (taken.includes(name.trim())) throw new Problem(422, 'Another project has that name; choose another.');
  await database.write(['projects'], async (rows) => {
    const row = await rows.get<ProjectRow>('projects', id);
    if (row !== undefined) await rows.put('projects', { ...row, name: name.trim() });
  });
}

/** Rows first: files nobody names are only room lost, a project without its files would be a ruin. */
export async function deleteProject(database: Database, files: Files, id: string): Promise<void> {
  await database.write([...everyStore], async (rows) => {
    await rows.remove('projects', id);
    for (const store of ['images', 'objects', 'uuids'] as const) await rows.removeAll(store, id);
  });
  await files.removeAll(id);
}
