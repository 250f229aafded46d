// The page without a server: a plain file host, no headers, real photos; everything is kept in the browser.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch, open, patience } from './harness.mjs';
import { drop, embeddingOf, pageHost, photo } from './local_harness.mjs';

const options = { timeout: patience };
let browser, host, annotator, chelsea, coffee;
before(async () => {
  [chelsea, coffee] = [await embeddingOf('chelsea.png'), await embeddingOf('coffee.png')];
  browser = await launch();
  host = await pageHost();
  annotator = await open(browser, host.address);
}, options);
after(async () => {
  await browser?.close();
  await host?.stop();
});

async function reload() {
  await annotator.page.reload();
  await annotator.ready();
}
const exported = () => annotator.page.evaluate(() => window.maskpoint.exportCoco());

test('a plain host without headers gives an empty project that says how to begin', options, async () => {
  const state = await annotator.until((s) => s.keptIn === 'browser' && s.widgets['open-files'] !== undefined);
  assert.equal(state.project, 'My photos');
  assert.equal(await annotator.page.evaluate(() => crossOriginIsolated), true);
  await annotator.shot('local-empty');
});

test('a dropped photo with its embedding takes clicks at once', options, async () => {
  await drop(annotator, [photo('chelsea.png'), chelsea]);
  await annotator.openImage('chelsea.png');
  await annotator.clickAt(220, 150);
  await annotator.decoded(1);
  const { objects } = await annotator.accepted(1);
  assert.equal(objects[0].id, 1);
});

test('a reload brings photo, object and pending prompt back', options, async () => {
  await annotator.clickAt(60, 40);
  const { shown } = await annotator.decoded(1);
  await annotator.journalled(['prompt'], 1);
  await reload();
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.objects.length === 1);
  assert.equal((await annotator.decoded(1)).shown, shown);
});

test('with the host gone it goes on, and exports', options, async () => {
  await host.stop();
  await reload();
  await annotator.openImage('chelsea.png');
  await annotator.decoded(1);
  await annotator.accepted(2);
  await drop(annotator, [photo('coffee.png'), coffee]);
  await annotator.openImage('coffee.png');
  await annotator.clickAt(320, 120);
  await annotator.decoded(1);
  await annotator.accepted(1);
  const coco = await exported();
  assert.deepEqual(coco.images.map((i) => i.file_name), ['chelsea.png', 'coffee.png']);
  assert.deepEqual(coco.annotations.map((a) => [a.id, a.image_id]), [[1, 1], [2, 1], [3, 2]]);
  for (const a of coco.annotations) {
    const image = coco.images.find((i) => i.id === a.image_id);
    assert.deepEqual(a.segmentation.size, [image.height, image.width]);
  }
  const [download] = await Promise.all([annotator.page.waitForEvent('download'), annotator.page.keyboard.press('Control+e')]);
  const text = JSON.parse(await readFile(await download.path(), 'utf8'));
  assert.deepEqual(text.annotations, coco.annotations);
});
