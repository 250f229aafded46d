// The user's way, by mouse and keyboard, to a COCO file whose masks the native decoder confirms.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { decode, measure } from './coco_decode.mjs';
import { launch, modelFolder, open, patience, photoCopy, root, serve, serverProgram } from './harness.mjs';
import { replay } from './replay.mjs';

const run = promisify(execFile);
let photos, server, browser, annotator, imageId;
let exported;

before(async () => {
  photos = await photoCopy(['coffee.png', 'chelsea.png']);
  server = await serve(photos.folder);
  browser = await launch();
  // Fused multiply-adds round otherwise: bit for bit is the baseline's promise.
  annotator = await open(browser, server.address, { build: 'simd128' });
}, { timeout: patience });

after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

const options = { timeout: patience };

test('opens a photo from the list', options, async () => {
  imageId = await annotator.openImage('coffee.png');
  const state = await annotator.state();
  assert.equal(state.image.width, 600);
  assert.equal(state.image.height, 400);
  await annotator.shot('opened-dark');
});

test('adds two classes', options, async () => {
  await annotator.addClass('cup');
  await annotator.addClass('spoon');
  const { categories } = await annotator.until((s) => s.saved && s.categories.length >= 3);
  assert.deepEqual(categories.slice(-2).map((c) => c.name), ['cup', 'spoon']);
});

test('previews the mask under the pointer', options, async () => {
  await annotator.hoverAt(320, 120);
  await annotator.until((s) => s.mask === 'hover');
  await annotator.shot('hover-dark');
});

test('a click gives masks to choose from, Tab steps through them', options, async () => {
  await annotator.clickAt(320, 120);
  const first = await annotator.decoded(1);
  assert.deepEqual(first.points, [{ x: 320, y: 120, label: 1 }]);
  assert.ok(first.candidates.length >= 3);
  await annotator.shot('pending-dark');
  await annotator.page.keyboard.press('Tab');
  const next = await annotator.until((s, shown) => s.pending.shown !== shown, first.shown);
  assert.equal(next.pending.shown, (first.shown + 1) % first.candidates.length);
  await annotator.page.keyboard.press('Shift+Tab');
  await annotator.until((s, shown) => s.pending.shown === shown, first.shown);
  await annotator.click('chip:0');
  await annotator.until((s) => s.pending.shown === 0);
});

test('a second click refines, a right click excludes, a click on a point removes it', options, async () => {
  await annotator.clickAt(250, 200);
  await annotator.decoded(2);
  await annotator.clickAt(430, 300, { button: 'right' });
  const refined = await annotator.decoded(3);
  assert.deepEqual(refined.points.map((p) => p.label), [1, 1, 0]);
  await annotator.shot('refined-dark');
  await annotator.clickAt(430, 300);
  const without = await annotator.until((s) => s.pending.points.length === 2 && !s.pending.decoding);
  assert.deepEqual(without.pending.points.map((p) => p.label), [1, 1]);
  await annotator.page.keyboard.press('Control+z');
  await annotator.until((s) => s.pending.points.length === 3 && !s.pending.decoding);
});

test('accepts with the class of key 2', options, async () => {
  await annotator.page.keyboard.press('2');
  const { objects } = await annotator.accepted(1);
  const { categories } = await annotator.state();
  assert.equal(objects[0].category, categories.find((c) => c.key === '2').id);
});

test('a box shows its mask while it is dragged', options, async () => {
  await annotator.page.keyboard.press('3');
  const from = await annotator.toView(325, 180);
  const to = await annotator.toView(410, 300);
  const { mouse } = annotator.page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await annotator.until((s) => s.mask === 'pending');
  await annotator.shot('dragging-dark');
  await mouse.move(to.x, to.y, { steps: 4 });
  await mouse.up();
  const pending = await annotator.decoded(1);
  assert.equal(pending.points.length, 0);
  assert.ok(Math.abs(pending.box[0] - 325) <= 2 && Math.abs(pending.box[3] - 300) <= 2, String(pending.box));
  const { objects } = await annotator.accepted(2);
  assert.notEqual(objects[0].category, objects[1].category);
  await annotator.shot('two-objects-dark');
});

test('undo takes the object back into its prompt, redo accepts it again', options, async () => {
  const before_ = await annotator.state();
  await annotator.page.keyboard.press('Control+z');
  await annotator.until((s) => s.objects.length === 1 && s.pending !== null && s.pending.box !== null);
  await annotator.page.keyboard.press('Control+y');
  const after_ = await annotator.until((s) => s.objects.length === 2 && s.saved);
  assert.deepEqual(after_.objects.map((o) => o.uuid), before_.objects.map((o) => o.uuid));
});

test('an object is hidden, shown and chosen from the list', options, async () => {
  const { objects } = await annotator.state();
  const name = `object:${objects[0].uuid}`;
  await annotator.page.mouse.move(...Object.values(await annotator.widget(name)));
  await annotator.click(name);
  await annotator.until((s, uuid) => s.objects.find((o) => o.uuid === uuid).selected, objects[0].uuid);
  await annotator.page.keyboard.press('h');
  await annotator.until((s, uuid) => !s.objects.find((o) => o.uuid === uuid).visible, objects[0].uuid);
  await annotator.page.keyboard.press('h');
  await annotator.until((s, uuid) => s.objects.find((o) => o.uuid === uuid).visible, objects[0].uuid);
  await annotator.page.keyboard.press('Escape');
});

test('zooms about the cursor, pans and fits', options, async () => {
  const at = await annotator.toView(300, 200);
  await annotator.page.mouse.move(at.x, at.y);
  const fitted = await annotator.state();
  await annotator.page.mouse.wheel(0, -300);
  const zoomed = await annotator.until((s, scale) => s.view.scale > scale, fitted.view.scale);
  const same = await annotator.toView(300, 200);
  assert.ok(Math.hypot(same.x - at.x, same.y - at.y) < 1, 'the point under the cursor stayed there');
  await annotator.shot('zoomed-dark');
  await annotator.page.keyboard.down('Space');
  await annotator.page.mouse.down();
  await annotator.page.mouse.move(at.x + 60, at.y + 40, { steps: 3 });
  await annotator.page.mouse.up();
  await annotator.page.keyboard.up('Space');
  const panned = await annotator.until((s, x) => Math.abs(s.view.x - x - 60) < 1, zoomed.view.x);
  assert.equal(panned.pending, null, 'panning prompts nothing');
  await annotator.page.keyboard.press('Control+0');
  await annotator.until((s, scale) => Math.abs(s.view.scale - scale) < 1e-6, fitted.view.scale);
});

test('a reload brings everything back', options, async () => {
  const before_ = await annotator.state();
  await annotator.page.reload();
  await annotator.ready();
  await annotator.openImage('coffee.png');
  const after_ = await annotator.until((s) => s.objects.length === 2);
  assert.deepEqual(after_.objects.map((o) => [o.uuid, o.area, o.category]),
    before_.objects.map((o) => [o.uuid, o.area, o.category]));
  assert.deepEqual(after_.categories, before_.categories);
});

test('exports COCO by the button', options, async () => {
  const [download] = await Promise.all([annotator.page.waitForEvent('download'), annotator.click('export')]);
  await annotator.until((s) => s.toasts.some((t) => t.message.startsWith('Exported 2 objects on 1 image to')));
  const file = path.join(photos.folder, 'export.json');
  await download.saveAs(file);
  exported = JSON.parse(await readFile(file, 'utf8'));
  assert.equal(exported.annotations.length, 2);
  const byApi = await annotator.page.evaluate(() => window.maskpoint.exportCoco());
  assert.deepEqual(byApi.annotations, exported.annotations);
  const names = exported.annotations.map((a) => exported.categories.find((c) => c.id === a.category_id).name);
  assert.deepEqual(names, ['cup', 'spoon']);
  for (const annotation of exported.annotations) {
    const { area, bbox } = measure(annotation.segmentation);
    assert.equal(annotation.area, area);
    assert.deepEqual(annotation.bbox, bbox);
    assert.equal(annotation.iscrowd, 0);
  }
  // pycocotools is in no Debian or npm package, so it is asked where somebody installed it.
  const present = await run('python3', ['-c', 'import pycocotools']).then(() => true, () => false);
  if (present) await run('python3', [path.join(root, 'tests/e2e/coco_check.py'), file]);
});

test('the masks are those of the native decoder, bit for bit', options, async () => {
  const answer = await fetch(new URL(`api/v1/images/${imageId}/embedding`, server.address));
  assert.equal(answer.status, 200);
  const embedding = path.join(photos.folder, 'served-embedding.npy');
  await writeFile(embedding, Buffer.from(await answer.arrayBuffer()));
  for (const annotation of exported.annotations) {
    const native = await replay(path.join(photos.folder, 'coffee.png'), embedding, annotation.maskpoint, photos.folder);
    assert.deepEqual(annotation.segmentation, native.segmentation);
    assert.deepEqual(annotation.bbox, native.bbox);
    assert.equal(annotation.area, native.area);
  }
});

test('segment() gives what the command line gives', options, async () => {
  const answer = await annotator.page.evaluate(
    (image) => window.maskpoint.segment({ image, points: [{ x: 320, y: 120 }], multimask: true, logits: true }), imageId);
  assert.deepEqual(answer.masks.map((m) => m.index), [1, 2, 3]);
  assert.equal(Object.keys(answer.masks[0].logits).length, 256 * 256);
  const { stdout } = await run(serverProgram, [
    'segment', path.join(photos.folder, 'coffee.png'), '--model', modelFolder,
    '--embedding', path.join(photos.folder, 'served-embedding.npy'), '--point', '320,120', '--multimask']);
  assert.deepEqual(answer.masks.map((m) => m.rle), JSON.parse(stdout).masks.map((m) => m.segmentation));
});

test('nothing was logged as an error', () => {
  assert.deepEqual(annotator.errors, []);
});

test('the relaxed build is what the page takes by itself, and gives the same masks to a pixel in 100,000', options, async () => {
  const relaxed = await open(browser, server.address);
  await relaxed.openImage('coffee.png');
  const simd = () => window.maskpoint.info().simd;
  assert.equal(await relaxed.page.evaluate(simd), 'relaxed');
  assert.equal(await annotator.page.evaluate(simd), 'simd128');
  const ask = (image) => Promise.all([
    { points: [{ x: 320, y: 120 }] }, { points: [{ x: 100, y: 200 }] }, { box: [180, 60, 480, 300] },
  ].map((prompt) => window.maskpoint.segment({ image, ...prompt, multimask: true })));
  const [ours, theirs] = await Promise.all([relaxed, annotator].map((a) => a.page.evaluate(ask, imageId)));
  let pixels = 0;
  let different = 0;
  ours.forEach((answer, i) => answer.masks.forEach((mask, m) => {
    const other = decode(theirs[i].masks[m].rle);
    decode(mask.rle).forEach((pixel, at) => { different += pixel !== other[at]; });
    pixels += other.length;
  }));
  assert.equal(pixels, 9 * 600 * 400);
  assert.ok(different <= pixels / 100_000, `${different} of ${pixels} pixels differ`);
  await relaxed.close();
});
