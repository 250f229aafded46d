// Our decoder (decoder_bench.cc): the module's calls, timed here, where nothing but them runs.

import { answer } from './engine.mjs';

const previewSides = { full: 256, preview128: 128, preview64: 64 };
const details = { full: 0, preview128: 1, preview64: 2 };
const maskSets = { single: 0, multimask: 1 };

let core;

function copyIn(values) {
  const pointer = core._malloc(values.byteLength);
  const from = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  new Uint8Array(core.wasmMemory.buffer, pointer, values.byteLength).set(from);
  return pointer;
}
function withCopy(values, body) {
  const pointer = copyIn(values);
  const result = body(pointer);
  core._free(pointer);
  return result;
}
function timed(body) {
  const started = performance.now();
  body();
  return performance.now() - started;
}

let embedding, width, height;

answer({
  async start({ module, threads, weights, image, prompts }) {
    const { default: factory } = await import(module);
    core = await factory({ threads });
    const bytes = new Uint8Array(await (await fetch(weights)).arrayBuffer());
    if (!withCopy(bytes, (p) => core._bench_start(threads, p, bytes.length)))
      throw new Error(`${weights} is not a decoder`);
    embedding = copyIn(image.embedding);
    [width, height] = image.size;
    this.prepare();
    for (const { points, box } of prompts) {
      const number = withCopy(new Float64Array(points.flat()), (p) => core._bench_prompt(p, points.length));
      if (box !== null) withCopy(new Float64Array(box), (p) => core._bench_box(number, p));
    }
  },
  setPrior(prompt, logits) {
    withCopy(logits, (p) => core._bench_prior(prompt, p));
  },
  /** Milliseconds. */
  prepare() {
    return timed(() => {
      if (!core._bench_prepare(embedding, width, height)) throw new Error('The embedding was refused');
    });
  },
  decode({ prompt, masks = 'single', detail = 'full' }) {
    return timed(() => core._bench_decode(prompt, maskSets[masks], details[detail]));
  },
  plain({ prompt }) {
    return timed(() => core._bench_plain(prompt));
  },
  /** Of `count` prompts together, without the masks whose predicted IoU is below `floor`. */
  batch({ first, count, masks = 'single', floor = 0 }) {
    return timed(() => core._bench_batch(first, count, maskSets[masks], floor));
  },
  oneByOne({ first, count, masks }) {
    return timed(() => {
      for (let prompt = first; prompt < first + count; ++prompt)
        core._bench_decode(prompt, maskSets[masks], details.full);
    });
  },
  logits({ prompt, detail = 'full' }) {
    core._bench_decode(prompt, maskSets.single, details[detail]);
    const count = previewSides[detail] ** 2;
    return new Float32Array(core.wasmMemory.buffer, core._bench_logits(0), count).slice();
  },
  /** @returns {string} of tests/sam/same_bits.h, for a number of sam::DecoderPath */
  sameBits(path) {
    const [low, high] = new Uint32Array(core.wasmMemory.buffer, core._bench_same_bits(path), 2);
    return String((BigInt(high) << 32n) | BigInt(low));
  },
  /** Milliseconds until the whole pool is awake. */
  meet() {
    return timed(() => core._bench_meet());
  },
  memory() {
    return { heapBytes: core._bench_heap_bytes(), imageBytes: core._bench_image_bytes() };
  },
});
