// A folder bundled for a plain host: labelled in the browser with the embeddings that came along.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launch, modelFolder, open, patience, photoCopy, serverProgram, webFolder } from './harness.mjs';
import { fileIn, staticHost } from './static_host.mjs';

const options = { timeout: patience };
let browser;
before(async () => { browser = await launch(); }, options);
after(() => browser?.close());

test('a bundled folder is labelled from a plain host', options, async () => {
  const photos = await photoCopy(['chelsea.png', 'rocket.jpg']);
  const site = await mkdtemp(path.join(tmpdir(), 'maskpoint-site-'));
  await promisify(execFile)(serverProgram, [
    'bundle', photos.folder, '-o', site, '--web', webFolder, '--model', modelFolder]);
  const asked = [];
  const host = await staticHost((name) => {
    asked.push(name);
    return fileIn(site, name || 'index.html');
  });
  const annotator = await open(browser, host.address);
  await annotator.until((s) => s.images.length === 2);
  await annotator.openImage('chelsea.png');
  await annotator.clickAt(220, 150);
  await annotator.decoded(1);
  await annotator.accepted(1);
  await annotator.until((s) => s.saveState === 'saved');
  await annotator.page.reload();
  await annotator.ready();
  await annotator.until((s) => s.objects.length === 1 && s.image.fileName === 'chelsea.png');
  const coco = await annotator.page.evaluate(() => window.maskpoint.exportCoco());
  assert.equal(coco.annotations.length, 1);
  assert.deepEqual(coco.images.map((image) => image.file_name), ['chelsea.png', 'rocket.jpg']);
  assert.ok(!asked.includes('models/encoder.f16.onnx'), 'nothing was encoded here');
  assert.equal(asked.filter((name) => name === 'bundle/photos/chelsea.png').length, 1, 'a photo is fetched once');
  await annotator.shot('bundle');
  await annotator.close();
  await host.stop();
  await photos.remove();
  await rm(site, { recursive: true });
});
