// scripts/bench.sh images: a folder of 10,000 small JPEGs. How long the server takes to start on it, to list it and
// to make thumbnails, and what scrolling through it costs the page a frame.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch, open, photoCopy, root, serve } from '../e2e/harness.mjs';
import { machine } from './machine.mjs';
import { summary } from './statistics.mjs';

const count = 10_000;
const sources = ['chelsea.png', 'coffee.png', 'rocket.jpg', 'astronaut.png'];

/** Small JPEGs of real photos, each with other bytes behind its end, so that no two are the same file. */
async function makeFolder() {
  const photos = await photoCopy(sources);
  const server = await serve(photos.folder);
  const list = await (await fetch(`${server.address}api/v1/images`)).json();
  const small = await Promise.all(list.images.map(
    async ({ id }) => Buffer.from(await (await fetch(`${server.address}api/v1/images/${id}/thumbnail`)).arrayBuffer())));
  await server.stop();
  await photos.remove();
  const folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-many-'));
  for (let i = 0; i < count; ++i)
    await writeFile(path.join(folder, `photo-${String(i).padStart(5, '0')}.jpg`),
      Buffer.concat([small[i % small.length], Buffer.from(String(i))]));
  return folder;
}

async function timed(work) {
  const from = performance.now();
  const value = await work();
  return [performance.now() - from, value];
}

/** In the page: what each animation frame's callbacks cost, by wrapping them. */
function watchFrames() {
  const real = window.requestAnimationFrame.bind(window);
  window.frameTimes = [];
  window.requestAnimationFrame = (callback) => real((time) => {
    const from = performance.now();
    callback(time);
    window.frameTimes.push(performance.now() - from);
  });
}

async function scrolling(annotator) {
  const { page } = annotator;
  const row = await annotator.widget((Object.keys((await annotator.state()).widgets).find((w) => /^image:\d+$/.test(w))));
  await page.mouse.move(row.x, row.y + 200);
  await page.evaluate(() => { window.frameTimes.length = 0; });
  for (let i = 0; i < 150; ++i) {
    await page.mouse.wheel(0, i < 100 ? 300 : 3000);
    await page.waitForTimeout(8);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => window.frameTimes);
}

const [making, folder] = await timed(makeFolder);
console.log(`${count} files made in ${(making / 1000).toFixed(1)} s`);
const report = { machine: machine(), count };
let server, browser;
try {
  [report.firstStartMs, server] = await timed(() => serve(folder));
  await server.stop();
  [report.startMs, server] = await timed(() => serve(folder));
  const get = async (what) => (await fetch(`${server.address}api/v1/${what}`)).arrayBuffer();
  [report.projectMs] = await timed(() => get('project'));
  [report.firstPageMs] = await timed(() => get('images?limit=100'));
  [report.wholeListMs] = await timed(async () => {
    for (let offset = 0; offset < count; offset += 1000) await get(`images?offset=${offset}&limit=1000`);
  });
  [report.filterMs] = await timed(() => get('images?limit=100&q=photo-09'));
  const ids = Array.from({ length: 100 }, (_, i) => i * 50 + 1);
  const thumbnails = async () => { for (const id of ids) await get(`images/${id}/thumbnail?side=128`); };
  [report.hundredThumbnailsMs] = await timed(thumbnails);
  [report.hundredThumbnailsAgainMs] = await timed(thumbnails);

  browser = await launch();
  let annotator;
  [report.pageListMs, annotator] = await timed(async () => {
    const opened = await open(browser, server.address, { prepare: watchFrames });
    await opened.page.waitForFunction((n) => window.maskpoint.state().images.length === n, count);
    return opened;
  });
  report.scrollFrameMs = summary(await scrolling(annotator));
  report.heapBytes = (await annotator.page.evaluate(() => window.maskpoint.info())).heapBytes;
  await annotator.shot('many-images');
  const [filtering] = await timed(async () => {
    await annotator.page.keyboard.press('/');
    await annotator.page.locator('input[data-field="filter"]').fill('0999');
    await annotator.until((s) => s.imagesShown === 11);
  });
  report.filterInPageMs = filtering;
  await mkdir(path.join(root, 'build/bench'), { recursive: true });
  await writeFile(path.join(root, 'build/bench/many_images.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(report);
} finally {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
}
