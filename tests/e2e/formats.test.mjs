// Files of other tools in and out of the page, without a server and with one: the same readers and writers, the same
// words; boxes become masks; a photo is taken out again.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';
import { drop, embeddingOf, pageHost, photo } from './local_harness.mjs';

const options = { timeout: patience };
// Ids with gaps, unknown keys, numbers as others write them; a hole, two parts, boxes alone, and what can't come in.
const instances = {
  info: { description: 'from elsewhere', version: 1.5 }, licenses: [{ id: 3, name: 'CC0' }],
  images: [
    { id: 70, file_name: 'chelsea.png', width: 451, height: 300, flickr: 'x' }, { id: 71, file_name: 'gone.jpg', width: 5, height: 5 }],
  categories: [{ id: 18, name: 'cat', supercategory: 'animal' }, { id: 90, name: 'nose', supercategory: '' }],
  annotations: [
    { id: 501, image_id: 70, category_id: 18, iscrowd: 0, area: 4900.0, bbox: [10, 10, 70, 70], segmentation: [[10, 10, 80, 10, 80, 80, 10, 80]], score: 0.5 },
    { id: 507, image_id: 70, category_id: 90, iscrowd: 0, area: 700, bbox: [200, 20, 60, 20], segmentation: [
      [200, 20, 220, 20, 220, 40, 200, 40], [245, 20, 260, 20, 260, 40, 245, 40]] },
    { id: 509, image_id: 70, category_id: 18, bbox: [110, 40, 260, 230], note: 'box alone' },
    { id: 510, image_id: 70, category_id: 90, bbox: [1, 1, 4, 4] },
    { id: 511, image_id: 71, category_id: 18, bbox: [1, 1, 2, 2] },
    { id: 512, image_id: 70, category_id: 18, iscrowd: 0, segmentation: [[5, 5, 6, 6]] }],
};
let browser, host, annotator, folder, file, chelsea;
before(async () => {
  chelsea = await embeddingOf('chelsea.png');
  folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-formats-'));
  file = path.join(folder, 'instances.json');
  await writeFile(file, JSON.stringify(instances));
  browser = await launch();
  host = await pageHost({ isolated: true });
  annotator = await open(browser, host.address);
}, options);
after(async () => {
  await browser?.close();
  await host?.stop();
  await rm(folder, { recursive: true, force: true });
});

const dialog = (of = annotator) => of.page.locator('#dialog');
const button = (name, of = annotator) => dialog(of).locator(`[data-name="${name}"]`);
const exported = (of = annotator) => of.page.evaluate(() => window.maskpoint.exportCoco());
const findings = (of = annotator) => dialog(of).locator('.findings li').allInnerTexts();

async function downloaded(act, of = annotator) {
  const [download] = await Promise.all([of.page.waitForEvent('download'), act()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
async function exportAs(format, of = annotator) {
  await of.click('export-as');
  await dialog(of).locator(`[data-format="${format}"]`).click();
  await dialog(of).locator('.report[data-state="counted"]').waitFor();
  const lost = await findings(of);
  return { lost, ...(await downloaded(() => button('export', of).click(), of)) };
}

let localSentences;
test('photos and their annotations dropped together come in; a report says what did not', options, async () => {
  const fetched = [];
  annotator.page.on('request', (request) => fetched.push(request.url()));
  await drop(annotator, [photo('chelsea.png'), chelsea, file]);
  await dialog().waitFor({ state: 'visible' });
  assert.ok(fetched.some((url) => url.endsWith('formats-core.wasm')), 'the readers come when they are needed');
  localSentences = await findings();
  assert.match(await dialog().locator('.summary').innerText(), /^2 objects on 1 image, 2 boxes without a mask, 2 new classes\.$/);
  assert.ok(localSentences.some((text) => /gone\.jpg/.test(text)), localSentences.join('\n'));
  assert.ok(localSentences.some((text) => /512/.test(text)), localSentences.join('\n'));
  await annotator.shot('import-report');
  await annotator.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button('copy').click();
  await button('copy').getByText('Copied').waitFor();
  assert.match(await annotator.page.evaluate(() => navigator.clipboard.readText()), /^Import of instances\.json\n2 objects[^]*gone\.jpg/);
  await button('done').click();
  await annotator.openImage('chelsea.png');
  const { objects, categories } = await annotator.until((s) => s.objects.length === 2);
  assert.deepEqual(objects.map((o) => o.id), [501, 507]);
  assert.deepEqual(categories.map((c) => [c.id, c.name]), [[18, 'cat'], [90, 'nose']]);
});

test('what nobody edited goes out as it came, boxes too', options, async () => {
  const coco = await exported();
  const byId = new Map(coco.annotations.map((a) => [a.id, a]));
  for (const id of [501, 507, 509, 510]) assert.deepEqual(byId.get(id), instances.annotations.find((a) => a.id === id));
  assert.deepEqual(coco.images, [instances.images[0]]);
  assert.equal(coco.info.version, 1.5);
  assert.deepEqual(coco.licenses, instances.licenses);
  assert.deepEqual(coco.categories.map((c) => c.id), [18, 90]);
});

test('the same file again doubles nothing', options, async () => {
  await drop(annotator, [file]);
  await dialog().waitFor({ state: 'visible' });
  assert.ok((await findings()).some((text) => /4 annotations already here/.test(text)));
  await button('done').click();
  assert.equal((await exported()).annotations.length, 4);
});

test('boxes become masks, sorted for review, and can be taken back', options, async () => {
  await annotator.page.keyboard.press('Control+k');
  const field = annotator.page.locator('input[data-field="palette"]');
  await field.fill('masks of imported boxes');
  await field.press('Enter');
  await button('make').waitFor();
  assert.match(await dialog().innerText(), /2 boxes on 1 image have no mask/);
  await button('make').click();
  await button('done').waitFor();
  await annotator.shot('boxes-made');
  const scores = (await dialog().locator('.made .score').allInnerTexts()).map(Number);
  assert.deepEqual(scores, [...scores].sort((a, b) => a - b));
  const made = (await annotator.until((s) => s.objects.length === 2 + scores.length && s.saved)).objects;
  assert.ok(made.some((o) => o.id === 509));
  await button('take-back').click();
  await dialog().getByText('the boxes wait again').waitFor();
  await annotator.until((s) => s.objects.length === 2);
  assert.deepEqual((await exported()).annotations.map((a) => a.id).sort(), [501, 507, 509, 510]);
  await button('done').click();
  await annotator.click('photos');
  await annotator.click('menu:make-masks');
  await button('make').click();
  await dialog().locator('[data-name="review"]').last().click();
  const chosen = await annotator.until((s) => s.objects.filter((o) => o.selected).length === 1);
  assert.equal(chosen.objects.find((o) => o.selected).id, 509);
  const mask = (await exported()).annotations.find((a) => a.id === 509);
  assert.equal(mask.note, 'box alone');
  assert.ok(mask.area > 10_000 && mask.predicted_iou > 0.7);
});

let localZip;
test('other formats say what they lose before they are written', options, async () => {
  const yolo = await exportAs('yolo');
  assert.equal(yolo.name, 'My photos.yolo.zip');
  assert.ok(yolo.lost.length > 0, 'parts, scores and attributes');
  const files = unzipSync(yolo.bytes);
  assert.deepEqual(Object.keys(files).sort(), ['data.yaml', 'labels/chelsea.txt']);
  await annotator.click('export-as');
  await dialog().locator('[data-format="yolo"]').click();
  await dialog().locator('.report[data-state="counted"]').waitFor();
  await annotator.shot('export-as');
  await annotator.page.setViewportSize({ width: 1024, height: 640 });
  await annotator.page.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
  assert.ok((await button('export').boundingBox()).y < 640, 'the buttons are in sight on a small screen');
  await annotator.shot('export-as-small-light');
  await annotator.page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
  await annotator.page.setViewportSize({ width: 1440, height: 900 });
  await annotator.page.keyboard.press('Escape');
  localZip = unzipSync((await exportAs('all')).bytes);
  const folders = new Set(Object.keys(localZip).map((name) => name.split('/')[0]));
  assert.equal(folders.size, 9);
});

test('masks come in again from their PNGs, outlines from a zip', options, async () => {
  const masks = path.join(folder, 'masks');
  await mkdir(masks);
  await writeFile(path.join(masks, 'chelsea.png'), localZip['png-instance/masks/chelsea.png']);
  await writeFile(path.join(masks, 'instances.json'), localZip['png-instance/instances.json']);
  const before = (await annotator.state()).objects.length;
  await drop(annotator, [masks]);
  const after = await annotator.until((s, n) => s.objects.length > n, before);
  assert.equal(after.images.length, 1, 'the mask is no photo');
  if (await dialog().isVisible()) await button('done').click();
  await annotator.page.keyboard.press('Control+a');
});

test('a folder that was opened takes the COCO file back', options, async () => {
  const given = { 'coffee.png': await readFile(photo('coffee.png')), 'own.json': Buffer.from(JSON.stringify({
    images: [{ id: 4, file_name: 'coffee.png', width: 600, height: 400 }], categories: [{ id: 18, name: 'cat' }],
    annotations: [{ id: 900, image_id: 4, category_id: 18, iscrowd: 0, bbox: [1, 1, 9, 9], area: 81, segmentation: [[1, 1, 10, 1, 10, 10, 1, 10]] }],
  })) };
  await annotator.page.evaluate(async (files) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('set', { create: true });
    for (const [name, bytes] of Object.entries(files)) {
      const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await stream.write(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
      await stream.close();
    }
    window.showDirectoryPicker = async () => folder;
  }, Object.fromEntries(Object.entries(given).map(([name, bytes]) => [name, bytes.toString('base64')])));
  await annotator.page.keyboard.press('Control+Shift+o');
  await annotator.until((s) => s.images.length === 2 && s.objects.length === 1);
  await annotator.click('export-as');
  await dialog().locator('[data-format="coco"]').click();
  await button('write-back').getByText('Write into set/own.json').waitFor();
  await button('write-back').click();
  await annotator.until((s) => s.toasts.some((t) => t.message === 'Written into set/own.json.'));
  const written = await annotator.page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('set');
    return (await (await folder.getFileHandle('own.json')).getFile()).text();
  });
  assert.deepEqual(JSON.parse(written).annotations, (await exported()).annotations);
});

test('a photo is taken out of the project, with what is on it', options, async () => {
  await annotator.openImage('coffee.png');
  await annotator.click('photos');
  await annotator.click('menu:remove-photo');
  await dialog().getByText('coffee.png and its 1 object will go').waitFor();
  await button('remove').click();
  await annotator.until((s) => s.images.length === 1 && s.image?.fileName === 'chelsea.png');
  assert.deepEqual((await exported()).images.map((i) => i.file_name), ['chelsea.png']);
});

test('with a server a dropped file is posted, with the same report and the same export', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  const server = await serve(photos.folder);
  try {
    const other = await open(browser, server.address);
    await other.openImage('chelsea.png');
    await drop(other, [file]);
    await dialog(other).waitFor({ state: 'visible' });
    assert.deepEqual(await findings(other), localSentences);
    await button('make-masks', other).click();
    await button('make', other).click();
    await button('done', other).click();
    await other.until((s) => s.objects.length > 2 && s.saved);
    const serverZip = unzipSync((await exportAs('all', other)).bytes);
    assert.deepEqual(Object.keys(serverZip).sort(), Object.keys(localZip).sort());
    for (const name of ['yolo/labels/chelsea.txt', 'yolo/data.yaml', 'sa1b/chelsea.json'])
      assert.equal(Buffer.from(serverZip[name]).toString(), Buffer.from(localZip[name]).toString(), name);
    assert.deepEqual(other.errors, []);
    await other.page.context().close();
  } finally {
    await server.stop();
    await photos.remove();
  }
  assert.deepEqual(annotator.errors.filter((error) => !/404/.test(error)), []);
});
