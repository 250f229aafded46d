// Zips of photos and annotations: unpacked where they come in, made for a server.

import { zipSync, type Zippable } from 'fflate';
import { type Arrived } from './pairing.js';
import { projectPath } from './project_file.js';
import { entriesOf, type ZipEntry } from './zip_reader.js';

const isZip = ({ path }: Arrived): boolean => /\.zip$/i.test(path);

const types: Record<string, string> = { png: 'image/png', webp: 'image/webp', jpg: 'image/jpeg', jpeg: 'image/jpeg' };

async function arrivedOf(entry: ZipEntry): Promise<Arrived> {
  const bytes = await entry.bytes();
  const type = types[entry.path.split('.').at(-1)!.toLowerCase()];
  return { path: entry.path, file: type === undefined ? bytes : bytes.slice(0, bytes.size, type) };
}

/** Whether it is a project of ours, which becomes one of its own. */
export async function isProjectZip(item: Arrived): Promise<boolean> {
  if (!isZip(item)) return false;
  return (await entriesOf(item.file).catch(() => [])).some(({ path }) => path === projectPath);
}

/** With the files that are in zips instead of them. */
export async function unpacked(files: Arrived[]): Promise<Arrived[]> {
  const all: Arrived[] = [];
  for (const item of files) {
    if (!isZip(item)) {
      all.push(item);
      continue;
    }
    const entries = await entriesOf(item.file).catch((error: unknown) => {
      throw new Error(`${item.path} can’t be opened: ${error instanceof Error ? error.message : String(error)}`);
    });
    for (const entry of entries) all.push(await arrivedOf(entry));
  }
  return all;
}

export async function packed(files: Arrived[]): Promise<Blob> {
  const entries: Zippable = {};
  for (const { path, file } of files) entries[path] = [new Uint8Array(await file.arrayBuffer()), { level: 1 }];
  return new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}
