// The encoder in the page: embeddings and masks as the server's, weights that arrive damaged or not at all.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { decode } from './coco_decode.mjs';
import { launch, modelFolder, open, patience, root, serverProgram, webFolder } from './harness.mjs';
import { fileIn, staticHost } from './static_host.mjs';

const options = { timeout: patience };
const run = promisify(execFile);
const photoFolder = path.join(root, 'build/deps/photos');
let browser;
before(async () => { browser = await launch(); }, options);
after(() => browser?.close());

/** The page and some photos on a plain host; `change` may answer a path itself, and is told of every one. */
function host(change = () => null) {
  return staticHost(async (name) => change(name) ??
    (name.startsWith('photos/') ? fileIn(photoFolder, name.slice(7)) : fileIn(webFolder, name || 'index.html')));
}

/** Values of a float16 .npy of one embedding. */
function valuesOf(npy) {
  const start = 10 + npy.readUInt16LE(8);
  return Array.from({ length: (npy.length - start) / 2 }, (_, i) => {
    const bits = npy.readUInt16LE(start + 2 * i);
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
    return bits & 0x8000 ? -size : size;
  });
}

/** By the worker itself, as web/src/encoder.ts asks it. */
function embeddingInPage(page, url) {
  return page.evaluate(async (address) => {
    const image = await (await fetch(address)).blob();
    const worker = new Worker('/encoder.mjs', { type: 'module' });
    const answer = await new Promise((resolve) => {
      worker.onmessage = ({ data }) => { if (data.type === 'done' || data.type === 'failed') resolve(data); };
      worker.postMessage({ type: 'encode', job: 1, image, threads: 2 });
    });
    worker.terminate();
    if (answer.type === 'failed') throw new Error(answer.message);
    return Array.from(new Uint8Array(answer.npy));
  }, url);
}

const clicks = { 'coffee.png': [[320, 120], [250, 200], [430, 300]], 'rocket.jpg': [[320, 200], [100, 100]] };

/** Where its embedding lies. */
async function embedOnServer(photo, folder) {
  await run(serverProgram, [
    'embed', path.join(photoFolder, photo), '-o', folder, '--dtype', 'f16', '--model', modelFolder]);
  return path.join(folder, `${photo}.npy`);
}

async function maskOnServer(photo, embedding, [x, y]) {
  const { stdout } = await run(serverProgram, [
    'segment', path.join(photoFolder, photo), '--embedding', embedding, '--point', `${x},${y}`, '--model', modelFolder]);
  return decode(JSON.parse(stdout).masks[0].segmentation);
}

test('masks of embeddings made in the page are the server’s', options, async () => {
  const server = await host();
  const annotator = await open(browser, server.address);
  const folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-'));
  let different = 0, pixels = 0;
  for (const [photo, points] of Object.entries(clicks)) {
    const embedding = await embedOnServer(photo, folder);
    const { id } = await annotator.page.evaluate((url) => window.maskpoint.openImage(url), `photos/${photo}`);
    await annotator.until((s, image) => s.image?.id === image && s.image.ready, id);
    for (const point of points) {
      const { masks } = await annotator.page.evaluate(
        ([image, x, y]) => window.maskpoint.segment({ image, points: [{ x, y }] }), [id, ...point]);
      const ours = decode(masks[0].rle), theirs = await maskOnServer(photo, embedding, point);
      ours.forEach((pixel, i) => { if (pixel !== theirs[i]) different += 1; });
      pixels += ours.length;
    }
  }
  console.log(`${different} of ${pixels} pixels differ`);
  assert.ok(different * 1000 <= pixels);
  const { encoder } = await annotator.page.evaluate(() => window.maskpoint.info());
  assert.match(encoder, /MobileSAM in this page \((WASM|WebGPU)\)/);
  await annotator.shot('encoder-in-page');
  await annotator.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

test('an embedding made by the page’s worker is the server’s', options, async () => {
  const server = await host();
  const page = await browser.newPage();
  await page.goto(new URL('builds.json', server.address).href);  // an isolated page without the annotator
  const folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-'));
  const theirs = valuesOf(await readFile(await embedOnServer('chelsea.png', folder)));
  const ours = valuesOf(Buffer.from(await embeddingInPage(page, '/photos/chelsea.png')));
  assert.equal(ours.length, 256 * 64 * 64);
  const largest = ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i])), 0);
  console.log(`embeddings differ by at most ${largest.toExponential(1)}`);
  assert.ok(largest < 2e-2);
  await page.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Lets a test end the encoder's worker as a browser does that runs out of memory. */
function watchEncoder() {
  const Real = Worker;
  window.Worker = class extends Real {
    constructor(url, settings) {
      super(url, settings);
      if (settings?.name === 'encoder') window.encoderWorker = this;
    }
  };
}

test('weights that arrive damaged are said and not kept; sound ones are downloaded once', options, async () => {
  const sound = await readFile(path.join(webFolder, 'models/encoder.f16.onnx'));
  const damaged = Buffer.from(sound);
  damaged[sound.length >> 1] ^= 1;
  let give = sound.subarray(0, sound.length >> 1);
  let asked = 0;
  const server = await host((name) => {
    if (name !== 'models/encoder.f16.onnx') return null;
    asked += 1;
    return give;
  });
  const annotator = await open(browser, server.address, { prepare: watchEncoder });
  const failure = (photo = 'chelsea.png') => annotator.page.evaluate(
    (name) => window.maskpoint.openImage(`photos/${name}`).then(() => '', (error) => error.message), photo);
  assert.match(await failure(), /download.*again\.$/);
  give = damaged;
  assert.match(await failure(), /damaged.*reload/);
  give = sound;
  assert.equal(await failure(), '');
  assert.equal(asked, 3);
  await annotator.page.reload();
  await annotator.ready();
  assert.equal(await failure(), '');
  assert.equal(asked, 3, 'a second visit downloads nothing');
  // What was kept has been damaged since: found out, and downloaded anew.
  await annotator.page.evaluate(async () => {
    const cache = await caches.open('maskpoint-weights');
    const [key] = await cache.keys();
    const bytes = new Uint8Array(await (await cache.match(key)).arrayBuffer());
    bytes[1000] ^= 1;
    await cache.put(key, new Response(bytes));
  });
  await annotator.page.reload();
  await annotator.ready();
  assert.equal(await failure('coffee.png'), '');
  assert.equal(asked, 4, 'a damaged copy is not used');
  // The worker is gone in the middle of its work: said, and the next try begins a new one.
  const stopped = failure('rocket.jpg');
  await annotator.until((s) => s.images.some((i) => i.fileName === 'rocket.jpg' && i.embedding === 'encoding'));
  await annotator.page.evaluate(() => {
    window.encoderWorker.terminate();
    window.encoderWorker.dispatchEvent(new ErrorEvent('error', { cancelable: true }));
  });
  assert.match(await stopped, /encoder stopped, perhaps for want of memory.*again\.$/);
  assert.equal(await failure('rocket.jpg'), '');
  assert.equal(asked, 4);
  await annotator.close();
  await server.stop();
});
