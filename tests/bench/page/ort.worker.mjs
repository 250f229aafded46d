// ONNX Runtime Web on the same decoder as an ONNX file, its WASM backend.

import { answer } from './engine.mjs';

// What it reserves is seen where it makes its memory.
const memories = [];
WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.push(this);
  }
};

const modelSide = 1024;
let ort, session, image, feeds;
const noMask = new Float32Array(256 * 256);

function tensor(values, shape) {
  return new ort.Tensor('float32', values instanceof Float32Array ? values : new Float32Array(values), shape);
}

// The official notebook's inputs: coordinates in the resized image, a padding point where there is no
// box, a box as two more points. `masks` is asked for at 256×256, where its resizing costs least.
function feedsOf({ points, box }) {
  const [width, height] = image.size;
  const scale = modelSide / Math.max(width, height);
  const resized = [width, height].map((side) => Math.floor(side * scale + 0.5));
  const all = box === null ? points : [...points, [box[0], box[1], 2], [box[2], box[3], 3]];
  const coordinates = all.flatMap(([x, y]) => [x * (resized[0] / width), y * (resized[1] / height)]);
  const labels = all.map(([, , label]) => label);
  if (box === null) {
    coordinates.push(0, 0);
    labels.push(-1);
  }
  return {
    image_embeddings: tensor(image.embedding, [1, 256, 64, 64]),
    point_coords: tensor(coordinates, [1, labels.length, 2]),
    point_labels: tensor(labels, [1, labels.length]),
    mask_input: tensor(noMask, [1, 1, 256, 256]),
    has_mask_input: tensor([0], [1]),
    orig_im_size: tensor([256, 256], [2]),
  };
}

answer({
  async start({ library, threads, onnx, image: given, prompts }) {
    ort = await import(`${library}ort.wasm.min.mjs`);
    ort.env.wasm.numThreads = threads;
    ort.env.wasm.wasmPaths = library;
    session = await ort.InferenceSession.create(onnx, { executionProviders: ['wasm'] });
    image = given;
    feeds = prompts.map(feedsOf);
    return ort.env.versions.web;
  },
  setPrior(prompt, logits) {
    feeds[prompt].mask_input = tensor(logits, [1, 1, 256, 256]);
    feeds[prompt].has_mask_input = tensor([1], [1]);
  },
  async decode({ prompt }) {
    const started = performance.now();
    await session.run(feeds[prompt]);
    return performance.now() - started;
  },
  async logits({ prompt }) {
    const { low_res_masks: masks } = await session.run(feeds[prompt]);
    return masks.data.slice();
  },
  memory() {
    return { heapBytes: memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) };
  },
});
