// What goes wrong outside shows one clear sentence that says what to do, and nothing done is lost.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Annotator, launch, open, patience, photoCopy, serve, webFolder } from './harness.mjs';
import { fileIn, staticHost } from './static_host.mjs';

const options = { timeout: patience };
let browser;
before(async () => { browser = await launch(); }, options);
after(() => browser?.close());

/** A plain file host over build/web; `change` may answer a path itself. */
function pageHost(change = () => null, isolated = true) {
  const find = async (name) => change(name) ?? fileIn(webFolder, name || 'index.html');
  return staticHost(find, isolated);
}

function aSentence(text) {
  assert.ok(text.length > 20 && /[.!]$/.test(text.trim()), `not a sentence: ${text}`);
}

/** Has the server refuse for good what is saved to that address, until it is ended. */
async function refusing(annotator, address, detail) {
  let count = 0;
  const refuse = (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    count += 1;
    return route.fulfill({
      status: 422, contentType: 'application/problem+json', body: JSON.stringify({ status: 422, detail }),
    });
  };
  await annotator.page.route(address, refuse);
  return { count: () => count, end: () => annotator.page.unroute(address, refuse) };
}

async function obstacle(annotator) {
  const main = annotator.page.locator('#obstacle');
  await main.waitFor({ state: 'visible' });
  const message = await annotator.page.locator('#obstacle-message').innerText();
  aSentence(message);
  return message;
}

test('a page that can’t be isolated says which headers are missing', options, async () => {
  const host = await pageHost(undefined, false);
  const annotator = await open(browser, host.address, { wait: false, serviceWorkers: 'block' });
  assert.match(await obstacle(annotator), /Cross-Origin-Opener-Policy/);
  await annotator.shot('bad-no-isolation');
  await annotator.close();
  await host.stop();
});

test('a browser without WebGL 2 is told what to turn on', options, async () => {
  const host = await pageHost();
  const context = await browser.newContext();
  await context.addInitScript(() => {
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
      return kind === 'webgl2' ? null : original.call(this, kind, ...rest);
    };
  });
  const annotator = new Annotator(await context.newPage());
  await annotator.page.goto(host.address);
  assert.match(await obstacle(annotator), /hardware acceleration/);
  await context.close();
  await host.stop();
});

test('a core that is cut short ends in a sentence', options, async () => {
  const host = await pageHost((name) => name.endsWith('.wasm') ? Buffer.from('\0asm\x01\0\0\0broken', 'latin1') : null);
  const annotator = await open(browser, host.address, { wait: false });
  assert.match(await obstacle(annotator), /Reload the page/);
  await annotator.close();
  await host.stop();
});

test('missing weights are named, the page stays usable', options, async () => {
  const host = await pageHost((name) => name.startsWith('models/') ? Buffer.alloc(0) : null);
  const annotator = await open(browser, host.address, { wait: false });
  await annotator.page.waitForFunction(() => window.maskpoint !== undefined);
  const error = await annotator.page.evaluate(() => window.maskpoint.ready.then(() => '', (e) => e.message));
  aSentence(error);
  const state = await annotator.until((s) => s.toasts.some((t) => t.error));
  aSentence(state.toasts.find((t) => t.error).message);
  await annotator.shot('bad-weights');
  await annotator.close();
  await host.stop();
});

test('weights cut short are refused with a reason', options, async () => {
  const whole = await readFile(path.join(webFolder, 'models/decoder.safetensors'));
  const host = await pageHost((name) => name.startsWith('models/') ? whole.subarray(0, 100_000) : null);
  const annotator = await open(browser, host.address, { wait: false });
  await annotator.page.waitForFunction(() => window.maskpoint !== undefined);
  const error = await annotator.page.evaluate(() => window.maskpoint.ready.then(() => '', (e) => e.message));
  aSentence(error);
  await annotator.close();
  await host.stop();
});

test('an image opened without a server is segmented, kept and exported', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  const server = await serve(photos.folder);
  const rows = await (await fetch(new URL('api/v1/images', server.address))).json();
  const { id } = rows.images[0];
  let answer;
  do {
    answer = await fetch(new URL(`api/v1/images/${id}/embedding`, server.address));
    if (answer.status === 202) await new Promise((resolve) => { setTimeout(resolve, 500); });
  } while (answer.status === 202);
  const npy = Buffer.from(await answer.arrayBuffer());
  await server.stop();

  const photo = await readFile(path.join(photos.folder, 'chelsea.png'));
  const host = await pageHost((name) => name === 'photo.png' ? photo : name === 'photo.npy' ? npy
    : name === 'short.npy' ? npy.subarray(0, 1000) : name === 'broken.png' ? photo.subarray(0, 500) : null);
  const annotator = await open(browser, host.address);
  const failures = await annotator.page.evaluate(async () => {
    const reason = (promise) => promise.then(() => 'it worked', (error) => error.message);
    return [
      await reason(window.maskpoint.openImage('broken.png', { embedding: 'photo.npy' })),
      await reason(window.maskpoint.openImage('photo.png', { embedding: 'short.npy', name: 'short.png' })),
      await reason(window.maskpoint.openImage('nowhere.png')),
      await reason(window.maskpoint.segment({ image: 77, points: [{ x: 1, y: 1 }] })),
    ];
  });
  for (const failure of failures) aSentence(failure);
  await annotator.shot('bad-embedding');

  const opened = await annotator.page.evaluate(() => window.maskpoint.openImage('photo.png', { embedding: 'photo.npy' }));
  assert.deepEqual([opened.width, opened.height], [451, 300]);
  assert.ok(opened.id > 0);  // one of the project in this browser
  await annotator.until((s, wanted) => s.image?.id === wanted && s.image.ready && s.image.pixels, opened.id);
  const segmented = await annotator.page.evaluate((image) => window.maskpoint.segment({ image, points: [{ x: 220, y: 150 }] }), opened.id);
  assert.equal(segmented.masks.length, 1);
  await annotator.clickAt(220, 150);
  await annotator.decoded(1);
  await annotator.accepted(1);
  const coco = await annotator.page.evaluate(() => window.maskpoint.exportCoco());
  assert.equal(coco.annotations.length, 1);
  const image = coco.images.find((i) => i.id === coco.annotations[0].image_id);
  assert.equal(image.file_name, 'photo.png');
  await annotator.close();
  await host.stop();
  await photos.remove();
});

test('a broken photo in the folder is listed with a reason', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  const whole = await readFile(path.join(photos.folder, 'chelsea.png'));
  await writeFile(path.join(photos.folder, 'broken.png'), whole.subarray(0, 20));
  const server = await serve(photos.folder);
  const annotator = await open(browser, server.address);
  const state = await annotator.until((s) => s.images.length === 2);
  aSentence(state.images.find((i) => i.fileName === 'broken.png').error);
  await annotator.openImage('chelsea.png');
  await annotator.close();
  await server.stop();
  await photos.remove();
});

async function accept(annotator, x, y, count) {
  await annotator.clickAt(x, y);
  await annotator.decoded(1);
  await annotator.page.keyboard.press('Enter');
  const failing = await annotator.until(
    (s, n) => s.objects.length === n && s.saveState === 'failing', count);
  aSentence(failing.saveError);
}

test('work done while the server is away is sent when it is back', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  let server = await serve(photos.folder);
  const { address, port } = server;
  const annotator = await open(browser, address);
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.saved);
  await server.stop();
  await accept(annotator, 220, 150, 1);
  await annotator.shot('bad-server-away');
  server = await serve(photos.folder, { port });
  await annotator.until((s) => s.saved && s.objects.length === 1);
  await annotator.journalled([]);
  await annotator.close();
  await server.stop();
  await photos.remove();
});

test('work done while the server is away outlives the page', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  let server = await serve(photos.folder);
  const { address, port } = server;
  const annotator = await open(browser, address);
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.saved);
  await server.stop();
  await accept(annotator, 220, 150, 1);
  await annotator.journalled(['image']);
  annotator.page.on('dialog', (dialog) => { void dialog.accept(); });
  await annotator.page.goto('about:blank');
  server = await serve(photos.folder, { port });
  await annotator.page.goto(address);
  await annotator.ready();
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.objects.length === 1 && s.saved);
  await annotator.journalled([]);
  await annotator.close();
  await server.stop();
  await photos.remove();
});

test('what the server refuses is kept, said once, and sent again with the next change', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  const server = await serve(photos.folder);
  const annotator = await open(browser, server.address);
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.saved);
  const refusal = await refusing(annotator, '**/annotations*', 'The mask of object 1 has the wrong size; delete it.');
  await accept(annotator, 220, 150, 1);
  const { saveError, toasts } = await annotator.state();
  assert.match(saveError, /delete it\..*try again/);
  assert.deepEqual(toasts.filter((t) => t.error).map((t) => t.message), [saveError]);
  await annotator.shot('bad-refused');
  // Longer than the first pauses of a request that is retried.
  await annotator.page.waitForTimeout(3500);
  assert.equal(refusal.count(), 1);
  await refusal.end();
  await annotator.clickAt(60, 40);
  await annotator.decoded(1);
  const { toasts: left } = await annotator.accepted(2);
  assert.deepEqual(left.filter((t) => t.error), []);
  await annotator.close();
  await server.stop();
  await photos.remove();
});

test('classes that are refused are kept and retried by the status line', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  const server = await serve(photos.folder);
  const annotator = await open(browser, server.address);
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.saved);
  const refusal = await refusing(annotator, '**/categories', 'The name is taken; choose another.');
  await annotator.addClass('ear');
  aSentence((await annotator.until((s) => s.saveState === 'failing')).saveError);
  await annotator.page.waitForTimeout(3500);
  assert.equal(refusal.count(), 1);
  await refusal.end();
  await annotator.click('save-state');
  await annotator.click('save-card:retry');
  const { categories } = await annotator.until((s) => s.saved);
  assert.ok(categories.some((c) => c.name === 'ear'));
  await annotator.close();
  await server.stop();
  await photos.remove();
});
