// A page from a plain host updates itself without losing work: the new version waits until somebody agrees.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, patience, webFolder } from './harness.mjs';
import { drop, embeddingOf, pageHost, photo } from './local_harness.mjs';

const options = { timeout: patience };
const newStyle = 'html { --version-of-this-test: 2; }\n';
let browser, host, annotator, style, worker, next;
before(async () => {
  style = await readFile(path.join(webFolder, 'style.css'), 'utf8');
  worker = await readFile(path.join(webFolder, 'service_worker.js'), 'utf8');
  browser = await launch();
  host = await pageHost({ change: (name) => Promise.resolve(next?.[name] ?? null) });
  annotator = await open(browser, host.address);
}, options);
after(async () => {
  await browser?.close();
  await host?.stop();
});

/** The site with another style sheet; `hash` may be wrong, as on a host that is half way through. */
function nextVersion(number, text, hash) {
  const end = worker.indexOf(';\n');
  const site = JSON.parse(worker.slice('self.site='.length, end));
  site.version = `test-${number}`;
  site.files['style.css'].hash = hash ?? createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { 'style.css': Buffer.from(text), 'service_worker.js': Buffer.from(`self.site=${JSON.stringify(site)}${worker.slice(end)}`) };
}
const version = () => annotator.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--version-of-this-test').trim());
const caches = () => annotator.page.evaluate(async () => (await caches.keys()).map((name) => name.split(' ').at(-1)));
const waiting = () => annotator.page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update().catch(() => undefined);
  return registration.waiting !== null || registration.installing !== null;
});

test('a version that is not whole yet changes nothing', options, async () => {
  await drop(annotator, [photo('chelsea.png'), await embeddingOf('chelsea.png')]);
  await annotator.openImage('chelsea.png');
  next = nextVersion(1, style + newStyle, '0000000000000000');
  await waiting();
  await annotator.poll(() => annotator.page.evaluate(async () => {
    const { installing, waiting: kept } = await navigator.serviceWorker.getRegistration();
    return installing === null && kept === null;
  }), (settled) => settled, () => 'the broken version is still being installed');
  assert.equal(await annotator.page.locator('#update').isVisible(), false);
});

test('a whole one waits, also over a reload, and says so', options, async () => {
  await annotator.clickAt(220, 150);
  await annotator.decoded(1);
  next = nextVersion(2, style + newStyle);
  assert.equal(await waiting(), true);
  const notice = annotator.page.locator('#update');
  await notice.waitFor({ state: 'visible' });
  await annotator.shot('local-update');
  await annotator.page.reload();
  await annotator.ready();
  await notice.waitFor({ state: 'visible' });
  assert.equal(await version(), '');
});

test('when somebody agrees the page is the new one, with the work that was there', options, async () => {
  await annotator.openImage('chelsea.png');
  await annotator.decoded(1);
  const loaded = annotator.page.waitForEvent('load');
  await annotator.page.locator('#update .primary').click();
  await loaded;
  await annotator.ready();
  assert.equal(await version(), '2');
  assert.deepEqual(await caches(), ['test-2']);
  await annotator.openImage('chelsea.png');
  await annotator.decoded(1);
  await host.stop();
  await annotator.page.reload();
  await annotator.ready();
  await annotator.openImage('chelsea.png');
  await annotator.decoded(1);
  await annotator.accepted(1);
});
