// The folder a project's photos were opened from, where the browser gives folders (File System Access): the COCO file
// can be written back into it.

import { writeWhole } from './files.js';
import { projectRow } from './images.js';
import { Problem } from './problem.js';
import type { LocalProject } from './project.js';
import type { OpenedFolder, ProjectRow } from './rows.js';

interface Permitting {
  requestPermission?(options: { mode: 'readwrite' }): Promise<PermissionState>;
}

const usualFile = 'annotations.coco.json';

/** `file` is the COCO file it had, as far as all of it came in: then that is written again, and nothing else is. */
export async function rememberFolder(
  project: LocalProject, handle: FileSystemDirectoryHandle, file: string | null): Promise<void> {
  await project.database.write(['projects'], async (rows) => {
    const row = await rows.get<ProjectRow>('projects', project.id);
    if (row !== undefined) await rows.put('projects', { ...row, folder: { handle, file: file ?? usualFile } });
  }).catch(() => undefined);  // a browser that can't keep one asks for it again
}

/** "photos/instances.json"; null where there is no folder to write to. */
export async function folderFile(project: LocalProject): Promise<string | null> {
  const { folder } = await projectRow(project.database, project.id);
  return folder === undefined ? null : `${folder.handle.name}/${folder.file}`;
}

async function placeOf({ handle, file }: OpenedFolder): Promise<FileSystemFileHandle> {
  const parts = file.split('/');
  let folder = handle;
  for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create: true });
  return folder.getFileHandle(parts.at(-1)!, { create: true });
}

/** Must be begun by a person's click: the browser may ask. Never leaves half a file. */
export async function permitWriting(project: LocalProject): Promise<OpenedFolder> {
  const { folder } = await projectRow(project.database, project.id);
  if (folder === undefined) throw new Problem(404, 'No folder is open: open one with “Open a folder of photos”.');
  const permission = await (folder.handle as Permitting).requestPermission?.({ mode: 'readwrite' });
  if (permission === 'denied' || permission === 'prompt')
    throw new Problem(403, `The browser may not write into ${folder.handle.name}: allow it when it asks, or export the file instead.`);
  return folder;
}

export async function writeIntoFolder(folder: OpenedFolder, bytes: Blob): Promise<void> {
  try {
    await writeWhole(await placeOf(folder), bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Problem(500, `${folder.handle.name}/${folder.file} could not be written (${why}): export the file instead.`);
  }
}

/** Whether a file is COCO, so that COCO may take its place. */
export async function isCoco(file: Blob): Promise<boolean> {
  try {
    const { images, annotations } = JSON.parse(await file.text()) as { images?: unknown; annotations?: unknown };
    return Array.isArray(images) && Array.isArray(annotations);
  } catch {
    return false;
  }
}
