// COCO's run lengths, as far as what is stored must be checked: `area` and `bbox` must say what the mask says.
// The masks themselves are the core's (src/mask).

export interface Measures {
  area: number;
  bbox: [x: number, y: number, width: number, height: number];
}

/** The counts of a compressed string, or null where it is no such thing. */
export function decodeCounts(text: string): number[] | null {
  const counts: number[] = [];
  let at = 0;
  while (at < text.length) {
    let value = 0;
    let bits = 0;
    for (;;) {
      if (at >= text.length || bits > 30) return null;
      const code = text.charCodeAt(at++) - 48;
      if (code < 0 || code > 63) return null;
      value |= (code & 0x1f) << bits;
      bits += 5;
      if ((code & 0x20) !== 0) continue;
      if ((code & 0x10) !== 0 && bits < 32) value |= -1 << bits;
      break;
    }
    if (counts.length > 2) value += counts[counts.length - 2]!;
    if (value < 0) return null;
    counts.push(value);
  }
  return counts;
}

/** Null where the counts do not cover the image. Runs go down the columns, background first. */
export function measure(counts: number[], width: number, height: number): Measures | null {
  let at = 0;
  let area = 0;
  let left = -1;
  let right = 0;
  let top = height;
  let bottom = 0;
  counts.forEach((count, i) => {
    const begin = at;
    at += count;
    if (i % 2 === 0 || count === 0) return;
    area += count;
    const first = Math.floor(begin / height);
    const last = Math.floor((at - 1) / height);
    if (left < 0) left = first;
    right = last;
    // A run over the foot of a column goes on at the head of the next.
    top = first === last ? Math.min(top, begin % height) : 0;
    bottom = first === last ? Math.max(bottom, (at - 1) % height) : height - 1;
  });
  if (at !== width * height) return null;
  return { area, bbox: left < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1] };
}
