// A set of images and the work on it: the list, its filter and keyboard, and that nothing is ever lost.

import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Annotator, launch, launchWithProfile, open, patience, photoCopy, serve } from './harness.mjs';

const options = { timeout: patience };
let photos, server, browser, annotator;
before(async () => {
  photos = await photoCopy(['chelsea.png', 'coffee.png', 'rocket.jpg', 'coins.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address);
}, options);
after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

const api = async (what, init = {}) => {
  const headers = { 'Content-Type': 'application/json', 'X-Maskpoint-Client': 'somebody else' };
  const response = await fetch(`${server.address}api/v1/${what}`, { headers, ...init });
  return response.json();
};
const objectsOf = async (image) => (await api(`images/${image}/annotations`)).annotations;

test('the list is filtered by state, class and name, and says how many are left', options, async () => {
  const { page } = annotator;
  await annotator.openImage('coffee.png');
  await annotator.addClass('cup');
  await annotator.clickAt(320, 120);
  await annotator.decoded(1);
  await annotator.accepted(1);
  await page.keyboard.press('Control+Enter');
  await annotator.until((s) => s.imagesDone === 1 && s.saved);

  await annotator.click('image-filter');
  await annotator.click('filter-state:done');
  await annotator.until(
    (s) => s.imagesShown === 1 && Object.keys(s.widgets).filter((w) => /^image:\d+$/.test(w)).length === 1);
  await annotator.shot('dataset-filter');
  await annotator.click('filter-state:done');
  const { categories } = await annotator.state();
  const cup = categories.find((category) => category.name === 'cup').id;
  await annotator.click(`filter-class:${cup}`);
  await annotator.until((s) => s.imagesShown === 1);
  await annotator.click(`filter-class:${cup}`);
  await annotator.click('filter-class:none');
  await annotator.until((s) => s.imagesShown === 3);
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  const field = page.locator('input[data-field="filter"]');
  await field.fill('ROCK');
  await annotator.until((s) => s.imagesShown === 1);
  // From the field into the list, and what the keys rest on opens.
  await field.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await annotator.until((s) => s.image.fileName === 'rocket.jpg');
  await annotator.click('image-filter:clear');
  await annotator.until((s) => s.imagesShown === 4);
  await page.keyboard.press('/');  // the click took the field away
  assert.equal(await field.inputValue(), '');
});

test('keys walk the list, which follows', options, async () => {
  const { page } = annotator;
  const state = await annotator.state();
  await annotator.click(`image:${state.image.id}`);
  await page.keyboard.press('End');
  await annotator.until((s) => s.image.fileName === 'rocket.jpg');
  await page.keyboard.press('Home');
  await annotator.until((s) => s.image.fileName === 'chelsea.png');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await annotator.until((s) => s.image.fileName === 'coffee.png');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await annotator.until((s) => s.image.fileName === 'coins.png');
  await page.keyboard.press('Shift+D');
  await annotator.until((s) => s.image.fileName === 'rocket.jpg');
});

test('every image is encoded on command, with its progress in the list', options, async () => {
  await annotator.click('encode-all');
  await annotator.until((s) => s.encodeAll.total > 0 || s.images.every((i) => i.embedding === 'ready'));
  await annotator.shot('dataset-list');
  await annotator.until((s) => !s.encodeAll.running && s.images.every((i) => i.embedding === 'ready'));
});

test('what the server does not take is kept and sent when it is back', options, async () => {
  const { page } = annotator;
  const image = await annotator.openImage('chelsea.png');
  await server.kill();
  await annotator.clickAt(180, 120);
  await annotator.decoded(1);
  await page.keyboard.press('Enter');
  await annotator.until((s) => s.objects.length === 1 && s.saveState === 'failing');
  await annotator.addClass('whisker');
  await annotator.click('save-state');
  await annotator.widget('save-card:retry');
  await annotator.shot('dataset-server-away');
  await page.keyboard.press('Escape');
  server = await serve(photos.folder, { port: server.port });
  await annotator.until((s) => s.saved);
  assert.equal((await objectsOf(image)).length, 1);
  assert.ok((await api('categories')).categories.some((category) => category.name === 'whisker'));
});

test('an object two people changed is asked about, and neither version is lost', options, async () => {
  const { page } = annotator;
  const image = await annotator.openImage('chelsea.png');
  const { categories, objects } = await annotator.until((s) => s.objects.length === 1);
  const [first, second, third] = categories;
  const mine = objects[0].category === first.id ? second : first;
  const theirs = [first, second, third].find((c) => c.id !== mine.id && c.id !== objects[0].category);
  const url = `**/images/${image}/annotations*`;
  await page.route(url, (route) => route.request().method() === 'PUT' ? route.abort() : route.continue());
  await annotator.click(`object:${objects[0].uuid}`);
  await annotator.click(`class:${mine.id}`);
  await annotator.until((s) => s.saveState === 'failing');
  const [stored] = await objectsOf(image);
  await api(`images/${image}/annotations`, {
    method: 'PUT', body: JSON.stringify([{ ...stored, category_id: theirs.id }]),
  });
  await page.unroute(url);
  await annotator.until((s) => s.saveState === 'conflict');
  await annotator.widget('conflicts');
  await annotator.shot('dataset-conflict');
  assert.equal((await objectsOf(image))[0].category_id, theirs.id);
  await annotator.click(`conflict:${stored.uuid}:both`);
  const after = await annotator.until((s) => s.saved && s.objects.length === 2);
  assert.deepEqual(after.objects.map((o) => o.category).sort(), [mine.id, theirs.id].sort());
  assert.equal((await objectsOf(image)).length, 2);
});

test('a second tab is told so, in both; a full browser says so too', options, async () => {
  const page = await annotator.page.context().newPage();
  const second = new Annotator(page);
  await page.goto(server.address);
  await second.ready();
  const { toasts } = await second.until((s) => s.tabs === 2);
  assert.ok(toasts.some((toast) => toast.message.includes('another tab')));
  await annotator.until((s) => s.tabs === 2);
  // A browser without room for the copy says so, and that the work is still sent.
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
  });
  await second.openImage('coffee.png');
  await second.clickAt(320, 300);
  await second.until((s) => s.toasts.some((toast) => toast.error && toast.message.includes('no room left')));
  await page.close();
  await annotator.until((s) => s.tabs === 1);
});

test('the browser killed while the server is away, everything comes back', options, async () => {
  const profile = await mkdtemp(path.join(tmpdir(), 'maskpoint-profile-'));
  const visit = async () => {
    const started = await launchWithProfile(profile);
    const page = await started.context.newPage();
    await page.setViewportSize({ width: 1440, height: 900 });
    const person = new Annotator(page);
    await page.goto(server.address);
    await person.ready();
    return { ...started, person };
  };
  const first = await visit();
  try {
    const image = await first.person.openImage('coins.png');
    const rocket = (await first.person.state()).images.find((i) => i.fileName === 'rocket.jpg').id;
    await server.kill();
    await first.person.addClass('coin');
    await first.person.clickAt(56, 62);
    await first.person.decoded(1);
    await first.person.page.keyboard.press('Enter');
    const { objects } = await first.person.until((s) => s.objects.length === 1);
    const mark = await first.person.widget(`image:${rocket}`);
    await first.person.page.mouse.move(mark.x, mark.y);
    await first.person.click(`image:${rocket}:done`);
    await first.person.clickAt(120, 60);
    await first.person.decoded(1);
    await first.person.clickAt(128, 66);
    const pending = await first.person.decoded(2);
    await first.person.journalled(['image', 'classes', 'states', 'prompt'], 2);
    await first.kill();

    server = await serve(photos.folder, { port: server.port });
    const second = await visit();
    await second.person.openImage('coins.png');
    assert.deepEqual(await second.person.decoded(2), pending);
    const state = await second.person.until((s) => s.saved);
    await second.person.shot('dataset-after-the-crash');
    assert.deepEqual(state.objects.map((o) => o.uuid), objects.map((o) => o.uuid));
    assert.ok(state.categories.some((category) => category.name === 'coin'));
    assert.equal(state.images.find((i) => i.id === rocket).state, 'done');
    assert.equal((await objectsOf(image)).length, 1);
    assert.equal((await api(`images/${rocket}/state`)).state, 'done');
    // Once it is saved nothing is left to bring back: accepted, the prompt is gone for the next visit.
    await second.person.accepted(2);
    await second.kill();
    const third = await visit();
    await third.person.openImage('coins.png');
    const last = await third.person.until((s) => s.objects.length === 2 && s.saved);
    assert.equal(last.pending, null);
    await third.kill();
  } finally {
    await first.kill();
    // The browser's other processes may still be writing.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
});

test('files that come or change while the page is open are seen', options, async () => {
  await annotator.openImage('coffee.png');
  const before = await annotator.until((s) => s.saved);
  await photos.add('astronaut.png');
  const now = new Date();
  await utimes(path.join(photos.folder, 'coffee.png'), now, now);  // saved anew by another program
  const state = await annotator.until(
    (s) => s.images.length === 5 && s.toasts.some((toast) => toast.message.includes('replaced')));
  assert.equal(state.image.fileName, 'coffee.png');
  assert.equal(state.objects.length, before.objects.length);
  await annotator.until((s) => s.image.ready && s.image.pixels);
  await annotator.shot('dataset-replaced');
});

test('the page logged no error but the refused requests', options, () => {
  assert.deepEqual(annotator.errors.filter((error) => !/Failed to load resource|ERR_/.test(error)), []);
});
