// Image pixels stay on this side: decoded by the browser into ImageBitmaps and copied, rectangle by
// rectangle, straight into the core's GL textures. EXIF orientation is applied.

import type { Bridge, PictureSpec } from './bridge.js';

// Textures are colour data as the file has them: no conversion, no premultiplication.
const bitmapOptions: ImageBitmapOptions = {
  imageOrientation: 'from-image',
  premultiplyAlpha: 'none',
  colorSpaceConversion: 'default',
};

const thumbnailSide = 128;
const thumbnailsAtOnce = 4;

export async function decodeImage(source: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(source, bitmapOptions);
  } catch {
    throw new Error('This image can’t be decoded: the file is damaged or of a kind the browser does not know.');
  }
}

// From this many pixels on, a part is cut out before it is uploaded: a browser that is given a rectangle of
// a large bitmap reads all of it (57 ms for each tile of 100 megapixels in Chromium, against 17 in two steps).
const cutFrom = 16_000_000;

/** A part of a large image on its way to its texture. */
interface Part {
  at: string;
  bitmap: ImageBitmap | null;  // until it is cut
}

export class Pixels {
  private readonly parts = new Map<number, Part>();
  private readonly bitmaps = new Map<number, ImageBitmap>();
  private readonly sources = new Map<number, Blob>();
  private readonly wanted = new Set<number>();
  private readonly thumbnailsAsked = new Map<number, AbortController>();
  private readonly thumbnailsWaiting: (() => void)[] = [];
  private thumbnailsRunning = 0;

  constructor(
    private readonly gl: () => WebGL2RenderingContext, private readonly bridge: () => Bridge,
    private readonly thumbnails: (image: number, signal: AbortSignal) => Promise<Blob>) {}

  /** Keeps a local image's file for when it is opened. */
  keep(image: number, source: Blob): void {
    this.sources.set(image, source);
  }

  /** A local image's file. */
  source(image: number): Blob | undefined {
    return this.sources.get(image);
  }

  async open(image: number, fetchFile: (image: number) => Promise<Blob>): Promise<void> {
    this.wanted.add(image);
    try {
      const bitmap = await decodeImage(this.sources.get(image) ?? (await fetchFile(image)));
      if (!this.wanted.has(image)) {
        bitmap.close();
        return;
      }
      this.bitmaps.get(image)?.close();
      this.bitmaps.set(image, bitmap);
      this.bridge().tell({ type: 'pixels', image, width: bitmap.width, height: bitmap.height });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.bridge().tell({ type: 'pixelsFailed', image, message });
    }
  }

  close(image: number): void {
    this.wanted.delete(image);
    this.bitmaps.get(image)?.close();
    this.bitmaps.delete(image);
    this.parts.get(image)?.bitmap?.close();
    this.parts.delete(image);
  }

  /** The part if it is ready; else it will be when it is asked for again. */
  private part(
    image: number, whole: ImageBitmap, x: number, y: number, width: number, height: number): ImageBitmap | null {
    const at = `${x} ${y} ${width} ${height}`;
    const known = this.parts.get(image);
    if (known?.at === at) return known.bitmap;
    known?.bitmap?.close();
    const part: Part = { at, bitmap: null };
    this.parts.set(image, part);
    void createImageBitmap(whole, x, y, width, height, { premultiplyAlpha: 'none' }).then((bitmap) => {
      if (this.parts.get(image) === part) part.bitmap = bitmap;
      else bitmap.close();
    }, () => {
      if (this.parts.get(image) === part) this.parts.delete(image);
    });
    return null;
  }

  upload(
    image: number, texture: number, x: number, y: number, width: number, height: number, toX: number,
    toY: number): number {
    const bitmap = this.bitmaps.get(image);
    const name = this.bridge().texture(texture);
    if (bitmap === undefined || name === null) return 0;
    const cut = bitmap.width * bitmap.height >= cutFrom;
    const part = cut ? this.part(image, bitmap, x, y, width, height) : null;
    if (cut && part === null) return 0;
    const gl = this.gl();
    gl.bindTexture(gl.TEXTURE_2D, name);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    if (part !== null) {
      gl.texSubImage2D(gl.TEXTURE_2D, 0, toX, toY, width, height, gl.RGBA, gl.UNSIGNED_BYTE, part);
      part.close();
      this.parts.delete(image);
      return 1;
    }
    // A rectangle of an ImageBitmap: the skip parameters say where it begins, the size how far it goes.
    gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, x);
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, toX, toY, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 0);
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
    return 1;
  }

  async picture(picture: number, what: PictureSpec): Promise<void> {
    let source: ImageBitmap | HTMLCanvasElement | null = null;
    if (what.type === 'text') {
      source = textPicture(what);
    } else {
      const abort = new AbortController();
      this.thumbnailsAsked.set(picture, abort);
      try {
        source = await this.inTurn(abort.signal, () => this.thumbnail(what.image, abort.signal));
      } catch {
        // A thumbnail that can't be had leaves its row without one: the list says what is wrong with it.
      }
      this.thumbnailsAsked.delete(picture);
      if (abort.signal.aborted) {
        if (source instanceof ImageBitmap) source.close();
        return;
      }
    }
    const gl = this.gl();
    const texture = source === null || source.width === 0 ? null : gl.createTexture();
    if (source === null || texture === null) {
      this.bridge().tell({ type: 'picture', picture, texture: 0, width: 0, height: 0 });
      return;
    }
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, source);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    const { width, height } = source;
    if (source instanceof ImageBitmap) source.close();
    this.bridge().tell(
      { type: 'picture', picture, texture: this.bridge().nameTexture(texture), width, height });
  }

  /** Its row was scrolled past: it is not loaded, and not answered. */
  cancelPicture(picture: number): void {
    this.thumbnailsAsked.get(picture)?.abort();
    this.thumbnailsAsked.delete(picture);
  }

  /** A few at a time, the newest first: those are on the screen. */
  private async inTurn<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.thumbnailsRunning >= thumbnailsAtOnce)
      await new Promise<void>((resolve) => { this.thumbnailsWaiting.push(resolve); });
    else
      ++this.thumbnailsRunning;
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.thumbnailsWaiting.pop();
      if (next !== undefined) next();
      else --this.thumbnailsRunning;
    }
  }

  freePicture(texture: number): void {
    this.gl().deleteTexture(this.bridge().takeTexture(texture));
  }

  private async thumbnail(image: number, signal: AbortSignal): Promise<ImageBitmap> {
    const source = this.sources.get(image);
    if (source === undefined) return createImageBitmap(await this.thumbnails(image, signal), bitmapOptions);
    const whole = await decodeImage(source);
    const scale = Math.min(1, thumbnailSide / Math.max(whole.width, whole.height));
    const small = await createImageBitmap(whole, {
      resizeWidth: Math.max(1, Math.round(whole.width * scale)),
      resizeHeight: Math.max(1, Math.round(whole.height * scale)),
      resizeQuality: 'medium',
    });
    whole.close();
    return small;
  }
}

/** White on transparent, the baseline at 0.8 of the height, as ui/interface.h asks. */
function textPicture(what: { text: string; em: number; weight: number; ratio: number }): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const size = what.em * what.ratio;
  const font = `${what.weight} ${size}px Inter, system-ui, sans-serif`;
  let context = canvas.getContext('2d')!;
  context.font = font;
  canvas.width = Math.min(2048, Math.max(1, Math.ceil(context.measureText(what.text).width)));
  canvas.height = Math.max(1, Math.ceil(size * 1.4));
  context = canvas.getContext('2d')!;
  context.font = font;
  context.fillStyle = '#fff';
  context.fillText(what.text, 0, Math.round(canvas.height * 0.8));
  return canvas;
}
