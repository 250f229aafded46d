// The bytes of a project: photos, thumbnails, embeddings. In the origin's private file system where the browser
// can write there, else in its database.

import { Database } from './database.js';
import type { Json } from './rows.js';

export interface Files {
  write(project: string, name: string, bytes: Blob): Promise<void>;
  /** Null where there is no such file. */
  read(project: string, name: string): Promise<Blob | null>;
  remove(project: string, name: string): Promise<void>;
  removeAll(project: string): Promise<void>;
}

const folderName = 'maskpoint';

/** Written beside the file and swapped in when it is closed: never half of it. */
export async function writeWhole(file: FileSystemFileHandle, bytes: Blob): Promise<void> {
  const stream = await file.createWritable();
  try {
    await stream.write(bytes);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
}

class PrivateFolder implements Files {
  /** `older` has what was kept before this browser could write here. */
  constructor(private readonly older: Files) {}

  private async folder(project: string): Promise<FileSystemDirectoryHandle> {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle(folderName, { create: true });
    return all.getDirectoryHandle(project, { create: true });
  }

  async write(project: string, name: string, bytes: Blob): Promise<void> {
    const folder = await this.folder(project);
    const file = await folder.getFileHandle(name, { create: true });
    try {
      await writeWhole(file, bytes);
    } catch (error) {
      if ((await file.getFile()).size === 0) await folder.removeEntry(name).catch(() => undefined);
      throw error;
    }
  }

  async read(project: string, name: string): Promise<Blob | null> {
    try {
      return await (await (await this.folder(project)).getFileHandle(name)).getFile();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return this.older.read(project, name);
      throw error;
    }
  }

  async remove(project: string, name: string): Promise<void> {
    await (await this.folder(project)).removeEntry(name).catch(() => undefined);
    await this.older.remove(project, name);
  }

  async removeAll(project: string): Promise<void> {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle(folderName, { create: true });
    await all.removeEntry(project, { recursive: true }).catch(() => undefined);
    await this.older.removeAll(project);
  }
}

class InDatabase implements Files {
  constructor(private readonly database: Database) {}

  async write(project: string, name: string, bytes: Blob): Promise<void> {
    // Some browsers keep no Blob in their database that a page made of a file.
    const buffer = await bytes.arrayBuffer();
    await this.database.write(['files'], (rows) => rows.put('files', { project, name, type: bytes.type, buffer }));
  }
  async read(project: string, name: string): Promise<Blob | null> {
    const row = await this.database.read(['files'], (rows) => rows.get<Json>('files', [project, name]));
    return row === undefined ? null : new Blob([row['buffer'] as ArrayBuffer], { type: row['type'] as string });
  }
  remove(project: string, name: string): Promise<void> {
    return this.database.write(['files'], (rows) => rows.remove('files', [project, name]));
  }
  removeAll(project: string): Promise<void> {
    return this.database.write(['files'], (rows) => rows.removeAll('files', project));
  }
}

export async function openFiles(database: Database): Promise<Files> {
  const inDatabase = new InDatabase(database);
  const canWrite = typeof FileSystemFileHandle === 'function' && 'createWritable' in FileSystemFileHandle.prototype;
  if (canWrite) {
    try {
      await navigator.storage.getDirectory();
      return new PrivateFolder(inDatabase);
    } catch {
      // Private windows of some browsers have none.
    }
  }
  return inDatabase;
}

export const photoName = (image: number): string => `${image}.photo`;
export const thumbnailName = (image: number): string => `${image}.thumbnail`;
export const embeddingName = (image: number): string => `${image}.npy`;
