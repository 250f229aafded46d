// scripts/bench.sh encoder: the page without a server and a photo without an embedding: from the drop to the first mask,
// with everything still to be downloaded and on a second visit; what is downloaded; the encoder's time; and what the
// browser holds while a hundred photos are encoded in one page.

import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch, open, root } from '../e2e/harness.mjs';
import { drop, pageHost, photo } from '../e2e/local_harness.mjs';
import { machine } from './machine.mjs';

const photos = Number(process.env.MASKPOINT_BENCH_PHOTOS ?? 100);
const early = Math.min(10, photos);
const web = path.join(root, 'build/web');
const folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-encoder-'));
const sources = ['coffee.png', 'rocket.jpg', 'chelsea.png', 'astronaut.png', 'coins.png', 'retina.jpg'];

/** A file of its own for each, with pixels of the sample's: bytes behind the end are nobody's. */
async function copies(count) {
  const files = [];
  for (let i = 0; i < count; ++i) {
    const source = sources[i % sources.length];
    const file = path.join(folder, `${String(i).padStart(3, '0')}-${source}`);
    await copyFile(photo(source), file);
    await writeFile(file, Buffer.from(`\n${i}`), { flag: 'a' });
    files.push(file);
  }
  return files;
}

const served = new Map();
const host = await pageHost({
  isolated: true,
  change: async (name) => {
    const file = path.join(web, name || 'index.html');
    const size = (await stat(file).catch(() => null))?.size;
    if (size !== undefined) {
      const packed = await stat(`${file}.br`).catch(() => null);
      served.set(name || 'index.html', { size, packed: packed?.size ?? size });
    }
    return null;
  },
});
const downloaded = () => [...served.values()].reduce(
  (sum, { size, packed }) => ({ size: sum.size + size, packed: sum.packed + packed }), { size: 0, packed: 0 });

/** From the drop to the frame with the mask of a click that is made as soon as clicks are taken. */
async function firstMask(annotator, file, name) {
  await annotator.page.evaluate((wanted) => {
    window.encoded = window.maskShown = null;
    const look = () => {
      const { image } = window.maskpoint.state();
      if (image?.fileName !== wanted || !image.ready || !image.pixels) return requestAnimationFrame(look);
      window.encoded = performance.now();
    };
    addEventListener('drop', () => { window.dropped = performance.now(); look(); }, { capture: true, once: true });
    window.maskpoint.on('mask', () => requestAnimationFrame(() => requestAnimationFrame(() => { window.maskShown ??= performance.now(); })));
  }, name);
  await drop(annotator, [file]);
  await annotator.page.waitForFunction(() => window.encoded !== null, null, { timeout: 180_000 });
  // A prompt of the visit before may have given its mask meanwhile.
  await annotator.page.evaluate(() => { window.maskShown = null; });
  await annotator.clickAt(100, 100);
  await annotator.page.waitForFunction(() => window.maskShown !== null);
  return annotator.page.evaluate(() => ({ ready: window.encoded - window.dropped, mask: window.maskShown - window.dropped }));
}

async function residentBytes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  let most = 0;
  for (const { id, type } of processInfo) {
    if (type !== 'renderer') continue;
    const kilobytes = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${id}/status`, 'utf8').catch(() => ''))?.[1];
    most = Math.max(most, Number(kilobytes ?? 0) * 1024);
  }
  return most;
}

const megabytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const browser = await launch();
const report = { machine: machine(), photos };
try {
  const [first, second, ...rest] = await copies(photos + 2);
  const annotator = await open(browser, host.address);
  await annotator.until((s) => s.keptIn === 'browser');
  report.pageBytes = downloaded();
  report.cold = await firstMask(annotator, first, path.basename(first));
  report.allBytes = downloaded();
  await annotator.page.keyboard.press('Escape');
  await annotator.until((s) => s.pending === null);
  await annotator.page.reload();
  await annotator.ready();
  report.warm = await firstMask(annotator, second, path.basename(second));
  console.log(`downloaded: page ${megabytes(report.pageBytes.packed)} packed, with encoder and runtime ${megabytes(report.allBytes.packed)} packed`);
  console.log(`drop → mask, first visit ${seconds(report.cold.mask)}, second ${seconds(report.warm.mask)}`);
  await annotator.page.keyboard.press('Escape');
  await drop(annotator, rest);
  await annotator.until((s, n) => s.images.length === n, photos + 2);
  const before = await residentBytes(browser);
  const started = Date.now();
  await annotator.click('encode-all');
  const encoded = (count) => annotator.page.waitForFunction(
    (n) => window.maskpoint.state().images.filter((i) => i.embedding === 'ready').length >= n, count, { timeout: 3_600_000, polling: 500 });
  await encoded(early);
  const atEarly = await residentBytes(browser);
  await encoded(photos + 2);
  report.encodeMs = (Date.now() - started) / photos;
  report.resident = { before, early: atEarly, all: await residentBytes(browser) };
  console.log(`an image is encoded in ${seconds(report.encodeMs)}; the page's process holds ${megabytes(before)} before, ` +
    `${megabytes(atEarly)} after ${early}, ${megabytes(report.resident.all)} after ${photos + 2} photos`);
  await mkdir(path.join(root, 'build/bench'), { recursive: true });
  await writeFile(path.join(root, 'build/bench/encoder.json'), `${JSON.stringify(report, null, 2)}\n`);
} finally {
  await browser.close();
  await host.stop();
  await rm(folder, { recursive: true, force: true });
}
