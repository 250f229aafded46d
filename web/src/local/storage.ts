// How much of the browser's room is used, and ways to give some back.

import type { Database } from './database.js';
import { embeddingName, type Files } from './files.js';
import { allImages, changeImage } from './images.js';

export interface Room {
  used: number;
  all: number;  // 0 where the browser does not say
  persistent: boolean;
}

export async function room(): Promise<Room> {
  const estimate: StorageEstimate = await navigator.storage.estimate?.().catch(() => ({})) ?? {};
  const persistent = await navigator.storage.persisted?.().catch(() => false) ?? false;
  return { used: estimate.usage ?? 0, all: estimate.quota ?? 0, persistent };
}

/** Asks the browser not to clear it when the disk runs short; it may say no. */
export async function keepForGood(): Promise<boolean> {
  return navigator.storage.persist?.().catch(() => false) ?? false;
}

/** They can be made again, from the photo or by dropping their files once more. */
export async function freeEmbeddings(database: Database, files: Files, project: string): Promise<void> {
  for (const image of (await allImages(database, project)).filter((row) => row.embeddingBytes > 0)) {
    await changeImage(database, project, image.id, { embeddingBytes: 0 });
    await files.remove(project, embeddingName(image.id));
  }
}

/** "1.2 GB". */
export function bytesInWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; ++unit) value /= 1000;
  return `${unit < 2 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
