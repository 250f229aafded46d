// The image encoder in a worker of its own: ONNX Runtime Web on WebGPU where there is one, else on WASM with
// threads. Pixels go through the same C++ as on the server (src/encoding).

import type { InferenceSession, TypedTensor } from 'onnxruntime-web';
import { PixelRows } from './pixel_rows.js';
import { readManifest, weights } from './weights_store.js';

/** What the page asks. */
export type ToEncoder =
  | { type: 'encode'; job: number; image: Blob; threads: number }
  | { type: 'cancel'; job: number };

/** What the worker tells. */
export type FromEncoder =
  | { type: 'progress'; job: number; what: 'download' | 'encode'; fraction: number }
  | { type: 'ready'; model: string; runsOn: 'WebGPU' | 'WASM' }
  | { type: 'done'; job: number; npy: ArrayBuffer; milliseconds: number }
  | { type: 'failed'; job: number; message: string };

type Ort = typeof import('onnxruntime-web');

/** src/encoding/page/exports.cc. */
interface Core {
  wasmMemory: WebAssembly.Memory;
  _enc_begin(width: number, height: number): number;
  _enc_band(bytes: number): number;
  _enc_rows(bytes: number): void;
  _enc_input(): number;
  _enc_embedding(): number;
  _enc_npy(): number;
  _enc_npy_length(): number;
}

interface Engine {
  ort: Ort;
  session: InferenceSession;
  core: Core;
  rows: PixelRows;
}

const inputShape = [1, 3, 1024, 1024];
const outputShape = [1, 256, 64, 64];
const values = (shape: number[]): number => shape.reduce((product, side) => product * side, 1);

const beside = (name: string): string => new URL(name, import.meta.url).href;
const tell = (message: FromEncoder, transfer: Transferable[] = []): void => postMessage(message, { transfer });

/** A software adapter is slower than WASM on the same processor. */
async function usableGpu(): Promise<boolean> {
  const gpu = (navigator as { gpu?: { requestAdapter(): Promise<{ info?: { isFallbackAdapter?: boolean } } | null> } })
    .gpu;
  const adapter = await gpu?.requestAdapter().catch(() => null);
  return adapter !== null && adapter !== undefined && adapter.info?.isFallbackAdapter !== true;
}

async function open(
  model: ArrayBuffer, threads: number, gpu: boolean): Promise<{ ort: Ort; session: InferenceSession }> {
  const ort = (await import(beside(gpu ? 'ort/ort.webgpu.min.mjs' : 'ort/ort.wasm.min.mjs'))) as Ort;
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = beside('ort/');
  const session = await ort.InferenceSession.create(
    model, { executionProviders: [gpu ? 'webgpu' : 'wasm'], graphOptimizationLevel: 'all' });
  return { ort, session };
}

async function start(job: number, threads: number, signal: AbortSignal): Promise<Engine> {
  const manifestUrl = beside('models/encoder.json');
  const manifest = await readManifest(manifestUrl);
  const model = await weights(
    manifestUrl, manifest, signal, (fraction) => tell({ type: 'progress', job, what: 'download', fraction }));
  const { default: factory } = (await import(beside('encoder-input.mjs'))) as { default: () => Promise<Core> };
  const core = await factory();
  const gpu = await usableGpu();
  const opened = gpu ? await open(model, threads, true).catch(() => null) : null;
  const runsOn = opened === null ? 'WASM' : 'WebGPU';
  const engine = { ...(opened ?? (await open(model, threads, false))), core, rows: new PixelRows() };
  tell({ type: 'ready', model: manifest.name, runsOn });
  return engine;
}

async function inputOf({ core, rows, ort }: Engine, image: Blob): Promise<TypedTensor<'float32'>> {
  // Colours as the file has them, as the server reads them: no profile, no premultiplication.
  const bitmap = await createImageBitmap(
    image, { imageOrientation: 'from-image', premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
    .catch(() => {
      throw new Error('This image can’t be decoded: the file is damaged or of a kind the browser does not know.');
    });
  try {
    if (core._enc_begin(bitmap.width, bitmap.height) === 0)
      throw new Error('This image is too large to be encoded: at most 200 megapixels are.');
    for await (const band of rows.bands(bitmap)) {
      new Uint8Array(core.wasmMemory.buffer, core._enc_band(band.length), band.length).set(band);
      core._enc_rows(band.length);
    }
  } finally {
    bitmap.close();
  }
  const tensor = new Float32Array(core.wasmMemory.buffer, core._enc_input(), values(inputShape)).slice();
  return new ort.Tensor('float32', tensor, inputShape) as TypedTensor<'float32'>;
}

/** What `maskpoint embed` writes. */
function npyOf(core: Core, embedding: Float32Array): ArrayBuffer {
  new Float32Array(core.wasmMemory.buffer, core._enc_embedding(), embedding.length).set(embedding);
  const npy = core._enc_npy();
  if (npy === 0) throw new Error('The image encoder gave no usable embedding on this machine.');
  return new Uint8Array(core.wasmMemory.buffer, npy, core._enc_npy_length()).slice().buffer;
}

async function encode(engine: Engine, image: Blob): Promise<ArrayBuffer> {
  const { session, core } = engine;
  const input = await inputOf(engine, image);
  const outputs = await session.run({ [session.inputNames[0]!]: input });
  const embedding = Object.values(outputs).find((tensor) => tensor.dims.join() === outputShape.join());
  if (embedding === undefined) throw new Error('models/encoder.json names no SAM image encoder.');
  return npyOf(core, (await embedding.getData()) as Float32Array);
}

let engine: Promise<Engine> | null = null;
const running = new Map<number, AbortController>();

async function run(job: number, image: Blob, threads: number): Promise<void> {
  const abort = new AbortController();
  running.set(job, abort);
  try {
    engine ??= start(job, threads, abort.signal);
    const ready = await engine.catch((error: unknown) => {
      engine = null;  // the next image tries again
      throw error;
    });
    abort.signal.throwIfAborted();
    tell({ type: 'progress', job, what: 'encode', fraction: 0 });
    const started = performance.now();
    const npy = await encode(ready, image);
    tell({ type: 'done', job, npy, milliseconds: performance.now() - started }, [npy]);
  } catch (error) {
    tell({ type: 'failed', job, message: error instanceof Error ? error.message : String(error) });
  } finally {
    running.delete(job);
  }
}

addEventListener('message', ({ data }: MessageEvent<ToEncoder>) => {
  if (data.type === 'encode') void run(data.job, data.image, data.threads);
  else running.get(data.job)?.abort();
});
