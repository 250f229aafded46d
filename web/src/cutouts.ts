// An object's pixels as a picture of its own: cut out of the photo by the run lengths the core gives.

import { PixelRows } from './pixel_rows.js';

/** What the core asks for (src/formats/page/exports.cc). */
export interface CutoutPlan {
  cutout: string;  // the photo's path
  bbox: [x: number, y: number, width: number, height: number];
  counts: number[];  // down the columns of the whole image, background first
}

export interface PhotoPixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

export async function pixelsOf(photo: Blob): Promise<PhotoPixels> {
  const bitmap = await createImageBitmap(
    photo, { imageOrientation: 'from-image', premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const rgba = new Uint8Array(width * height * 4);
  let at = 0;
  for await (const band of new PixelRows().bands(bitmap)) {
    rgba.set(band, at);
    at += band.length;
  }
  bitmap.close();
  return { width, height, rgba };
}

/** A PNG. */
export async function cutOut({ bbox, counts }: CutoutPlan, photo: PhotoPixels): Promise<Uint8Array> {
  const [left, top, width, height] = bbox;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(width, height);
  const to = new Uint32Array(image.data.buffer);
  const from = new Uint32Array(photo.rgba.buffer);
  let at = 0;
  counts.forEach((count, i) => {
    for (let n = i % 2 === 0 ? count : 0; n < count; ++n) {
      const x = Math.floor((at + n) / photo.height);
      const y = (at + n) % photo.height;
      // A photo's own transparency is no object's.
      to[(y - top) * width + x - left] = (from[y * photo.width + x]! | 0xff000000) >>> 0;
    }
    at += count;
  });
  context.putImageData(image, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
