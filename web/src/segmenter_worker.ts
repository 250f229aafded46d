// The segmenter's core (src/segmenter/page/exports.cc) in a worker of its own: one call after the other.

import { type Prompt, type Segmentation, withLogits } from './segmentation.js';

/** What the page's side asks, by number; each is answered once. */
export type SegmenterCall =
  | { type: 'start'; core: string; threads: number; weights: ArrayBuffer }
  | { type: 'addImage'; npy: ArrayBuffer; width: number; height: number }
  | { type: 'removeImage'; image: number }
  | { type: 'segment'; image: number; prompt: Prompt };

export type SegmenterReply = { call: number } & ({ value: number | Segmentation } | { error: string });

interface Core {
  wasmMemory: WebAssembly.Memory;
  _seg_memory(bytes: number): number;
  _seg_said(): number;
  _seg_said_length(): number;
  _seg_start(threads: number, weights: number, length: number): number;
  _seg_add_image(npy: number, length: number, width: number, height: number): number;
  _seg_remove_image(image: number): void;
  _seg_segment(image: number, question: number, length: number, mask: number, maskBytes: number): number;
  _seg_logits(): number;
  _seg_logits_count(): number;
}

let core: Core;

function copyIn(bytes: Uint8Array): [pointer: number, length: number] {
  const pointer = core._seg_memory(Math.max(1, bytes.length));
  if (pointer === 0) throw new Error('The segmenter has run out of memory: release images you no longer need.');
  new Uint8Array(core.wasmMemory.buffer, pointer, bytes.length).set(bytes);
  return [pointer, bytes.length];
}

function said(): string {
  const bytes = new Uint8Array(core.wasmMemory.buffer, core._seg_said(), core._seg_said_length());
  return new TextDecoder().decode(bytes.slice());
}

/** Its result, or the sentence it left as an error. */
function sound(result: number): number {
  if (result === 0) throw new Error(said());
  return result;
}

function segment(image: number, { maskInput, ...question }: Prompt): Segmentation {
  const mask = maskInput === undefined ? new Uint8Array(0)
    : new Uint8Array(maskInput.buffer, maskInput.byteOffset, maskInput.byteLength);
  sound(core._seg_segment(image, ...copyIn(new TextEncoder().encode(JSON.stringify(question))), ...copyIn(mask)));
  const logits = new Float32Array(core.wasmMemory.buffer, core._seg_logits(), core._seg_logits_count());
  return withLogits(JSON.parse(said()) as Segmentation, question, logits);
}

async function answer(call: SegmenterCall): Promise<number | Segmentation> {
  switch (call.type) {
    case 'start': {
      const { default: factory } = (await import(call.core)) as { default: (options: object) => Promise<Core> };
      core = await factory({ threads: call.threads });
      return sound(core._seg_start(call.threads, ...copyIn(new Uint8Array(call.weights))));
    }
    case 'addImage':
      return sound(core._seg_add_image(...copyIn(new Uint8Array(call.npy)), call.width, call.height));
    case 'removeImage':
      core._seg_remove_image(call.image);
      return 0;
    case 'segment':
      return segment(call.image, call.prompt);
  }
}

addEventListener('message', ({ data }: MessageEvent<SegmenterCall & { call: number }>) => {
  const { call } = data;
  void answer(data).then(
    (value) => postMessage({ call, value } satisfies SegmenterReply),
    (error: unknown) =>
      postMessage({ call, error: error instanceof Error ? error.message : String(error) } satisfies SegmenterReply));
});
