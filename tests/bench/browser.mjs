// scripts/bench.sh browser: drives the page of tests/bench/page in Chromium, then the annotator itself,
// prints a table and writes build/bench/browser.json.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, patience, root } from '../e2e/harness.mjs';
import { fileIn, staticHost } from '../e2e/static_host.mjs';
import { clickToPixels } from './click_to_pixels.mjs';
import { printBrowser } from './browser_report.mjs';
import { machine } from './machine.mjs';
import { ratio, spread, summary } from './statistics.mjs';
import { disturbance } from './undisturbed.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(root, 'build/bench');
const threadCounts = [1, 2];

async function compareInPage(browser, spec) {
  const folders = {
    page: path.join(here, 'page'), bench: out, models: path.join(root, 'build/deps/models'),
    ort: path.join(root, 'build/deps/node_modules/onnxruntime-web/dist'),
  };
  const server = await staticHost(async (name) => {
    const [first, ...rest] = name.split('/');
    return Object.hasOwn(folders, first) ? fileIn(folders[first], rest.join('/')) : null;
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  page.on('pageerror', (error) => console.error(`page: ${error}`));
  try {
    await page.goto(`${server.address}page/bench.html`);
    await page.waitForFunction(() => window.measure !== undefined);
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('The page is not isolated: no threads.');
    const urls = {
      ort: `${server.address}ort/`, onnx: '/models/sam.onnx', weights: '/bench/input/decoder.f32.safetensors',
      modules: { relaxed: '/bench/decoder-relaxed.mjs', simd128: '/bench/decoder-simd128.mjs' },
    };
    const results = [];
    for (const threads of threadCounts) {
      console.error(`comparing with ${threads} thread${threads > 1 ? 's' : ''} …`);
      results.push(await page.evaluate(async ({ threads: count, spec: given, urls: at }) => {
        const npy = await (await fetch(`/bench/input/${given.photo}.npy`)).arrayBuffer();
        const header = 10 + new DataView(npy).getUint16(8, true);
        const image = { embedding: new Float32Array(npy.slice(header)), size: given.size };
        return window.measure({ threads: count, spec: given, image, urls: at });
      }, { threads, spec, urls }));
    }
    return results;
  } finally {
    await page.close();
    await server.stop();
  }
}

/** Timings become what is printed; the timings themselves are kept too. */
function judge({ threads, ortVersion, agreement, times, memory }) {
  const engines = {};
  for (const [engine, jobs] of Object.entries(times)) {
    engines[engine] = {};
    for (const [job, list] of Object.entries(jobs)) {
      engines[engine][job] = { ...summary(list), ms: list };
      // A run per round on both sides, so a round's ratio means something.
      if (engine !== 'ort' && job !== 'meet' && list.length === times.ort.click.length)
        engines[engine][job].ratioToOrtClick = { ...ratio(times.ort.click, list), ...spread(times.ort.click, list) };
    }
  }
  return { threads, ortVersion, agreement, memory, engines };
}

// What the decoder's tests allow against ONNX Runtime where the head multiplies in 16 bits.
const largestDifference = 0.05;
const flippedOf = 50_000;

function disagreements(comparison) {
  return comparison.flatMap(({ threads, agreement }) => Object.entries(agreement)
    .filter(([, a]) => !(a.largest <= largestDifference) || a.flips * flippedOf > a.pixels || a.previews !== 0)
    .map(([engine]) => `${engine}, ${threads} thread(s)`));
}

const spec = JSON.parse(await readFile(path.join(here, 'prompts.json'), 'utf8'));
const where = machine();
const browser = await launch();
try {
  const comparison = (await compareInPage(browser, spec)).map(judge);
  console.error('clicking in the annotator …');
  const { info, times } = await clickToPixels(browser, spec);
  const clicks = Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, { ...summary(ms), ms }]));
  const [one, two] = comparison.map(({ engines }) => engines.relaxed.click.ms);
  const result = {
    machine: where, browser: `Chromium ${browser.version()}`, photo: spec.photo, comparison,
    disturbance: disturbance(one, two), clickToPixels: { info, ...clicks },
  };
  await mkdir(out, { recursive: true });
  await writeFile(path.join(out, 'browser.json'), `${JSON.stringify(result, null, 1)}\n`);
  printBrowser(result);
  const wrong = disagreements(comparison);
  if (wrong.length > 0) {
    console.error(`\nThe masks are not ONNX Runtime's, so the timings mean nothing: ${wrong.join('; ')}.`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
}
