// Prompting as a user has it: box edges dragged, tightness slid, objects reopened and copied on, masks kept
// apart, the history; then the same page under fingers.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

let photos, server, browser, annotator, page;
const options = { timeout: patience };

before(async () => {
  photos = await photoCopy(['coffee.png', 'chelsea.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address, { build: 'simd128' });
  ({ page } = annotator);
  // The first is the last of the list: chelsea comes before it.
  await annotator.openImage('chelsea.png');
}, options);

after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

const settled = (state) => state.pending !== null && !state.pending.decoding;

async function drag(from, to, shotName) {
  // To the middle of the pixels.
  const a = await annotator.toView(from[0] + 0.5, from[1] + 0.5), b = await annotator.toView(to[0] + 0.5, to[1] + 0.5);
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 3 });
  await page.mouse.move(b.x, b.y, { steps: 3 });
  if (shotName !== undefined) {
    await annotator.until((s) => s.mask === 'pending');
    await annotator.shot(shotName);
  }
  await page.mouse.up();
}

test('an edge and a corner of the box are dragged, each one step of undo', options, async () => {
  await drag([120, 20], [380, 260]);
  const first = await annotator.decoded(1);
  assert.deepEqual(first.box, [120, 20, 380, 260]);
  const edge = await annotator.toView(380, 140);
  await page.mouse.move(edge.x, edge.y);
  await page.waitForFunction(() => document.querySelector('#canvas').style.cursor === 'ew-resize');
  await drag([380, 140], [430, 150], 'prompting-edge-dark');
  let state = await annotator.until((s) => s.pending.box[2] !== 380 && !s.pending.decoding);
  assert.deepEqual(state.pending.box, [120, 20, 430, 260]);
  const corner = await annotator.toView(120, 260);
  await page.mouse.move(corner.x, corner.y);
  await page.waitForFunction(() => document.querySelector('#canvas').style.cursor === 'nesw-resize');
  await drag([120, 260], [100, 290]);
  state = await annotator.until((s) => s.pending.box[0] !== 120 && !s.pending.decoding);
  assert.deepEqual(state.pending.box, [100, 20, 430, 290]);
  const { undo } = state;
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  state = await annotator.until((s) => s.undo === 1 && settled(s));
  assert.deepEqual(state.pending.box, [120, 20, 380, 260]);
  assert.equal(undo, 3);
});

test('a point joins the box and the masks are named by area', options, async () => {
  await annotator.clickAt(300, 120);
  const pending = await annotator.decoded(2);
  assert.deepEqual(pending.box, [120, 20, 380, 260]);
  assert.deepEqual(pending.points, [{ x: 300, y: 120, label: 1 }]);
  assert.deepEqual(pending.candidates.map((c) => c.name), ['overall', 'whole', 'part', 'subpart']);
  const areas = pending.candidates.slice(1).map((c) => c.area);
  assert.deepEqual(areas, [...areas].sort((a, b) => b - a));
});

async function slideTo(share, shotName) {
  const { widgets } = await annotator.state();
  const [x, y, width, height] = widgets.tightness;
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * share, y + height / 2, { steps: 4 });
  if (shotName !== undefined) {
    await annotator.until((s) => s.pending.threshold !== 0);
    await annotator.shot(shotName);
  }
  await page.mouse.up();
}

test('tightness is slid, undone, set again and saved with the object', options, async () => {
  const loose = (await annotator.state()).pending;
  await slideTo(0.62, 'prompting-tightness-dark');
  let state = await annotator.until((s) => s.pending.threshold > 1);
  assert.ok(state.pending.candidates[state.pending.shown].area < loose.candidates[loose.shown].area);
  await page.keyboard.press('Control+z');
  await annotator.until((s) => s.pending.threshold === 0);
  await page.keyboard.press('Control+y');
  await annotator.until((s) => s.pending.threshold > 1);
  const { objects } = await annotator.accepted(1);
  const coco = await page.evaluate(() => window.maskpoint.exportCoco());
  const { maskpoint } = coco.annotations[0];
  assert.ok(maskpoint.threshold > 1 && maskpoint.threshold < 4, String(maskpoint.threshold));
  assert.equal(String(maskpoint.threshold).length <= 3, true);

  // A selected object is reopened by its slider; the double click resets.
  await annotator.click(`object:${objects[0].uuid}`);
  await annotator.click('tightness');
  await annotator.until((s) => settled(s) && s.pending.replaces === s.objects[0].uuid);
  const slider = await annotator.widget('tightness');
  await page.mouse.dblclick(slider.x + 20, slider.y);
  state = await annotator.until((s) => settled(s) && s.pending.threshold === 0);
  assert.equal(state.pending.replaces, objects[0].uuid);
  await page.keyboard.press('Enter');
  state = await annotator.until((s) => s.pending === null && s.saved && s.objects[0].area !== objects[0].area);
  assert.ok(state.objects[0].area > objects[0].area);
  assert.equal(state.objects[0].id, objects[0].id);
});

test('a double click reopens an object, Esc leaves it as it was', options, async () => {
  const before_ = (await annotator.state()).objects[0];
  await page.keyboard.press('v');
  const at = await annotator.toView(300.5, 120.5);
  await page.mouse.dblclick(at.x, at.y);
  const { pending } = await annotator.until(settled);
  assert.equal(pending.replaces, before_.uuid);
  assert.equal(pending.points.length, 1);
  await annotator.clickAt(200, 200, { button: 'right' });
  await annotator.until((s) => settled(s) && s.pending.steps === 3);
  await annotator.shot('prompting-reopened-dark');
  await page.keyboard.press('Escape');
  const after_ = await annotator.until((s) => s.pending === null);
  assert.deepEqual(after_.objects[0].area, before_.area);
});

test('the history is listed and jumped in', options, async () => {
  const { undo, redo } = await annotator.state();
  assert.equal(redo, 0);
  await annotator.click('history');
  await annotator.until((s) => s.widgets['history:2'] !== undefined);
  await annotator.shot('prompting-history-dark');
  await annotator.click('history:2');
  const state = await annotator.until((s) => s.undo === 2 && settled(s));
  assert.equal(state.objects.length, 0);
  await annotator.click(`history:${undo}`);
  await annotator.until((s) => s.undo === undo && s.objects.length === 1);
  await page.keyboard.press('Escape');
  await annotator.until((s) => s.widgets['history:2'] === undefined && s.saved);
});

test('masks keep apart: two cats share no pixel, and undo heals both', options, async () => {
  await annotator.click('overlap');
  await annotator.click('overlap:yield');
  await annotator.until((s) => s.settings.overlap === 'yield');
  await page.keyboard.press('q');
  await drag([60, 150], [250, 299]);
  await annotator.until(settled);
  const { objects } = await annotator.accepted(2);
  const masks = await page.evaluate(async () => (await window.maskpoint.exportCoco()).annotations.map((a) => a.area));
  assert.deepEqual(masks, objects.map((o) => o.area));
  await annotator.shot('prompting-apart-dark');
  assert.equal(await sharedPixels(), 0);
  const before_ = objects;
  await page.keyboard.press('Control+z');
  await annotator.until((s) => s.objects.length === 1 && settled(s));
  await page.keyboard.press('Control+y');
  const again = await annotator.until((s) => s.objects.length === 2 && s.saved);
  assert.deepEqual(again.objects.map((o) => o.area), before_.map((o) => o.area));
});

async function sharedPixels() {
  const { decode } = await import('./coco_decode.mjs');
  const { annotations } = await page.evaluate(() => window.maskpoint.exportCoco());
  const [a, b] = annotations.map((annotation) => decode(annotation.segmentation));
  let shared = 0;
  for (let i = 0; i < a.length; ++i) shared += a[i] & b[i];
  return shared;
}

test('objects are copied to the next image and prompted anew there', options, async () => {
  const state = await annotator.state();
  const classes = state.objects.map((o) => o.category);
  await page.keyboard.press('Control+Shift+D');
  await annotator.until((s) => s.image.fileName === 'coffee.png');
  const copied = await annotator.until((s) => s.objects.length > 0 && s.copying === null && s.saved);
  assert.deepEqual(copied.objects.map((o) => o.category), classes.slice(0, copied.objects.length));
  assert.ok(copied.objects.every((o) => o.selected));
  assert.match(copied.toasts.at(-1).message, /Copied \d objects? to coffee\.png/);
  await annotator.shot('prompting-copied-dark');
  assert.equal(copied.undo, 1);
  await page.keyboard.press('Control+z');
  await annotator.until((s) => s.objects.length === 0 && s.saved);
});

// --- fingers, as the browser itself delivers them ---

let touch;
async function fingers(type, ...points) {
  touch ??= await page.context().newCDPSession(page);
  await touch.send('Input.dispatchTouchEvent', {
    type, touchPoints: points.map(({ x, y }, id) => ({ x, y, id })),
  });
}

test('a tap includes, a held finger excludes, a drag draws a box', options, async () => {
  await touchSetup();
  const tap = await annotator.toView(320.5, 120.5);
  await fingers('touchStart', tap);
  await fingers('touchEnd');
  let state = await annotator.until(settled);
  assert.deepEqual(state.pending.points.map((p) => p.label), [1]);

  const hold = await annotator.toView(430.5, 300.5);
  await fingers('touchStart', hold);
  await page.waitForTimeout(600); // the hold itself
  await annotator.shot('prompting-held-dark');
  await fingers('touchEnd');
  state = await annotator.until((s) => settled(s) && s.pending.points.length === 2);
  assert.deepEqual(state.pending.points.map((p) => p.label), [1, 0]);

  const cancel = await annotator.widget('cancel');
  await fingers('touchStart', cancel);
  await fingers('touchEnd');
  await annotator.until((s) => s.pending === null);

  const from = await annotator.toView(325.5, 180.5), to = await annotator.toView(410.5, 300.5);
  await fingers('touchStart', from);
  await fingers('touchMove', { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
  await fingers('touchMove', to);
  await fingers('touchEnd');
  state = await annotator.until(settled);
  assert.deepEqual(state.pending.box, [325, 180, 410, 300]);
});

async function touchSetup() {
  await page.keyboard.press('q');
  await annotator.click('overlap');
  await annotator.click('overlap:allowed');
  await annotator.until((s) => s.settings.overlap === 'allowed');
}

test('two fingers zoom and pan and never prompt', options, async () => {
  await page.keyboard.press('Escape');
  await annotator.until((s) => s.pending === null);
  const { view, undo } = await annotator.state();
  const a = await annotator.toView(200, 150), b = await annotator.toView(300, 220);
  await fingers('touchStart', a);
  await fingers('touchStart', a, b);
  await fingers('touchMove', { x: a.x - 40, y: a.y - 30 }, { x: b.x + 60, y: b.y + 40 });
  await fingers('touchMove', { x: a.x - 60, y: a.y - 30 }, { x: b.x + 120, y: b.y + 80 });
  await fingers('touchEnd', { x: a.x - 60, y: a.y - 30 });
  await fingers('touchMove', { x: a.x - 90, y: a.y + 30 });
  await fingers('touchEnd');
  const after_ = await annotator.until((s, before_) => s.view.scale > before_.scale * 1.3, view);
  assert.equal(after_.pending, null);
  assert.equal(after_.undo, undo);
  // The next tap is one.
  const tap = await annotator.toView(320.5, 120.5);
  await fingers('touchStart', tap);
  await fingers('touchEnd');
  const { pending } = await annotator.until(settled);
  assert.equal(pending.points.length, 1);
  assert.ok(Math.abs(pending.points[0].x - 320) <= 1);
  await page.keyboard.press('Control+0');
});

test('a held finger on a row opens its menu; light theme looks as well', options, async () => {
  await page.keyboard.press('Enter');
  const { objects } = await annotator.until((s) => s.objects.length === 1 && s.saved);
  const row = await annotator.widget(`object:${objects[0].uuid}`);
  await fingers('touchStart', row);
  await page.waitForTimeout(600);
  await fingers('touchEnd');
  await annotator.until((s) => s.widgets['menu:reopen'] !== undefined);
  await annotator.click('menu:reopen');
  await annotator.until((s) => settled(s) && s.pending.replaces !== '');
  await page.emulateMedia({ colorScheme: 'light' });
  await annotator.until((s) => s.theme === 'light');
  const slider = await annotator.widget('tightness');
  await page.mouse.move(slider.x, slider.y);
  await page.setViewportSize({ width: 1024, height: 640 });
  await annotator.until((s) => s.canvas[2] < 1024);
  await annotator.shot('prompting-light-small');
  assert.deepEqual(annotator.errors, []);
});
