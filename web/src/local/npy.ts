// The head of a NumPy file, read before an embedding is kept; its values are the core's to check.

const shape = [1, 256, 64, 64];
const valueBytes: Record<string, number> = { '<f4': 4, '<f2': 2 };

/** A sentence that says why it is no embedding, or null. */
export async function embeddingFault(file: Blob): Promise<string | null> {
  const head = new DataView(await file.slice(0, 12).arrayBuffer());
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (head.byteLength < 12 || !magic.every((byte, i) => head.getUint8(i) === byte)) return 'it is no NumPy file';
  const long = head.getUint8(6) > 1;
  const begin = long ? 12 : 10;
  const length = long ? head.getUint32(8, true) : head.getUint16(8, true);
  const text = await file.slice(begin, begin + length).text();
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1] ?? '';
  const bytes = valueBytes[descr];
  if (bytes === undefined) return `its values are ${descr || 'unknown'}, not float32 or float16`;
  if (!/'fortran_order':\s*False/.test(text)) return 'its values are in Fortran’s order';
  const given = (/'shape':\s*\(([^)]*)\)/.exec(text)?.[1] ?? '').split(',').map(Number).filter((n) => n > 0);
  if (given.join() !== shape.join()) return `its shape is (${given.join(', ')}), not (${shape.join(', ')})`;
  const wanted = begin + length + bytes * shape.reduce((product, n) => product * n, 1);
  return file.size === wanted ? null : `it has ${file.size} bytes instead of ${wanted}: it was cut short`;
}
