// A prompt that is not an object yet outlives a reload of the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

const options = { timeout: patience };
let photos, server, browser, annotator;
before(async () => {
  photos = await photoCopy(['chelsea.png', 'coffee.png']);
  server = await serve(photos.folder);
  browser = await launch();
  annotator = await open(browser, server.address);
}, options);
after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

async function reload() {
  await annotator.page.reload();
  await annotator.ready();
}

test('a pending prompt comes back with the mask that was shown', options, async () => {
  await annotator.openImage('coffee.png');
  await annotator.clickAt(320, 120);
  await annotator.decoded(1);
  await annotator.clickAt(430, 300, { button: 'right' });
  const { shown } = await annotator.decoded(2);
  await annotator.page.keyboard.press('Tab');
  const { pending } = await annotator.until((s, was) => s.pending.shown !== was, shown);
  await reload();
  await annotator.openImage('coffee.png');
  assert.deepEqual(await annotator.decoded(2), pending);
});

test('it waits for its image to be opened', options, async () => {
  await annotator.openImage('chelsea.png');
  assert.equal((await annotator.state()).pending, null);
  await reload();
  await annotator.openImage('chelsea.png');
  assert.equal((await annotator.state()).pending, null);
  await annotator.openImage('coffee.png');
  await annotator.decoded(2);
});

test('accepted, it comes back no more', options, async () => {
  await annotator.accepted(1);
  await reload();
  await annotator.openImage('coffee.png');
  const { pending } = await annotator.until((s) => s.objects.length === 1 && s.saved);
  assert.equal(pending, null);
});
