// The comparison itself: both builds of our decoder and ONNX Runtime Web in one page, given the same
// weights, embedding, prompts and threads, taking turns round by round.

import { Engine, promptList } from './engine.mjs';

const warmUps = 15;
const rounds = 32;
const batchSize = 16;
const batchRuns = 6;
// pred_iou_thresh of the official automatic mask generator.
const everythingFloor = 0.88;
const manyPointRuns = 6;
const prepareRuns = 12;
// ONNX Runtime's threads go on spinning for a while after a run; the next engine must not pay for it.
const restMs = 20;

const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));

/** What every round times of ours, besides the click. */
function otherJobs({ clicks, box, refine, boxes, refinements }, round) {
  const click = round % clicks;
  return {
    masks3: { prompt: click, masks: 'multimask' },
    preview128: { prompt: click, detail: 'preview128' },
    preview64: { prompt: click, detail: 'preview64' },
    box: { prompt: box + round % boxes },
    refine: { prompt: refine + round % refinements },
  };
}

function push(times, job, ms) {
  (times[job] ??= []).push(ms);
}

function compare(ours, theirs) {
  let largest = 0;
  let flips = 0;
  ours.forEach((value, i) => {
    const difference = Math.abs(value - theirs[i]);
    // NaN must not pass for agreement.
    if (!(difference <= largest)) largest = difference;
    if ((value > 0) !== (theirs[i] > 0)) ++flips;
  });
  return { largest, flips, pixels: ours.length };
}

function merge(a, b) {
  return { largest: Math.max(a.largest, b.largest), flips: a.flips + b.flips, pixels: a.pixels + b.pixels };
}

/** Every preview sample against the full decode's. */
async function previewDifference(engine, prompt) {
  const full = await engine.call('logits', { prompt });
  let largest = 0;
  for (const [detail, side] of [['preview128', 128], ['preview64', 64]]) {
    const step = 256 / side;
    const samples = await engine.call('logits', { prompt, detail });
    samples.forEach((value, i) => {
      const at = Math.floor(i / side) * step * 256 + (i % side) * step;
      const difference = Math.abs(value - full[at]);
      if (!(difference <= largest)) largest = difference;
    });
  }
  return largest;
}

async function agreement(ours, ort, count) {
  const found = Object.fromEntries(ours.map((engine) => [engine.name, { largest: 0, flips: 0, pixels: 0 }]));
  for (let prompt = 0; prompt < count; ++prompt) {
    const theirs = await ort.call('logits', { prompt });
    await rest();
    for (const engine of ours)
      found[engine.name] = merge(found[engine.name], compare(await engine.call('logits', { prompt }), theirs));
  }
  for (const engine of ours) {
    found[engine.name].prompts = count;
    found[engine.name].previews = await previewDifference(engine, 0);
  }
  return found;
}

async function playRounds(ours, ort, layout) {
  const times = Object.fromEntries([...ours, ort].map((engine) => [engine.name, {}]));
  for (let round = -warmUps; round < rounds; ++round) {
    const keep = (engine, job, ms) => round >= 0 && push(times[engine.name], job, ms);
    const prompt = (round + warmUps) % layout.clicks;
    for (const engine of ours)
      for (const [job, spec] of Object.entries(otherJobs(layout, round + warmUps)))
        keep(engine, job, await engine.call('decode', spec));
    // The three clicks next to each other: what slows one of them slows all.
    for (const engine of ours) keep(engine, 'click', await engine.call('decode', { prompt }));
    keep(ort, 'click', await ort.call('decode', { prompt }));
    await rest();
    // The pool has slept through the others' turns.
    for (const engine of ours) keep(engine, 'meet', await engine.call('meet'));
  }
  return times;
}

/** What is not compared with ONNX Runtime, one build after the other. */
async function playLongJobs(ours, times, many, grid) {
  const dearest = many[Math.max(...Object.keys(many).map(Number))];
  for (let run = 0; run < Math.max(batchRuns, prepareRuns, manyPointRuns); ++run) {
    for (const engine of ours) {
      const keep = (job, ms) => push(times[engine.name], job, ms);
      if (run < prepareRuns) keep('prepare', await engine.call('prepare'));
      if (run < batchRuns) {
        keep('batch', await engine.call('batch', { first: 0, count: batchSize }) / batchSize);
        keep('gridOneByOne', await engine.call('oneByOne', { ...grid, masks: 'multimask' }) / grid.count);
        keep('gridBatch', await engine.call('batch', { ...grid, masks: 'multimask', floor: everythingFloor }) / grid.count);
      }
      if (run >= manyPointRuns) continue;
      for (const [tokens, prompt] of Object.entries(many))
        keep(`tokens${tokens}`, await engine.call('decode', { prompt }));
      keep('plain', await engine.call('plain', { prompt: dearest }));
    }
  }
}

/** @returns what scripts/bench.sh stores for this number of threads */
export async function measure({ threads, spec, image, urls }) {
  const { prompts, box, refine, many, grid } = promptList(spec);
  const layout = {
    clicks: spec.clicks.length, box, boxes: spec.boxes.length, refine, refinements: spec.refinements.length,
  };
  const ort = new Engine('ort.worker.mjs', 'ort');
  const ours = ['relaxed', 'simd128'].map((name) => new Engine('ours.worker.mjs', name));
  const ortVersion = await ort.call('start', { library: urls.ort, threads, onnx: urls.onnx, image, prompts });
  for (const engine of ours) {
    const module = urls.modules[engine.name];
    await engine.call('start', { module, threads, weights: urls.weights, image, prompts });
  }
  for (const [i, { click }] of spec.refinements.entries()) {
    const logits = await ort.call('logits', { prompt: click });
    for (const engine of [...ours, ort]) await engine.call('setPrior', refine + i, logits);
  }
  const agrees = await agreement(ours, ort, prompts.length);
  const times = await playRounds(ours, ort, layout);
  const memory = {};
  for (const engine of [...ours, ort]) memory[engine.name] = await engine.call('memory');
  await playLongJobs(ours, times, many, grid);
  for (const engine of [...ours, ort]) engine.close();
  return { threads, ortVersion, agreement: agrees, times, memory };
}

window.measure = measure;
