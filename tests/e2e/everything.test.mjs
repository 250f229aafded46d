// "Everything": found while one looks on, kept by click, frame and kind, undone, stopped, exported.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

let photos, server, browser, annotator, page;
const options = { timeout: patience };

before(async () => {
  photos = await photoCopy(['coins.png', 'coffee.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address);
  ({ page } = annotator);
  await annotator.openImage('coins.png');
}, options);

after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

const finished = (s) => s.everything !== null && !s.everything.running;
/** Small and round: a coin, not the table. */
const isCoin = ({ bbox: [, , w, h], area }) => area < 6000 && Math.abs(w - h) < 12;

test('what is found appears while it is looked for', options, async () => {
  await page.keyboard.press('g');
  const early = await annotator.until((s) => s.everything?.offered.length > 0);
  assert.equal(early.everything.running, true);
  await annotator.shot('everything-running');
  // Seldom asked: each question takes time from the decoder.
  await page.waitForFunction(() => !window.maskpoint.state().everything.running, null, { polling: 500 });
  const state = await annotator.state();
  const coins = state.everything.offered.filter(isCoin);
  assert.ok(coins.length >= 20, `${coins.length} of 24 coins found`);
  const scores = state.everything.offered.map(({ score }) => score);
  assert.deepEqual(scores, scores.toSorted((a, b) => b - a));
  assert.equal(state.images.find((i) => i.fileName === 'coins.png').missed, scores.length);
});

test('hovering lights one, three are kept by click', options, async () => {
  const { everything } = await annotator.state();
  const coins = everything.offered.filter(isCoin).slice(0, 3);
  for (const [kept, coin] of coins.entries()) {
    const at = await annotator.toView(coin.point[0] + 0.5, coin.point[1] + 0.5);
    await page.mouse.move(at.x, at.y);
    await annotator.until((s, id) => s.everything.lit === id, coin.id);
    if (kept === 0) {
      await annotator.frame();
      await annotator.shot('everything-lit');
    }
    await page.mouse.click(at.x, at.y);
    await annotator.until((s, n) => s.objects.length === n, kept + 1);
  }
  const { objects, everything: left, pending } = await annotator.state();
  assert.equal(pending, null);
  assert.deepEqual(objects.map(({ bbox }) => bbox), coins.map(({ bbox }) => bbox));
  assert.ok(left.offered.every(({ id }) => coins.every((coin) => coin.id !== id)));
});

test('Tab walks, Shift+Enter keeps all of a kind, one undo takes them back', options, async () => {
  // Off the canvas, so that nothing but Tab lights.
  await page.mouse.move(4, 400);
  await page.keyboard.press('Tab');
  let state = await annotator.until((s) => s.everything.lit >= 0);
  assert.equal(state.everything.lit, state.everything.offered[0].id);
  while (!isCoin(state.everything.offered.find(({ id }) => id === state.everything.lit))) {
    const { lit } = state.everything;
    await page.keyboard.press('Tab');
    state = await annotator.until((s, before) => s.everything.lit !== before, lit);
  }
  const { undo } = state;
  await page.keyboard.press('Shift+Enter');
  state = await annotator.until((s) => s.objects.length >= 15);
  assert.equal(state.undo, undo + 1);
  await annotator.shot('everything-kept');
  await page.keyboard.press('Control+z');
  await annotator.until((s) => s.objects.length === 3);
  await page.keyboard.press('Control+Shift+z');
  await annotator.until((s) => s.objects.length >= 15 && s.saved);
});

test('what is kept is there after a reload, to be gone on with', options, async () => {
  const before = (await annotator.state()).objects;
  await page.reload();
  await annotator.ready();
  await annotator.openImage('coins.png');
  const { objects, everything } = await annotator.until((s) => s.objects.length > 0);
  const topmost = objects.at(-1);  // first in the list
  assert.equal(everything, null);
  assert.deepEqual(objects.map(({ uuid }) => uuid), before.map(({ uuid }) => uuid));
  await annotator.click(`object:${topmost.uuid}`);
  await page.keyboard.press('Enter');
  const { pending } = await annotator.until((s) => s.pending !== null && !s.pending.decoding);
  assert.equal(pending.replaces, topmost.uuid);
  assert.equal(pending.points.length, 1);
  await page.keyboard.press('Escape');
  await annotator.until((s) => s.pending === null);
  await page.keyboard.press('Escape');
});

test('stopped half-way it keeps what it has; clicks stay as they were', options, async () => {
  await annotator.openImage('coffee.png');
  await page.keyboard.press('g');
  await annotator.until((s) => s.everything?.offered.length > 0);
  // A prompt in the midst of it, where nothing is lit.
  await page.keyboard.press('Escape');
  const { everything } = await annotator.until(finished);
  assert.ok(everything.progress < 1 && everything.offered.length > 0);
  await page.keyboard.press('g');
  await annotator.until((s) => s.everything === null);
  await annotator.clickAt(300, 200);
  await annotator.decoded(1);
  await page.keyboard.press('Escape');
  await annotator.until((s) => s.pending === null);
  // Again, from the beginning.
  await page.keyboard.press('g');
  await annotator.until((s) => s.everything?.running);
  await annotator.click('stop-everything');
  await annotator.until((s) => s.everything === null || !s.everything.running);
});
