// Correcting masks by hand, by mouse and keyboard on real photos: brush, eraser, polygon, lasso, outline,
// the sliders of "This mask", combining objects; and that what comes out is saved and exported as such.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decode } from './coco_decode.mjs';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

let photos, server, browser, annotator, page;

before(async () => {
  photos = await photoCopy(['coffee.png', 'chelsea.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address, { build: 'simd128' });
  page = annotator.page;
  await annotator.openImage('coffee.png');
}, { timeout: patience });

after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

const options = { timeout: patience };
const only = (state) => state.objects.find((o) => o.selected);

async function drag(points, { button = 'left', release = true } = {}) {
  const places = await Promise.all(points.map(([x, y]) => annotator.toView(x, y)));
  await page.mouse.move(places[0].x, places[0].y);
  await page.mouse.down({ button });
  for (const place of places.slice(1)) await page.mouse.move(place.x, place.y, { steps: 3 });
  if (release) await page.mouse.up({ button });
}

async function maskOf(uuid) {
  const coco = await page.evaluate(() => window.maskpoint.exportCoco());
  const annotation = coco.annotations.find((a) => a.uuid === uuid);
  return { ...annotation, pixels: decode(annotation.segmentation) };
}

/** Whether the pixel (x, y) of the exported mask is set. */
const at = (mask, x, y) => mask.pixels[x * mask.segmentation.size[0] + y] === 1;

async function slide(name, from, to) {
  const [x, y, width, height] = (await annotator.until((s, n) => s.widgets[n] !== undefined, name)).widgets[name];
  await page.mouse.move(x + width * from, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * to, y + height / 2, { steps: 4 });
}

test('the brush paints a new object, live and in one step', options, async () => {
  await page.keyboard.press('b');
  await annotator.until((s) => s.tool === 'brush' && s.widgets['brush-size'] !== undefined);
  await drag([[150, 120], [260, 130], [300, 220]], { release: false });
  await annotator.until((s) => s.tools.stroking);
  await annotator.shot('tools-stroke-dark');
  await page.mouse.up();
  const state = await annotator.until((s) => s.objects.length === 1 && s.saved);
  assert.ok(only(state), 'it is selected');
  assert.equal(state.undo, 1);
  assert.ok(only(state).edited);
  await page.keyboard.press('Control+z');
  await annotator.until((s) => s.objects.length === 0);
  await page.keyboard.press('Control+y');
  const redone = await annotator.until((s) => s.objects.length === 1 && s.saved);
  await annotator.click(`object:${redone.objects[0].uuid}`);
  await annotator.until((s) => s.objects[0].selected);
  await annotator.hoverAt(300, 220);
});

test('sizes by keys and by Alt and the wheel, straight strokes with Shift', options, async () => {
  const { tools, view } = await annotator.state();
  await page.keyboard.press(']');
  await page.keyboard.press(']');
  const larger = await annotator.until((s, d) => s.tools.brushDiameter > d + 1, tools.brushDiameter);
  await page.keyboard.down('Alt');
  await page.mouse.wheel(0, 100);
  await page.keyboard.up('Alt');
  const smaller = await annotator.until((s, d) => s.tools.brushDiameter < d, larger.tools.brushDiameter);
  assert.equal(smaller.view.scale, view.scale);
  const { area, uuid } = only(smaller);
  await page.keyboard.down('Shift');
  await annotator.hoverAt(300, 300);
  await annotator.shot('tools-straight-dark');
  await annotator.clickAt(300, 300);
  await page.keyboard.up('Shift');
  await annotator.until((s, a) => s.objects[0].area > a && s.saved, area);
  const mask = await maskOf(uuid);
  for (const y of [230, 250, 270, 290]) assert.ok(at(mask, 300, y), `straight from the last point, row ${y}`);
  assert.equal(mask.maskpoint.edited, true);
});

test('the eraser and the right button take away, Escape gives a stroke up', options, async () => {
  const { uuid, area } = only(await annotator.state());
  await drag([[200, 126], [210, 126]], { button: 'right' });
  const less = await annotator.until((s, a) => s.objects[0].area < a, area);
  await page.keyboard.press('e');
  await annotator.until((s) => s.tool === 'eraser');
  await drag([[300, 250], [300, 260]]);
  await annotator.until((s, a) => s.objects[0].area < a, less.objects[0].area);
  const depth = (await annotator.state()).undo;
  await drag([[150, 120], [200, 120]], { release: false });
  await annotator.until((s) => s.tools.stroking);
  await annotator.shot('tools-erasing-dark');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const state = await annotator.until((s) => !s.tools.stroking && s.saved);
  assert.equal(state.undo, depth);
  const mask = await maskOf(uuid);
  assert.ok(!at(mask, 205, 126) && !at(mask, 300, 255) && at(mask, 155, 120));
});

test('a polygon adds, and with Alt it makes a hole', options, async () => {
  await page.keyboard.press('Enter');  // done with this one
  await annotator.until((s) => !only(s));
  await page.keyboard.press('p');
  for (const [x, y] of [[380, 60], [540, 60], [540, 160], [380, 160]]) await annotator.clickAt(x, y);
  await annotator.hoverAt(400, 120);
  await annotator.until((s) => s.tools.corners === 4);
  await annotator.shot('tools-polygon-dark');
  await page.keyboard.press('Backspace');
  await annotator.until((s) => s.tools.corners === 3);
  await annotator.clickAt(380, 160);
  await page.keyboard.press('Enter');
  const made = await annotator.until((s) => s.objects.length === 2 && s.tools.corners === 0);
  // The pointer is on whole CSS pixels, of which one is two thirds of an image pixel.
  assert.ok(Math.abs(only(made).area - 160 * 100) <= 260, String(only(made).area));
  await page.keyboard.down('Alt');
  await annotator.clickAt(420, 90);
  await page.keyboard.up('Alt');
  for (const [x, y] of [[460, 90], [460, 120], [420, 120]]) await annotator.clickAt(x, y);
  await annotator.clickAt(420, 90);
  await annotator.until(
    (s, whole) => Math.abs(whole - s.objects[1].area - 40 * 30) <= 80 && s.saved, only(made).area);
});

test('vertices of the outline are dragged, put in and taken out; the hole stays', options, async () => {
  const { uuid } = only(await annotator.state());
  await page.keyboard.press('o');
  await annotator.until((s) => s.tools.outline?.length === 2);
  await annotator.hoverAt(450, 59);
  await annotator.shot('tools-outline-dark');
  await drag([[540, 160], [580, 220]], { release: false });
  await annotator.shot('tools-vertex-dark');
  await page.mouse.up();
  await annotator.until((s) => s.objects[1].bbox[2] >= 199);
  await drag([[460, 60], [460, 20]]);  // an edge: a new vertex
  const state = await annotator.until((s) => s.tools.outline[0].length === 5 && s.saved);
  assert.equal(state.tools.outline.length, 2);
  const mask = await maskOf(uuid);
  assert.ok(at(mask, 560, 190) && at(mask, 460, 40) && !at(mask, 440, 105));
  await page.keyboard.press('Delete');  // the vertex just made, not the object
  const without = await annotator.until((s) => s.tools.outline[0].length === 4);
  assert.equal(without.objects.length, 2);
});

test('a lasso on a pending prompt accepts it first', options, async () => {
  await page.keyboard.press('Escape');
  await annotator.until((s) => !only(s));
  await page.keyboard.press('s');
  await annotator.clickAt(430, 310);
  await annotator.decoded(1);
  await page.keyboard.press('Shift+L');
  await annotator.until((s) => s.tool === 'lasso');
  await drag([[20, 20], [80, 20], [80, 60], [20, 60]], { release: false });
  await annotator.shot('tools-lasso-dark');
  await page.mouse.up();
  const state = await annotator.until((s) => s.objects.length === 3 && s.objects[2].edited && s.saved);
  assert.equal(state.pending, null);
  const mask = await maskOf(state.objects[2].uuid);
  assert.ok(at(mask, 50, 40), 'the lasso is part of it');
  assert.ok(mask.maskpoint.steps.length === 1 && mask.maskpoint.edited, 'its prompts are kept, it is no replay');
  assert.equal(mask.predicted_iou, undefined);
});

test('sliders clean the mask live, in one step, and remember', options, async () => {
  const before_ = await annotator.state();
  const { uuid, area } = only(before_);
  const depth = before_.undo;
  await slide('clean:grow', 0.5, 0.75);
  await annotator.until((s) => s.tools.trying && s.tools.cleanup.grow > 0);
  await annotator.shot('tools-cleanup-dark');
  await page.mouse.up();
  const grown = await annotator.until((s, a) => only(s).area > a && s.saved, area);
  assert.equal(grown.undo, depth + 1);
  const mask = await maskOf(uuid);
  assert.equal(mask.maskpoint.cleanup.grow, grown.tools.cleanup.grow);
  assert.ok(mask.maskpoint.source.counts.length > 0);
  await slide('clean:smooth', 0.1, 0.3);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await annotator.click('clean:reset');
  const reset = await annotator.until((s, a) => only(s).area === a, area);
  assert.deepEqual(reset.tools.cleanup, { dropSpecks: 0, fillHoles: 0, grow: 0, smooth: 0 });
  await page.keyboard.press('Control+z');
  await annotator.until((s, c) => s.tools.cleanup.grow === c, grown.tools.cleanup.grow);
});

test('parts are split, objects united, cut and intersected', options, async () => {
  await annotator.click('split');
  const split = await annotator.until((s) => s.objects.length > 3);
  const pieces = split.objects.filter((o) => o.selected);
  assert.ok(pieces.length >= 2);
  await page.keyboard.press('Alt+Shift+U');
  const united = await annotator.until((s) => s.objects.length === 3 && s.saved);
  assert.equal(only(united).area, pieces.reduce((sum, o) => sum + o.area, 0));
  // The polygon, cut by a brush stroke across it: its row, then the stroke's with Ctrl.
  const polygon = united.objects[1];
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  await annotator.until((s) => s.tool === 'brush' && !only(s));
  await drag([[360, 110], [400, 110]]);
  const stroke = only(await annotator.until((s) => s.objects.length === 4 && only(s)));
  await page.keyboard.press('v');
  await annotator.click(`object:${polygon.uuid}`);
  await annotator.until((s, uuid) => only(s)?.uuid === uuid, polygon.uuid);
  await page.keyboard.down('Control');
  await annotator.click(`object:${stroke.uuid}`);
  await page.keyboard.up('Control');
  await annotator.until((s) => s.objects.filter((o) => o.selected).length === 2);
  await annotator.shot('tools-combine-dark');
  await page.keyboard.press('Alt+Shift+S');
  const cut = await annotator.until((s, [uuid, area]) => s.objects.find((o) => o.uuid === uuid).area < area,
    [polygon.uuid, polygon.area]);
  assert.equal(cut.objects.length, 4);
  assert.equal(cut.objects.find((o) => o.uuid === stroke.uuid).area, stroke.area);
});

test('all of it comes back after a reload', options, async () => {
  const { objects } = await annotator.until((s) => s.saved);
  await page.reload();
  await annotator.ready();
  await annotator.openImage('coffee.png');
  const again = await annotator.until((s, n) => s.objects.length === n, objects.length);
  assert.deepEqual(again.objects.map(({ uuid, area, edited }) => ({ uuid, area, edited })),
    objects.map(({ uuid, area, edited }) => ({ uuid, area, edited })));
  const coco = await page.evaluate(() => window.maskpoint.exportCoco());
  for (const annotation of coco.annotations) assert.equal(annotation.maskpoint.edited, true);
});

test('an image switch mid-stroke keeps what was painted', options, async () => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('b');
  const { objects } = await annotator.state();
  await drag([[30, 30], [60, 30]], { release: false });
  await annotator.until((s) => s.tools.stroking);
  await page.keyboard.press('a');
  await page.mouse.up();
  await annotator.until((s) => s.image.fileName !== 'coffee.png');
  await page.keyboard.press('d');
  await annotator.until((s, n) => s.image.fileName === 'coffee.png' && s.objects.length === n + 1, objects.length);
});

test('no error was logged', options, () => assert.deepEqual(annotator.errors, []));
