// Projects and storage without a server: several of them, whole ones as files and back, two tabs, a full disk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Annotator, launch, open, patience } from './harness.mjs';
import { drop, embeddingOf, pageHost, photo } from './local_harness.mjs';

const options = { timeout: patience };
let browser, host, annotator, chelsea;
before(async () => {
  chelsea = await embeddingOf('chelsea.png');
  browser = await launch();
  host = await pageHost({ under: 'some/path/' });
  annotator = await open(browser, `${host.address}some/path/`);
}, options);
after(async () => {
  await browser?.close();
  await host?.stop();
});

const dialog = () => annotator.page.locator('#dialog');
const button = (name, project) => (project === undefined ? dialog() : dialog().locator(`li[data-project="${project}"]`)).locator(`[data-name="${name}"]`);
const exported = (of = annotator) => of.page.evaluate(() => window.maskpoint.exportCoco());

async function projects() {
  await annotator.click('photos');
  await annotator.click('menu:projects');
  await dialog().waitFor({ state: 'visible' });
}
/** What reloads the page, done and waited for. */
async function reloading(act) {
  const loaded = annotator.page.waitForEvent('load');
  await act();
  await loaded;
  await annotator.ready();
}
async function clicked(x, y, count, of = annotator) {
  await of.clickAt(x, y);
  await of.decoded(1);
  return of.accepted(count);
}

test('under a sub-path a photo is annotated', options, async () => {
  await drop(annotator, [photo('chelsea.png'), chelsea]);
  await annotator.openImage('chelsea.png');
  await clicked(220, 150, 1);
  await annotator.addClass('ear');
});

test('two tabs share the project: what one does the other shows', options, async () => {
  const page = await annotator.page.context().newPage();
  const other = new Annotator(page);
  await page.goto(`${host.address}some/path/`);
  await other.ready();
  await other.openImage('chelsea.png');
  await other.until((s) => s.objects.length === 1 && s.categories.length === 2 && s.tabs === 2);
  await clicked(60, 40, 2, other);
  await annotator.until((s) => s.objects.length === 2 && s.saved);
  // Both at once: the merge keeps both.
  await Promise.all([annotator.clickAt(400, 60), other.clickAt(120, 260)]);
  await Promise.all([annotator.decoded(1), other.decoded(1)]);
  await Promise.all([annotator.page.keyboard.press('Enter'), other.page.keyboard.press('Enter')]);
  await annotator.until((s) => s.objects.length === 4 && s.saved);
  await other.until((s) => s.objects.length === 4 && s.saved);
  assert.equal(new Set((await exported()).annotations.map((a) => a.id)).size, 4);
  await page.close();
});

test('a project is saved as one file and opened again, equal', options, async () => {
  const before = await exported();
  await projects();
  await annotator.shot('local-projects');
  const [download] = await Promise.all([annotator.page.waitForEvent('download'), button('save').click()]);
  assert.equal(download.suggestedFilename(), 'My photos.maskpoint.zip');
  await annotator.page.keyboard.press('Escape');
  const file = `${await download.path()}.zip`;
  await download.saveAs(file);
  await reloading(() => drop(annotator, [file]));
  const { project } = await annotator.until((s) => s.project !== '');
  assert.equal(project, 'My photos 2');
  const again = await exported();
  assert.deepEqual(again.annotations, before.annotations);
  assert.deepEqual(again.categories, before.categories);
  assert.deepEqual(again.images, before.images);
  await annotator.openImage('chelsea.png');
  await clicked(300, 250, 5);
});

test('projects are renamed, switched and deleted, which says what goes', options, async () => {
  await projects();
  const field = dialog().locator('li[data-project="My photos 2"] input');
  await field.fill('cats');
  await field.press('Tab');
  await annotator.until((s) => s.project === 'cats');
  await reloading(() => button('open', 'My photos').click());
  await annotator.until((s) => s.project === 'My photos' && s.images.length === 1);
  assert.equal((await exported()).annotations.length, 4);
  await projects();
  await button('delete', 'cats').click();
  assert.match(await dialog().locator('.sure').innerText(), /1 photo and 5 objects/);
  await annotator.shot('local-delete');
  await button('delete-yes', 'cats').click();
  await dialog().locator('li[data-project="cats"]').waitFor({ state: 'detached' });
  await reloading(() => button('new').click());
  const { project, images } = await annotator.until((s) => s.project !== '');
  assert.deepEqual([project, images], ['My photos 2', []]);
  await annotator.click('projects');
  await dialog().waitFor({ state: 'visible' });
  await reloading(() => button('open', 'My photos').click());
});

test('embeddings are freed, and made again by the page itself', options, async () => {
  await annotator.until((s) => s.images.length === 1);
  await projects();
  await button('free').click();
  await button('free').waitFor({ state: 'detached' });
  await annotator.page.keyboard.press('Escape');
  await annotator.page.reload();
  await annotator.ready();
  await annotator.until((s) => s.image?.embedding === 'encoding');
  await annotator.shot('local-encoding');
  await annotator.openImage('chelsea.png');
  await clicked(300, 250, 5);
});

test('a full disk is said, and what was done is saved once there is room', options, async () => {
  const session = await annotator.page.context().newCDPSession(annotator.page);
  const { origin } = new URL(host.address);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  await drop(annotator, [photo('coffee.png')]);
  await annotator.until((s) => s.toasts.some((t) => t.error && /no room left/.test(t.message)));
  await annotator.shot('local-full');
  assert.equal((await annotator.state()).images.length, 1);
  await annotator.clickAt(60, 250);
  await annotator.decoded(1);
  await annotator.page.keyboard.press('Enter');
  await annotator.until((s) => s.objects.length === 6);
  // The little there is to write may still fit; what does not is said.
  const full = await annotator.until((s) => s.saved || s.saveError !== '');
  await session.send('Storage.overrideQuotaForOrigin', { origin });
  await annotator.until((s) => s.saved && s.objects.length === 6);
  assert.ok(full.saved || /no room left/.test(full.saveError), full.saveError);
  assert.equal((await exported()).annotations.length, 6);
});

test('storage that is cleared under an open page is said, and nothing made is lost', options, async () => {
  const session = await annotator.page.context().newCDPSession(annotator.page);
  await session.send('Storage.clearDataForOrigin', { origin: new URL(host.address).origin, storageTypes: 'all' });
  await annotator.clickAt(330, 40);
  await annotator.decoded(1);
  await annotator.page.keyboard.press('Enter');
  const { toasts } = await annotator.until((s) => s.objects.length === 7 && s.saved);
  assert.ok(toasts.some((t) => t.error && /storage of this page was cleared.*Add the photos again/.test(t.message)), JSON.stringify(toasts));
  assert.equal((await exported()).annotations.length, 7);
  await drop(annotator, [photo('chelsea.png'), chelsea]);
  await annotator.until((s) => s.toasts.some((t) => /embedding added|already/.test(t.message)));
  await annotator.page.reload();
  await annotator.ready();
  await annotator.openImage('chelsea.png');
  await annotator.until((s) => s.objects.length === 7);
});
