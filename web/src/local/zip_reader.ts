// The files of a zip by its own list at the end, so that nothing is guessed from what lies between them and nothing
// but the file asked for is read. (fflate reads streams, where a stored file ends at the first bytes that look like
// the next one's head.)

import { inflateSync } from 'fflate';

export interface ZipEntry {
  path: string;
  bytes(): Promise<Blob>;
}

const endLength = 22;
const longestComment = 65_535;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const entryLength = 46;
const headLength = 30;

async function viewOf(file: Blob, begin: number, end: number): Promise<DataView> {
  return new DataView(await file.slice(begin, end).arrayBuffer());
}

async function bytesAt(file: Blob, offset: number, packed: number, method: number): Promise<Blob> {
  const head = await viewOf(file, offset, offset + headLength);
  const begin = offset + headLength + head.getUint16(26, true) + head.getUint16(28, true);
  const data = file.slice(begin, begin + packed);
  if (data.size !== packed) throw new Error('The zip is cut short.');
  if (method === 0) return data;
  if (method !== 8) throw new Error('The zip is packed in a way this page does not know.');
  return new Blob([inflateSync(new Uint8Array(await data.arrayBuffer()))]);
}

/** In the order of its list; throws where it is no zip. */
export async function entriesOf(file: Blob): Promise<ZipEntry[]> {
  const tail = await viewOf(file, Math.max(0, file.size - endLength - longestComment), file.size);
  let end = tail.byteLength - endLength;
  while (end >= 0 && tail.getUint32(end, true) !== endMark) --end;
  if (end < 0) throw new Error('It is no zip, or was cut short.');
  const count = tail.getUint16(end + 10, true);
  const begin = tail.getUint32(end + 16, true);
  const list = await viewOf(file, begin, begin + tail.getUint32(end + 12, true));
  const entries: ZipEntry[] = [];
  for (let at = 0, n = 0; n < count; ++n) {
    if (list.getUint32(at, true) !== entryMark) throw new Error('The list of the zip is damaged.');
    const method = list.getUint16(at + 10, true);
    const packed = list.getUint32(at + 20, true);
    const nameLength = list.getUint16(at + 28, true);
    const offset = list.getUint32(at + 42, true);
    const name = new Uint8Array(list.buffer, at + entryLength, nameLength);
    const path = new TextDecoder().decode(name);
    if (!path.endsWith('/')) entries.push({ path, bytes: () => bytesAt(file, offset, packed, method) });
    at += entryLength + nameLength + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
  }
  return entries;
}
