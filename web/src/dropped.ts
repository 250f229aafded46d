// Files as they come out of a drop, a picker or an address: paths without a leading slash, and bytes.

import type { Arrived } from './local/pairing.js';

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function entriesIn(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // A browser gives them in portions, and none when it has given all.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, into: Arrived[]): Promise<void> {
  if (entry.isDirectory) {
    for (const child of await entriesIn(entry as FileSystemDirectoryEntry)) await walk(child, into);
    return;
  }
  into.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry as FileSystemFileEntry) });
}

export function fromFiles(files: Iterable<File>): Arrived[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Must be called in the event itself: afterwards the browser has emptied it. */
export function fromTransfer(data: DataTransfer): Promise<Arrived[]> {
  const items = [...data.items].filter((item) => item.kind === 'file');
  const parts = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  return (async () => {
    const all: Arrived[] = [];
    for (const part of parts) {
      if (part instanceof File) all.push(...fromFiles([part]));
      else if (part !== null) await walk(part, all);
    }
    return all;
  })();
}

async function walkHandle(folder: FileSystemDirectoryHandle, path: string, into: Arrived[]): Promise<void> {
  const children = (folder as unknown as { values(): AsyncIterable<FileSystemHandle> }).values();
  for await (const child of children) {
    const name = `${path}${child.name}`;
    if (child.kind === 'directory') await walkHandle(child as FileSystemDirectoryHandle, `${name}/`, into);
    else into.push({ path: name, file: await (child as FileSystemFileHandle).getFile() });
  }
}

function picked(options: { folder: boolean; accept: string }): Promise<Arrived[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    input.accept = options.accept;
    input.webkitdirectory = options.folder;
    input.hidden = true;
    const done = (): void => {
      resolve(fromFiles(input.files ?? []));
      input.remove();
    };
    input.addEventListener('change', done);
    input.addEventListener('cancel', done);
    // Safari forgets an input that is not on the page.
    document.body.append(input);
    input.click();
  });
}

const annotationEndings = '.json,.txt,.yaml,.yml,.names,.zip';
export const pickFiles = (): Promise<Arrived[]> => picked({ folder: false, accept: `image/*,.npy,${annotationEndings}` });
export const pickAnnotations = (): Promise<Arrived[]> => picked({ folder: false, accept: `${annotationEndings},.png` });

/** With the File System Access API where there is one: it asks once, and for nothing but reading. */
export interface PickedFolder {
  files: Arrived[];
  /** To come back to; null where the browser gives none. */
  handle: FileSystemDirectoryHandle | null;
}
export async function pickFolder(): Promise<PickedFolder> {
  const show = (window as unknown as { showDirectoryPicker?: () => Promise<FileSystemDirectoryHandle> }).showDirectoryPicker;
  if (show === undefined) return { files: await picked({ folder: true, accept: '' }), handle: null };
  let folder: FileSystemDirectoryHandle;
  try {
    folder = await show.call(window);
  } catch {
    return { files: [], handle: null };  // nothing was chosen
  }
  const all: Arrived[] = [];
  await walkHandle(folder, `${folder.name}/`, all);
  return { files: all, handle: folder };
}

/** Throws a sentence. */
export async function fromAddress(address: string): Promise<Arrived[]> {
  let url: URL;
  try {
    url = new URL(address, document.baseURI);
  } catch {
    throw new Error(`“${address}” is no address: give one that begins with https://.`);
  }
  const response = await fetch(url, { mode: 'cors', credentials: 'omit' }).catch(() => null);
  if (response === null) {
    throw new Error(
      `${url.host} does not answer, or does not let other pages read the photo: save it and drop the file here.`);
  }
  if (!response.ok) throw new Error(`${url.host} has no photo at that address (${response.status}).`);
  const file = await response.blob();
  if (!file.type.startsWith('image/'))
    throw new Error(`What lies at that address is no photo (${file.type || 'of no known kind'}): give the photo’s own address.`);
  const name = decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || 'photo';
  return [{ path: name, file }];
}
