// Which of the files that came are photos, which are embeddings, and whose. Paths have no leading slash.

export interface Arrived {
  path: string;
  file: Blob;
}

export type Kind = 'photo' | 'embedding' | 'annotations' | 'project' | 'ignored' | 'other';

const photoEndings = /\.(jpe?g|png|webp|gif|bmp|avif|jfif|tiff?|heic)$/i;

export function kindOf({ path, file }: Arrived): Kind {
  const parts = path.split('/');
  // What systems and programs leave in folders, our own server's among them.
  if (parts.some((part) => part.startsWith('.')) || /^(thumbs\.db|desktop\.ini)$/i.test(parts.at(-1)!)) return 'ignored';
  if (/\.npy$/i.test(path)) return 'embedding';
  if (/\.zip$/i.test(path)) return 'project';
  if (/\.(json|txt|ya?ml|names)$/i.test(path)) return 'annotations';
  return photoEndings.test(path) || file.type.startsWith('image/') ? 'photo' : 'other';
}

/** Where the embedding of a photo may lie, best first: what `maskpoint embed` and Meta's scripts write. */
export function embeddingPathsOf(photo: string): string[] {
  const slash = photo.lastIndexOf('/') + 1;
  const folder = photo.slice(0, slash);
  const name = photo.slice(slash);
  const stem = name.replace(/\.[^.]+$/, '');
  const places = [folder, `${folder}embeddings/`, ...(folder === '' ? [] : [`embeddings/${folder}`])];
  return places.flatMap((place) => [`${place}${name}.npy`, `${place}${stem}.npy`]);
}

/** The photo of each embedding: an index into `photos`; what belongs to none is left out. */
export function pair(photos: string[], embeddings: string[]): Map<number, number> {
  const at = new Map(embeddings.map((path, i) => [path, i]));
  const pairs = new Map<number, number>();
  photos.forEach((photo, i) => {
    const path = embeddingPathsOf(photo).find((candidate) => at.has(candidate));
    if (path !== undefined) pairs.set(i, at.get(path)!);
  });
  return pairs;
}

/** A folder that everything came in is the project itself: names in it are relative to it, as a server's are. */
export function withoutCommonFolder(paths: string[]): string[] {
  const first = paths[0]?.split('/')[0];
  const common = paths.length > 0 && paths.every((path) => path.includes('/') && path.split('/')[0] === first);
  return common ? paths.map((path) => path.slice(first!.length + 1)) : paths;
}

/** "a/photo.jpg" → "a/photo (2).jpg", until it is free. */
export function freePath(wanted: string, taken: ReadonlySet<string>): string {
  const [, stem, ending] = /^(.*?)(\.[^./]*)?$/.exec(wanted)!;
  let path = wanted;
  for (let n = 2; taken.has(path); ++n) path = `${stem} (${n})${ending ?? ''}`;
  return path;
}
