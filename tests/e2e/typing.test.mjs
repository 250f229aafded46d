// Keys typed as fast as they can come: what follows the key that opens a text field belongs to the field.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

const options = { timeout: patience };
let photos, server, browser, annotator;
before(async () => {
  photos = await photoCopy(['chelsea.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address);
  await annotator.openImage('chelsea.png');
}, options);
after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

test('the field has the keyboard as soon as its key is down', options, async () => {
  // Both keys within one task, as when the page was busy while they were typed.
  const focused = await annotator.page.evaluate(() => {
    document.querySelector('#canvas').dispatchEvent(
      new KeyboardEvent('keydown', { key: 'c', bubbles: true, cancelable: true }));
    return document.activeElement?.dataset?.field ?? '';
  });
  assert.equal(focused, 'class-new');
  await annotator.page.keyboard.press('Escape');
  await annotator.page.locator('input[data-field="class-new"]').waitFor({ state: 'detached' });
});

test('a class typed without a pause has its whole name', options, async () => {
  await annotator.page.keyboard.type('cdonkey');
  await annotator.page.keyboard.press('Enter');
  const { categories, images } = await annotator.until((s) => s.saved && s.categories.some((c) => c.name.endsWith('onkey')));
  assert.deepEqual(categories.map((c) => c.name).filter((name) => name.endsWith('onkey')), ['donkey']);
  assert.notEqual(images[0].state, 'done', 'the letter d was no command');
});

test('so does the filter of the images', options, async () => {
  await annotator.page.keyboard.type('/nothing');
  await annotator.until((s) => Object.keys(s.widgets).every((name) => !name.startsWith('image:')));
  assert.equal(await annotator.page.locator('input[data-field="filter"]').inputValue(), 'nothing');
  await annotator.page.keyboard.press('Escape');
});
