// What lies round the canvas: how the image is seen, the palette, shortcuts of one's own, names in every
// script, the buttons for assistive technology, what is announced, and the page in every size.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

const options = { timeout: patience };
let photos, server, browser, annotator;
before(async () => {
  photos = await photoCopy(['coffee.png', 'astronaut.png', 'chelsea.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address);
  await annotator.openImage('coffee.png');
}, options);
after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

const settings = async () => (await annotator.state()).settings;
const press = (...keys) => keys.reduce((done, key) => done.then(() => annotator.page.keyboard.press(key)), Promise.resolve());

/** The mean colour of a square of the page. */
async function meanColor(x, y, side = 40) {
  const png = await annotator.page.screenshot({ clip: { x, y, width: side, height: side } });
  return annotator.page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const sum = [0, 0, 0];
    for (let i = 0; i < data.length; ++i) if (i % 4 < 3) sum[i % 4] += data[i];
    return sum.map((v) => v / (data.length / 4));
  }, png.toString('base64'));
}

async function dragSlider(name, share) {
  const { widgets } = await annotator.until((s, n) => s.widgets[n] !== undefined, name);
  const [x, y, width, height] = widgets[name];
  const { mouse } = annotator.page;
  await mouse.move(x + width / 2, y + height / 2);
  await mouse.down();
  await mouse.move(x + width * share, y + height / 2, { steps: 4 });
  await mouse.up();
}

test('the view popover changes what is seen, and takes it back', options, async () => {
  const at = await annotator.toView(150, 200);
  const plain = await meanColor(at.x, at.y);
  await annotator.click('view');
  await dragSlider('view:brightness', 0.8);
  await annotator.until((s) => s.settings.brightness > 0.3);
  const bright = await meanColor(at.x, at.y);
  assert.ok(bright[0] > plain[0] + 30 && bright[2] > plain[2] + 30, `${plain} became ${bright}`);
  await dragSlider('view:saturation', 0);
  await annotator.until((s) => s.settings.saturation <= -0.95);
  const grey = await meanColor(at.x, at.y);
  assert.ok(Math.max(...grey) - Math.min(...grey) < 8, `grey: ${grey}`);
  await annotator.shot('view-dark');
  await annotator.click('view:reset');
  await annotator.click('view:invert');
  await annotator.until((s) => s.settings.invert && s.settings.brightness === 0);
  const inverted = await meanColor(at.x, at.y);
  plain.forEach((v, i) => assert.ok(Math.abs(255 - v - inverted[i]) < 4, `${plain} inverted is ${inverted}`));
  await annotator.click('view:crosshair');
  await press('Escape');
  // Kept over a reload, and over another page's broken ones.
  await annotator.page.reload();
  await annotator.ready();
  assert.equal((await settings()).invert, true);
  await annotator.page.evaluate(() => localStorage.setItem('maskpoint-settings', '{"theme":"dark","invert":tru'));
  await annotator.page.reload();
  await annotator.ready();
  assert.equal((await settings()).invert, false);
  await annotator.openImage('coffee.png');
});

test('zoomed in: pixel grid, crosshair, minimap, and the zoom kept for the next image', options, async () => {
  await annotator.click('view');
  await annotator.click('view:crosshair');
  await annotator.click('view:keep-zoom');
  await press('Escape');
  const at = await annotator.toView(300, 150);
  await annotator.page.mouse.move(at.x, at.y);
  for (let i = 0; i < 16; ++i) await annotator.page.mouse.wheel(0, -100);
  const zoomed = await annotator.until((s) => s.view.scale > 12 && s.widgets.minimap !== undefined);
  await annotator.page.mouse.move(at.x + 3, at.y + 3);
  await annotator.shot('grid-crosshair');
  // Dragging in the minimap brings the place under the pointer to the middle of the canvas.
  const [x, y, width, height] = zoomed.widgets.minimap;
  await annotator.page.mouse.move(x + width * 0.5, y + height * 0.5);
  await annotator.page.mouse.down();
  await annotator.page.mouse.move(x + width * 0.25, y + height * 0.75, { steps: 3 });
  await annotator.page.mouse.up();
  const { view, canvas } = await annotator.until((s, v) => s.view.x !== v.x && s.view.y !== v.y, zoomed.view);
  const middle = (offset, start, length) => (start + length / 2 - offset) / view.scale;
  assert.ok(Math.abs(middle(view.x, canvas[0], canvas[2]) / 600 - 0.25) < 0.02, 'across');
  assert.ok(Math.abs(middle(view.y, canvas[1], canvas[3]) / 400 - 0.75) < 0.02, 'down');
  await press('a');
  const next = await annotator.until((s) => s.image?.fileName === 'chelsea.png' && s.image.pixels);
  assert.equal(next.view.scale, view.scale);
  await annotator.click('view');
  await annotator.click('view:keep-zoom');
  await annotator.click('view:crosshair');
  await press('Escape');
});

test('the palette opens an image by a few letters', options, async () => {
  await press('Control+k');
  const field = annotator.page.locator('input[data-field="palette"]');
  await field.waitFor();
  await annotator.page.keyboard.type('cof');
  await annotator.until((s) => s.widgets['palette:0'] !== undefined);
  await annotator.shot('palette');
  await press('Enter');
  await annotator.until((s) => s.image?.fileName === 'coffee.png' && s.image.ready && s.image.pixels);
  await field.waitFor({ state: 'detached' });
  await press('Control+k');
  await field.waitFor();
  await annotator.page.keyboard.type('chel');
  await annotator.until((s) => s.widgets['palette:0'] !== undefined && s.widgets['palette:1'] === undefined);
  await annotator.click('palette:0');
  await annotator.until((s) => s.image?.fileName === 'chelsea.png');
  await field.waitFor({ state: 'detached' });
  await annotator.openImage('coffee.png');
  await press('Control+k');
  await field.waitFor();
  await annotator.page.keyboard.type('theme');
  await press('ArrowDown', 'ArrowUp', 'Escape');
  await field.waitFor({ state: 'detached' });
  assert.equal((await annotator.state()).theme, 'dark');
});

test('a key of one’s own: what is taken is asked for, and kept', options, async () => {
  await press('?');
  await annotator.click('help:change');
  await annotator.click('shortcut:accept');
  await press('Control+z');
  await annotator.until((s) => s.widgets['shortcut:swap'] !== undefined);
  await annotator.shot('shortcuts-dark');
  await annotator.click('shortcut:keep');
  await annotator.click('shortcut:accept');
  await press('j');
  await annotator.until((s) => s.settings.shortcuts.accept?.[0] === 'j');
  await annotator.click('shortcuts:done');
  await annotator.page.reload();
  await annotator.ready();
  await annotator.openImage('coffee.png');
  await annotator.clickAt(320, 120);
  await annotator.decoded(1);
  await press('Enter');
  assert.notEqual((await annotator.state()).pending, null, 'Enter is free now');
  await press('j');
  await annotator.until((s) => s.objects.length === 1 && s.saved);
  // On a Cyrillic keyboard the key in Z's place undoes.
  const onCyrillic = (type) => annotator.page.evaluate((t) => document.querySelector('#canvas').dispatchEvent(
    new KeyboardEvent(t, { key: 'я', code: 'KeyZ', ctrlKey: true, bubbles: true, cancelable: true })), type);
  assert.equal(await onCyrillic('keydown'), false, 'it was a command');
  await annotator.until((s) => s.objects.length === 0 && s.pending !== null);
  await press('?');
  await annotator.click('help:change');
  await annotator.click('shortcuts:reset');
  await annotator.click('shortcuts:reset');
  await annotator.until((s) => Object.keys(s.settings.shortcuts).length === 0);
  await press('Escape');
  await annotator.decoded(1);
  await annotator.accepted(1);
});

test('names in every script', options, async () => {
  for (const name of ['чашка', 'κούπα', '杯子', 'كوب', '☕️ cup', 'Zażółć gęślą', 'ถ้วย'])
    await annotator.addClass(name);
  await annotator.page.mouse.move(700, 850);
  // The browser's pictures of those letters come a frame later.
  await annotator.page.waitForTimeout(300);
  await annotator.shot('scripts-dark');
  await annotator.page.emulateMedia({ colorScheme: 'light' });
  await annotator.until((s) => s.theme === 'light');
  await annotator.shot('scripts-light');
  await annotator.page.emulateMedia({ colorScheme: 'dark' });
  await press('Control+k');
  await annotator.page.locator('input[data-field="palette"]').waitFor();
  await annotator.page.keyboard.type('杯');
  await annotator.until((s) => s.widgets['palette:0'] !== undefined && s.widgets['palette:1'] === undefined);
  await press('Enter');
  const { category, categories } = await annotator.until((s) => s.widgets['palette:0'] === undefined);
  assert.equal(categories.find((c) => c.id === category).name, '杯子');
});

test('without a mouse: buttons, and what happens is said', options, async () => {
  const { page } = annotator;
  const said = (pattern) => page.waitForFunction(
    (p) => new RegExp(p).test(document.querySelector('#live').textContent), pattern, { timeout: 5000 });
  if ((await annotator.state()).objects.length === 0) {
    await annotator.clickAt(320, 120);
    await annotator.decoded(1);
    await annotator.accepted(1);
    await said('Added');
  }
  await page.locator('#canvas').focus();
  await press('F6');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'));
  assert.equal(await focused(), 'previous-image');
  await annotator.shot('action-bar');
  const box = await page.locator('#actions').boundingBox();
  assert.ok(box.width > 300, 'the buttons are seen while one has the focus');
  await press('ArrowRight');
  assert.equal(await focused(), 'next-image');
  for (let i = 0; i < 20 && (await focused()) !== 'undo'; ++i) await press('ArrowRight');
  await press('Enter');
  await annotator.until((s) => s.objects.length === 0);
  await said('Undone');
  await press('ArrowRight', 'Enter');
  await annotator.until((s) => s.objects.length === 1 && s.saved);
  await said('Redone');
  await press('F6');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'canvas');
  assert.deepEqual(annotator.errors, []);
});

test('a lost context comes back as it was seen', options, async () => {
  await press('Control+0');
  await annotator.click('view');
  await annotator.click('view:invert');
  await press('Escape');
  const at = await annotator.toView(150, 300);
  const earlier = await meanColor(at.x, at.y);
  await annotator.loseContext();
  await annotator.page.waitForTimeout(600);
  const later = await meanColor(at.x, at.y);
  earlier.forEach((v, i) => assert.ok(Math.abs(v - later[i]) < 3, `${earlier} became ${later}`));
  await annotator.click('view');
  await annotator.click('view:invert');
  await press('Escape');
});

test('small, large, dense and high-contrast windows', options, async () => {
  const { page } = annotator;
  for (const [width, height] of [[1024, 640], [700, 560], [3840, 2160]]) {
    await page.setViewportSize({ width, height });
    await annotator.until((s, w) => s.canvas[2] < w && s.canvas[2] > w - 600, width);
    await annotator.shot(`size-${width}`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' });
  await page.waitForTimeout(200);
  await annotator.shot('contrast-dark');
  await page.emulateMedia({ contrast: 'more', colorScheme: 'light' });
  await annotator.until((s) => s.theme === 'light');
  await annotator.shot('contrast-light');
  await page.emulateMedia({ contrast: null, reducedMotion: null, colorScheme: null });
  assert.deepEqual(annotator.errors, []);
});
