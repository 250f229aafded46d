// scripts/bench.sh page: from opening the page to the first mask a person clicks, with the embedding there and
// a browser that has never seen the page; and the marks in between.

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launch, open, photoCopy, root, serve } from '../e2e/harness.mjs';
import { machine } from './machine.mjs';
import { summary } from './statistics.mjs';

const rounds = Number(process.env.MASKPOINT_BENCH_ROUNDS ?? 10);
const limitMs = 1500;

/** In the page: clicks the middle of the canvas once it takes prompts, and notes when its mask is drawn. */
function clickWhenReady() {
  const waitFor = (holds) => new Promise((resolve) => {
    const look = () => {
      if (holds()) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });
  const pointer = (type, [x, y]) => document.getElementById('canvas').dispatchEvent(new PointerEvent(
    type, { clientX: x, clientY: y, button: 0, buttons: 1, pointerId: 1, bubbles: true, cancelable: true }));
  window.firstMask = (async () => {
    await waitFor(() => window.maskpoint !== undefined);
    // A pointer made by a script can't be captured.
    document.getElementById('canvas').setPointerCapture = () => undefined;
    const ready = await waitFor(() => {
      const { image } = window.maskpoint.state();
      return image !== null && image.ready && image.pixels;
    });
    const [x, y, width, height] = window.maskpoint.state().canvas;
    const middle = [x + width / 2, y + height / 2];
    const masks = new Promise((resolve) => { window.maskpoint.on('mask', resolve); });
    for (const type of ['pointermove', 'pointerdown', 'pointerup']) pointer(type, middle);
    await masks;
    // The frame that shows it has been handed over when the next one begins.
    await new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); });
    return {
      ready, mask: performance.now(),
      marks: Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime])),
    };
  })();
}

async function once(browser, address) {
  const annotator = await open(browser, address, { wait: false, prepare: clickWhenReady });
  await annotator.page.waitForFunction(() => window.firstMask !== undefined);
  const times = await annotator.page.evaluate(() => window.firstMask);
  await annotator.close();
  return times;
}

const photos = await photoCopy(['coffee.png']);
const server = await serve(photos.folder);
const browser = await launch();
try {
  await once(browser, server.address);  // the embedding is made, the server's files are in the system's cache
  const runs = [];
  for (let i = 0; i < rounds; ++i) runs.push(await once(browser, server.address));
  const of = (take) => summary(runs.map(take));
  const report = {
    machine: machine(), rounds, firstMask: of((run) => run.mask), ready: of((run) => run.ready),
    marks: Object.fromEntries(Object.keys(runs[0].marks).map((name) => [name, of((run) => run.marks[name])])),
  };
  await mkdir(path.join(root, 'build/bench'), { recursive: true });
  await writeFile(path.join(root, 'build/bench/first_mask.json'), `${JSON.stringify(report, null, 2)}\n`);
  for (const [name, { median }] of Object.entries(report.marks).sort((a, b) => a[1].median - b[1].median))
    console.log(`  ${median.toFixed(0).padStart(6)} ms  ${name}`);
  console.log(`  ${report.ready.median.toFixed(0).padStart(6)} ms  the image takes prompts`);
  console.log(`${report.firstMask.median.toFixed(0)} ms from opening the page to the first mask (median of ${rounds}, ` +
    `limit ${limitMs})`);
  process.exitCode = report.firstMask.median <= limitMs ? 0 : 1;
} finally {
  await browser.close();
  await server.stop();
  await photos.remove();
}
