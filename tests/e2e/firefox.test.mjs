// The everyday path in Firefox: open, click, accept, box, undo, reload, export. Headless it has no WebGL2 in
// software, so it runs with a window, on a display of its own.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { patience, photoCopy, serve, shots } from './harness.mjs';

const options = { timeout: patience };
const exportName = 'annotations.json';

/** An X server; a display there already is somebody's desktop. */
function startDisplay() {
  const child = spawn(
    'Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  return new Promise((resolve, reject) => {
    let number = '';
    child.stdio[3].on('data', (data) => {
      number += data;
      if (number.endsWith('\n')) resolve({ name: `:${number.trim()}`, stop: () => child.kill() });
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
  });
}

function startFirefox(display, downloads) {
  const executablePath = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((file) => existsSync(file));
  if (executablePath === undefined) throw new Error('No Firefox here: scripts/setup.sh installs it.');
  return puppeteer.launch({
    browser: 'firefox', executablePath, headless: false, protocol: 'webDriverBiDi',
    defaultViewport: { width: 1280, height: 800 },
    env: { ...process.env, DISPLAY: display, MOZ_ENABLE_WAYLAND: '0', LIBGL_ALWAYS_SOFTWARE: '1' },
    extraPrefsFirefox: {
      'webgl.force-enabled': true,
      'browser.download.folderList': 2, 'browser.download.dir': downloads,
      'browser.download.alwaysOpenPanel': false, 'browser.helperApps.neverAsk.saveToDisk': 'application/json',
    },
  });
}

let photos, server, display, downloads, browser, page;
before(async () => {
  photos = await photoCopy(['chelsea.png', 'coffee.png']);
  downloads = await mkdtemp(path.join(tmpdir(), 'maskpoint-downloads-'));
  [server, display] = await Promise.all([serve(photos.folder), startDisplay()]);
  browser = await startFirefox(display.name, downloads);
  page = await browser.newPage();
  page.setDefaultTimeout(patience);
}, options);
after(async () => {
  await browser?.close();
  display?.stop();
  await server?.stop();
  await photos?.remove();
  if (downloads !== undefined) await rm(downloads, { recursive: true, force: true });
});

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
const state = () => page.evaluate(() => window.maskpoint.state());
async function until(holds) {
  const deadline = Date.now() + patience / 2;
  for (;;) {
    const now = await state();
    if (holds(now)) return now;
    if (Date.now() > deadline) throw new Error(`It never became true that ${holds}`);
    await pause(50);
  }
}
async function ready() {
  await page.waitForFunction(() => window.maskpoint !== undefined);
  await page.evaluate(async () => { await window.maskpoint.ready; });
}
const toView = (x, y) => page.evaluate((px, py) => window.maskpoint.imageToView(px, py), x + 0.5, y + 0.5);
async function click(widget) {
  const [x, y, width, height] = (await until((s) => s.widgets[widget] !== undefined)).widgets[widget];
  await page.mouse.click(x + width / 2, y + height / 2);
}
async function openImage(fileName) {
  const { images } = await until((s) => s.images.length === 2);
  const { id } = images.find((image) => image.fileName === fileName);
  if ((await state()).image?.id !== id) await click(`image:${id}`);
  await until((s) => s.image?.id === id && s.image.ready && s.image.pixels);
}
const decoded = (steps) =>
  until((s) => s.pending !== null && !s.pending.decoding && s.pending.steps === steps);
async function shot(name) {
  await mkdir(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `firefox-${name}.png`) });
}

test('it opens', options, async () => {
  await page.goto(server.address);
  await ready();
  assert.match(await page.evaluate(() => navigator.userAgent), /Firefox/);
  await openImage('coffee.png');
});

test('a click gives a mask, which is accepted and saved', options, async () => {
  const at = await toView(320, 120);
  await page.mouse.move(at.x, at.y);
  await page.mouse.click(at.x, at.y);
  const { pending } = await decoded(1);
  assert.equal(pending.points.length, 1);
  await shot('mask');
  await page.keyboard.press('Enter');
  const { objects } = await until((s) => s.objects.length === 1 && s.saved);
  assert.ok(objects[0].area > 1000);
});

test('a drag is a box; undo takes back one thing after the other', options, async () => {
  const [from, to] = [await toView(60, 60), await toView(540, 380)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  const { pending } = await decoded(1);
  assert.ok(pending.box !== null);
  await page.keyboard.press('Enter');
  await until((s) => s.objects.length === 2 && s.saved);
  for (const left of [1, 1]) {  // the accept, then its box
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await until((s) => s.objects.length === left);
  }
  await until((s) => s.pending === null && s.saved);
});

test('a reload brings objects and the pending prompt back', options, async () => {
  const at = await toView(200, 300);
  await page.mouse.click(at.x, at.y);
  const before = await decoded(1);
  await page.reload();
  await ready();
  await openImage('coffee.png');
  const { pending, objects } = await decoded(1);
  assert.deepEqual(pending.points, before.pending.points);
  assert.equal(objects.length, 1);
  await page.keyboard.press('Escape');
  await until((s) => s.pending === null);
});

test('what is exported is COCO', options, async () => {
  await click('export');
  const file = path.join(downloads, exportName);
  const deadline = Date.now() + patience / 2;
  let coco = null;
  while (coco === null) {
    assert.ok(Date.now() < deadline, 'the export never came');
    await pause(100);
    coco = await readFile(file, 'utf8').then(JSON.parse).catch(() => null);
  }
  assert.equal(coco.images.length, 2);
  assert.equal(coco.annotations.length, 1);
  assert.equal(typeof coco.annotations[0].segmentation.counts, 'string');
});
