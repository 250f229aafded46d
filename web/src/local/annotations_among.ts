// Which of the files that came are annotations. Told of text files by their lines, of PNGs (masks, not photos) by what
// they are, where they lie and whose name they have.

import { type Arrived, kindOf } from './pairing.js';

/** Grey or of a palette, as masks are; read from the head alone. */
async function maskLike({ path, file }: Arrived): Promise<boolean> {
  if (!/\.png$/i.test(path)) return false;
  const head = new DataView(await file.slice(0, 26).arrayBuffer());
  return head.byteLength === 26 && head.getUint32(0) === 0x89504e47 && [0, 3].includes(head.getUint8(25));
}

const stemOf = (path: string): string => path.split('/').at(-1)!.replace(/\.[^.]+$/, '');
const maskFolder = /(^|\/)(masks?|labels?|annotations?|segmentation(class|object)?|instances?)\//i;

/**
 * Those of the photos that are masks of others: of the kind that masks are, and either in a folder for masks, or beside
 * a photo of their name that is no PNG. Grey photos in folders of their own stay photos. `known` are the project's.
 */
async function masksAmong(photos: Arrived[], known: string[]): Promise<Set<Arrived>> {
  const masks = new Set<Arrived>();
  const alike: Arrived[] = [];
  for (const photo of photos) if (await maskLike(photo)) alike.push(photo);
  if (alike.length === 0) return masks;
  const others = [...known, ...photos.map(({ path }) => path).filter((path) => !maskFolder.test(path))];
  const stems = new Set(others.map(stemOf));
  const notPng = new Set(others.filter((path) => !/\.png$/i.test(path)).map(stemOf));
  for (const photo of alike) {
    const stem = stemOf(photo.path);
    // "a.jpg.png" is a mask of a.jpg where there is an a.png as well.
    const named = (set: ReadonlySet<string>): boolean => set.has(stem) || set.has(stemOf(stem));
    if (maskFolder.test(photo.path) ? named(stems) : named(notPng)) masks.add(photo);
  }
  return masks;
}

const lists = /(^|\/)(classes|labels|obj)\.(txt|names)$/i;
const yoloLine = /^\s*\d+(\s+[-+\d.eE]+){4,}\s*$/;

/** Lines of YOLO's, or none at all beside a photo: then there is nothing on it. */
async function isYolo({ path, file }: Arrived, stems: ReadonlySet<string>): Promise<boolean> {
  if (lists.test(path)) return true;
  const first = (await file.slice(0, 4096).text()).split('\n').find((line) => line.trim() !== '');
  return first === undefined ? stems.has(stemOf(path)) : yoloLine.test(first.slice(0, 2000)) || stems.has(stemOf(path));
}

export async function annotationsAmong(arrived: Arrived[], known: string[]): Promise<Set<Arrived>> {
  const photos = arrived.filter((item) => kindOf(item) === 'photo');
  const found = await masksAmong(photos, known);
  const stems = new Set([...known, ...photos.map(({ path }) => path)].map(stemOf));
  for (const item of arrived) {
    if (kindOf(item) !== 'annotations') continue;
    if (!/\.txt$/i.test(item.path) || (await isYolo(item, stems))) found.add(item);
  }
  return found;
}
