// browser.json as tables.

import { describe, table } from './machine.mjs';

const engineNames = { relaxed: 'Maskpoint, relaxed SIMD', simd128: 'Maskpoint, baseline SIMD', ort: 'ONNX Runtime Web' };
const jobNames = {
  click: 'click', box: 'box', refine: 'two points and a mask', masks3: 'click, 3 masks', preview128: 'preview 128×128',
  preview64: 'preview 64×64', tokens12: '6 points, 12 tokens', tokens16: '10 points, 16 tokens',
  tokens24: '18 points, 24 tokens', tokens32: '26 points, 32 tokens', plain: '32 tokens by the plain path',
  batch: 'batch of 16, a prompt',
  gridOneByOne: 'grid of 36, 3 masks each, one by one, a prompt', gridBatch: 'the same as a batch with a floor of 0.88, a prompt',
  prepare: 'prepare an image', meet: 'waking the threads',
};
const fine = new Set(['meet']);
const ms = (value) => value.toFixed(1);
const µs = (value) => value.toFixed(3);
const mib = (bytes) => (bytes / 2 ** 20).toFixed(0);

function timings({ engines }) {
  const rows = [['ms', 'runs', 'min', 'median', 'p95', 'ONNX Runtime’s click ÷ it', 'middle half', 'of minima']];
  for (const [engine, jobs] of Object.entries(engines)) {
    for (const [job, name] of Object.entries(jobNames)) {
      const found = jobs[job];
      if (found === undefined) continue;
      const r = found.ratioToOrtClick;
      rows.push([
        `${engineNames[engine]}: ${name}`, found.runs, ...[found.min, found.median, found.p95].map(fine.has(job) ? µs : ms),
        r === undefined ? '' : r.ofMedians.toFixed(2), r === undefined ? '' : `${r.q25.toFixed(2)}–${r.q75.toFixed(2)}`,
        r === undefined ? '' : r.ofMinima.toFixed(2),
      ]);
    }
  }
  return table(rows);
}

function agreementLines({ agreement, ortVersion }) {
  return Object.entries(agreement).map(([engine, a]) =>
    `${engineNames[engine]} against ONNX Runtime Web ${ortVersion}, ${a.prompts} prompts: largest difference ` +
    `${a.largest.toExponential(1)}, ${a.flips} of ${a.pixels} signs differ; preview samples against the full ` +
    `decode: ${a.previews === 0 ? 'equal' : a.previews.toExponential(1)}`).join('\n');
}

function memoryLine({ memory }) {
  const ours = Object.entries(memory).map(([engine, m]) =>
    `${engineNames[engine]} ${mib(m.heapBytes)} MiB` +
    (m.imageBytes === undefined ? '' : ` (of it ${mib(m.imageBytes)} one image’s state)`));
  return `memory, high water: ${ours.join('; ')}`;
}

export function printBrowser(result) {
  console.log(`${result.browser}, photo ${result.photo}\n${describe(result.machine)}`);
  for (const comparison of result.comparison) {
    console.log(`\n--- ${comparison.threads} thread${comparison.threads > 1 ? 's' : ''} ---\n`);
    console.log(`${timings(comparison)}\n\n${agreementLines(comparison)}\n${memoryLine(comparison)}`);
  }
  const { info, ...clicks } = result.clickToPixels;
  const row = (name, s) => [name, s.runs, ms(s.min), ms(s.median), ms(s.p95)];
  console.log(`\n--- the annotator: ${info.simd} build, ${info.threads} threads, software rendering ---\n`);
  console.log(table([
    ['ms', 'clicks', 'min', 'median', 'p95'],
    row('pointer down to the mask’s frame handed over', clicks.fromDown),
    row('pointer up, which makes it a click, to the same', clicks.fromUp),
    row('of it: until the page has the answer', clicks.answered),
    row('        in that the decode, all four masks', clicks.decode),
    row('        drawing the frame with the mask', clicks.drawing),
  ]));
  if (result.disturbance.warning !== null) console.log(`\n${result.disturbance.warning}`);
}
