// The decoder in Chromium, without the page around it: the bits of the native baseline build, for one and
// for two threads (tests/sam/same_bits.h has the numbers, and asks them of the native build and of Node).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, modelFolder, patience, root } from './harness.mjs';
import { fileIn, staticHost } from './static_host.mjs';

const folders = { page: path.join(root, 'tests/bench/page'), bench: path.join(root, 'build/bench'), model: modelFolder };
const paths = { Automatic: 0, Float32: 1 };  // sam::DecoderPath
let server, browser, page, golden;

before(async () => {
  server = await staticHost(async (name) => {
    const [first, ...rest] = name.split('/');
    if (name === '') return Buffer.from('<!doctype html><title>decoder</title>');
    return Object.hasOwn(folders, first) ? fileIn(folders[first], rest.join('/')) : null;
  });
  browser = await launch();
  page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(server.address);
  const header = await readFile(path.join(root, 'tests/sam/same_bits.h'), 'utf8');
  golden = Object.fromEntries([...header.matchAll(/kSameBits(\w+) = (\d+)u;/g)].map(([, name, number]) => [name, number]));
  assert.deepEqual(Object.keys(golden).sort(), Object.keys(paths));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const threads of [1, 2]) {
  test(`Chromium decodes to the same bits with ${threads} thread${threads > 1 ? 's' : ''}`, async () => {
    const bits = await page.evaluate(async ({ count, numbers }) => {
      const { Engine } = await import('/page/engine.mjs');
      const engine = new Engine('ours.worker.mjs', 'simd128');
      await engine.call('start', {
        module: '/bench/decoder-simd128.mjs', threads: count, weights: '/model/decoder.safetensors', prompts: [],
        image: { embedding: new Float32Array(256 * 64 * 64), size: [640, 480] },
      });
      const found = {};
      for (const [name, number] of Object.entries(numbers)) found[name] = await engine.call('sameBits', number);
      engine.close();
      return found;
    }, { count: threads, numbers: paths });
    assert.deepEqual(bits, golden);
  });
}
