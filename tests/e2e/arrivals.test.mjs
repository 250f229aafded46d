// Ways in without a server: folders, pickers, the clipboard, addresses; and what a drop says where there is one.

import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';
import { drop, embeddingOf, pageHost, photo } from './local_harness.mjs';

const options = { timeout: patience };
let browser, host, annotator, folder;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-drop-'));
  await mkdir(path.join(folder, 'set/embeddings'), { recursive: true });
  await copyFile(photo('chelsea.png'), path.join(folder, 'set/chelsea.png'));
  await copyFile(photo('coins.png'), path.join(folder, 'set/coins.png'));
  await copyFile(await embeddingOf('chelsea.png'), path.join(folder, 'set/embeddings/chelsea.npy'));
  await writeFile(path.join(folder, 'set/notes.txt'), 'no photo');
  await writeFile(path.join(folder, 'set/broken.jpg'), (await readFile(photo('rocket.jpg'))).subarray(0, 300));
  await writeFile(path.join(folder, 'set/.hidden'), '');
  browser = await launch();
  host = await pageHost({ isolated: true, change: (name) => (name === 'there/rocket.jpg' ? readFile(photo('rocket.jpg')) : null) });
  annotator = await open(browser, host.address);
  await annotator.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}, options);
after(async () => {
  await browser?.close();
  await host?.stop();
  await rm(folder, { recursive: true, force: true });
});

const said = (words, error) => annotator.until(
  (s, [w, e]) => s.toasts.some((t) => t.error === e && t.message.includes(w)), [words, error]);
const names = (list) => annotator.until((s, wanted) => s.images.map((i) => i.fileName).join() === wanted, list.join());

test('a dropped folder brings what can be read and names the rest', options, async () => {
  await drop(annotator, [path.join(folder, 'set')]);
  const { toasts } = await said('2 photos added.', true);
  const { message } = toasts.find((t) => t.error);
  assert.match(message, /notes\.txt \(it is no photo/);
  assert.match(message, /broken\.jpg \(it is damaged/);
  assert.doesNotMatch(message, /hidden/);
  const { images } = await names(['chelsea.png', 'coins.png']);
  assert.equal(images[0].embedding, 'ready');
  await annotator.shot('local-folder');
});

test('the same photo again is not taken twice', options, async () => {
  await drop(annotator, [photo('coins.png')]);
  await said('coins.png is in the project already.', false);
  await names(['chelsea.png', 'coins.png']);
});

test('files are picked by the menu of the list', options, async () => {
  await annotator.click('photos');
  await annotator.shot('local-menu');
  const [chooser] = await Promise.all([annotator.page.waitForEvent('filechooser'), annotator.click('menu:open-files')]);
  assert.equal(chooser.isMultiple(), true);
  await chooser.setFiles([photo('coffee.png')]);
  await names(['chelsea.png', 'coffee.png', 'coins.png']);
});

test('a folder is picked by the command palette, where the browser gives folders', options, async () => {
  await annotator.page.evaluate(async (bytes) => {
    const root = await navigator.storage.getDirectory();
    const given = await root.getDirectoryHandle('given', { create: true });
    const inner = await given.getDirectoryHandle('sub', { create: true });
    const stream = await (await inner.getFileHandle('astronaut.png', { create: true })).createWritable();
    await stream.write(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
    await stream.close();
    window.showDirectoryPicker = async () => given;
  }, (await readFile(photo('astronaut.png'))).toString('base64'));
  await annotator.page.keyboard.press('Control+k');
  const field = annotator.page.locator('input[data-field="palette"]');
  await field.fill('open a folder');
  await field.press('Enter');
  await annotator.until((s) => s.images.some((i) => i.fileName === 'sub/astronaut.png'));
});

test('a photo is pasted, and so is the address of one', options, async () => {
  await annotator.page.locator('#canvas').focus();
  await annotator.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext('2d').fillRect(8, 8, 20, 20);
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': canvas.convertToBlob({ type: 'image/png' }) })]);
  });
  await annotator.page.keyboard.press('Control+v');
  const { images } = await annotator.until((s) => s.images.some((i) => i.fileName.startsWith('pasted ')));
  assert.match(images.find((i) => i.fileName.startsWith('pasted ')).fileName, /^pasted \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
  await annotator.page.evaluate((address) => navigator.clipboard.writeText(address), `${host.address}there/rocket.jpg`);
  await annotator.page.keyboard.press('Control+v');
  await annotator.until((s) => s.image?.fileName === 'rocket.jpg');
});

test('an address is asked for, and one without a photo is said', options, async () => {
  await annotator.click('photos');
  await annotator.click('menu:open-address');
  await annotator.shot('local-address');
  await annotator.page.locator('#dialog input').fill(`${host.address}there/nothing.jpg`);
  await annotator.page.keyboard.press('Enter');
  await said('has no photo at that address (404)', true);
});

test('beside a server a drop says where photos belong', options, async () => {
  const photos = await photoCopy(['chelsea.png']);
  const server = await serve(photos.folder);
  const served = await open(browser, server.address);
  await served.until((s) => s.images.length === 1 && s.keptIn === 'server');
  await drop(served, [photo('coffee.png')]);
  await served.until((s) => s.toasts.some((t) => /belong in the folder that is served/.test(t.message)));
  const { images, widgets } = await served.state();
  assert.deepEqual([images.length, widgets.photos], [1, undefined]);
  await served.close();
  await server.stop();
  await photos.remove();
});
