// COCO's compressed run lengths decoded a second way, written from cocoapi's maskApi.c (rleFrString,
// rleArea, rleToBbox) and sharing nothing with the product: what pycocotools would read.

/** The pixels of a mask, column-major, 0 or 1. */
export function decode({ size: [height, width], counts }) {
  const runs = [];
  for (let at = 0; at < counts.length;) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more) {
      const code = counts.charCodeAt(at++) - 48;
      if (!(code >= 0 && code < 64)) throw new Error('A character that is not of a COCO string.');
      value += (code & 31) * 2 ** shift;
      more = (code & 32) !== 0;
      shift += 5;
      if (!more && (code & 16) !== 0) value -= 2 ** shift;
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
  }
  const pixels = new Uint8Array(height * width);
  let start = 0;
  runs.forEach((run, i) => {
    if (run < 0 || start + run > pixels.length) throw new Error('Runs beyond the image.');
    pixels.fill(i % 2, start, start + run);
    start += run;
  });
  if (start !== pixels.length) throw new Error(`Runs cover ${start} of ${pixels.length} pixels.`);
  return pixels;
}

/** Area and box of the decoded mask, box as toBbox gives it. */
export function measure(rle) {
  const pixels = decode(rle);
  const [height] = rle.size;
  let area = 0;
  let [x0, y0, x1, y1] = [Infinity, Infinity, -1, -1];
  pixels.forEach((pixel, i) => {
    if (pixel === 0) return;
    const [x, y] = [Math.floor(i / height), i % height];
    area += 1;
    [x0, y0, x1, y1] = [Math.min(x0, x), Math.min(y0, y), Math.max(x1, x), Math.max(y1, y)];
  });
  return { area, bbox: area === 0 ? [0, 0, 0, 0] : [x0, y0, x1 - x0 + 1, y1 - y0 + 1] };
}
