// scripts/soak.sh memory: what the page holds after 500 images were opened, beside what it held after 20.
//
// Counted: JavaScript's heap after a collection, what is taken of WebAssembly's (whose memory has a fixed size),
// and the bytes of textures, buffers and decoded bitmaps that are alive, by watching who makes and frees them.

import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch, open, root, serve } from './harness.mjs';

const switches = Number(process.env.MASKPOINT_SOAK_IMAGES ?? 500), early = 20, limit = 1.05;
const sources = ['chelsea.png', 'coffee.png', 'rocket.jpg', 'astronaut.png'];
const copies = 6;

/** In the page, before anything else: keeps count of what lives outside of both heaps. */
function watchGraphics() {
  const sizes = new Map();
  let bitmaps = 0;
  window.graphicsBytes = () => ({ textures: [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0), bitmaps });
  const gl = WebGL2RenderingContext.prototype;
  const bound = new WeakMap();  // context → target → object
  const boundTo = (context, target) => bound.get(context)?.get(target);
  const wrap = (name, note) => {
    const real = gl[name];
    gl[name] = function wrapped(...args) {
      note(this, args);
      return real.apply(this, args);
    };
  };
  for (const name of ['bindTexture', 'bindBuffer'])
    wrap(name, (context, [target, object]) => {
      if (!bound.has(context)) bound.set(context, new Map());
      bound.get(context).set(target, object);
    });
  const set = (context, target, level, bytes) => {
    const object = boundTo(context, target);
    if (object && level === 0) sizes.set(object, bytes);
  };
  const bytesOf = { [0x8229]: 1, [0x822E]: 4, [0x8058]: 4, [0x1908]: 4, [0x1903]: 1 };  // R8 R32F RGBA8 RGBA RED
  wrap('texStorage2D', (context, [target, levels, format, width, height]) =>
    set(context, target, 0, width * height * (bytesOf[format] ?? 4) * (levels > 1 ? 4 / 3 : 1)));
  wrap('texImage2D', (context, args) => {
    const [target, level, format] = args;
    const source = args[args.length - 1];
    const [width, height] = args.length >= 9 ? [args[3], args[4]] : [source.width, source.height];
    set(context, target, level, width * height * (bytesOf[format] ?? 4));
  });
  // The core names a part of its whole heap.
  wrap('bufferData', (context, [target, data, , , length]) =>
    set(context, target, 0, typeof data === 'number' ? data : (length ?? data?.byteLength ?? 0)));
  for (const name of ['deleteTexture', 'deleteBuffer'])
    wrap(name, (_context, [object]) => { sizes.delete(object); });
  const make = window.createImageBitmap;
  window.createImageBitmap = async (...args) => {
    const bitmap = await make.apply(window, args);
    const bytes = bitmap.width * bitmap.height * 4;
    bitmaps += bytes;
    const close = bitmap.close.bind(bitmap);
    let open = true;
    bitmap.close = () => {
      if (open) bitmaps -= bytes;
      open = false;
      close();
    };
    return bitmap;
  };
}

async function measure(annotator, devtools) {
  await annotator.page.waitForTimeout(500);  // thumbnails and encodes ahead come to rest
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { graphics, heap } = await annotator.page.evaluate(
    () => ({ graphics: window.graphicsBytes(), heap: window.maskpoint.info().heapBytes }));
  const parts = { javascript: usedSize, webassembly: heap, ...graphics };
  return { ...parts, all: Object.values(parts).reduce((sum, bytes) => sum + bytes, 0) };
}

const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(2).padStart(8);
const line = (what, sizes) => console.log(
  `${what.padEnd(12)} ${Object.entries(sizes).map(([name, bytes]) => `${name} ${megabytes(bytes)}`).join('  ')} MB`);

async function main() {
  const folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-memory-'));
  const images = [];
  for (let i = 0; i < copies; ++i)
    for (const source of sources) {
      images.push(`${i}-${source}`);
      await copyFile(path.join(root, 'build/deps/photos', source), path.join(folder, images.at(-1)));
    }
  const server = await serve(folder);
  const browser = await launch();
  let annotator = null;
  try {
    annotator = await open(browser, server.address, { prepare: watchGraphics });
    const devtools = await annotator.page.context().newCDPSession(annotator.page);
    await annotator.until((s) => s.images.length === images.length);
    const ids = (await annotator.state()).images.map((image) => image.id);
    await annotator.click('encode-all');
    await annotator.until((s) => s.images.every((image) => image.embedding === 'ready'));
    let at = ids.indexOf((await annotator.state()).image.id), step = 1, first = null;
    for (let i = 1; i <= switches; ++i) {
      if (at + step < 0 || at + step >= ids.length) step = -step;
      at += step;
      await annotator.page.keyboard.press(step > 0 ? 'd' : 'a');
      await annotator.until((s, id) => s.image?.id === id && s.image.ready && s.image.pixels, ids[at]);
      if (i % 5 === 0) {  // a mask, taken back
        await annotator.clickAt(150 + (i % 7) * 20, 120);
        await annotator.decoded(1);
        await annotator.page.keyboard.press('Escape');
        await annotator.until((s) => s.pending === null);
      }
      if (i === early) line(`after ${early}`, (first = await measure(annotator, devtools)));
      else if (i % 100 === 0 && i < switches) line(`after ${i}`, await measure(annotator, devtools));
    }
    const last = await measure(annotator, devtools);
    line(`after ${switches}`, last);
    const share = last.all / first.all;
    console.log(`${(share * 100 - 100).toFixed(1)} % more than after ${early} images (at most ${(limit * 100 - 100).toFixed(0)})`);
    if (share > limit) process.exitCode = 1;
  } finally {
    for (const error of annotator?.errors ?? []) console.error(`the page says: ${error}`);
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
