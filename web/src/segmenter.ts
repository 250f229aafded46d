// createSegmenter(): embeddings and prompts to masks in a page of one's own.

import { hasRelaxedSimd } from './capabilities.js';
import type { Prompt, Segmentation } from './segmentation.js';
import type { SegmenterCall, SegmenterReply } from './segmenter_worker.js';

export interface SegmenterOptions {
  /** The decoder's weights (safetensors): bytes, or where to load them; by default those beside this module. */
  weights?: ArrayBuffer | string | URL;
  /** By default as many as there are processors, at most 4. */
  threads?: number;
}

/** An image whose embedding the segmenter has. */
export interface SegmenterImage {
  readonly width: number;
  readonly height: number;
  segment(prompt: Prompt): Promise<Segmentation>;
  /** Lets its memory go. */
  release(): Promise<void>;
}

export interface Segmenter {
  readonly threads: number;
  readonly simd: 'relaxed' | 'simd128';
  /** `embedding` is an .npy of (1, 256, 64, 64), float16 or float32, as bytes or as an address. */
  image(embedding: ArrayBuffer | string | URL, size: { width: number; height: number }): Promise<SegmenterImage>;
  /** Ends the worker; what has not been answered is rejected. */
  close(): void;
}

async function bytesOf(source: ArrayBuffer | string | URL): Promise<ArrayBuffer> {
  // A copy: it is handed over to the worker.
  if (source instanceof ArrayBuffer) return source.slice(0);
  const response = await fetch(source).catch(() => null);
  if (response === null || !response.ok)
    throw new Error(`${String(source)} could not be loaded (${response?.status ?? 'no answer'}).`);
  return response.arrayBuffer();
}

class Calls {
  private readonly waiting = new Map<
    number, { resolve(value: number | Segmentation): void; reject(error: Error): void }>();
  private last = 0;

  constructor(private readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<SegmenterReply>) => {
      const call = this.waiting.get(data.call);
      this.waiting.delete(data.call);
      if ('error' in data) call?.reject(new Error(data.error));
      else call?.resolve(data.value);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(`The segmenter stopped: ${event.message || 'its script could not be loaded'}.`);
    };
  }

  make(call: SegmenterCall, transfer: Transferable[] = []): Promise<number | Segmentation> {
    const number = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ ...call, call: number }, transfer);
    });
  }

  end(why: string): void {
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }
}

export async function createSegmenter(options: SegmenterOptions = {}): Promise<Segmenter> {
  if (!globalThis.crossOriginIsolated)
    throw new Error(
      'The segmenter’s threads need a cross-origin isolated page: send Cross-Origin-Opener-Policy: same-origin and ' +
      'Cross-Origin-Embedder-Policy: require-corp with it.');
  const beside = (name: string): string => new URL(name, import.meta.url).href;
  const threads = options.threads ?? Math.max(1, Math.min(navigator.hardwareConcurrency || 2, 4));
  if (!Number.isInteger(threads) || threads < 1 || threads > 64)
    throw new Error('threads must be a whole number from 1 to 64.');
  const simd = hasRelaxedSimd() ? 'relaxed' : 'simd128';
  const weights = await bytesOf(options.weights ?? beside('models/decoder.safetensors'));
  const calls = new Calls(new Worker(beside('segmenter.mjs'), { type: 'module', name: 'segmenter' }));
  try {
    await calls.make({ type: 'start', core: beside(`segmenter-${simd}.mjs`), threads, weights }, [weights]);
  } catch (error) {
    calls.end('The segmenter did not start.');
    throw error;
  }
  return {
    threads,
    simd,
    close: () => calls.end('The segmenter was closed.'),
    async image(embedding, { width, height }) {
      const npy = await bytesOf(embedding);
      const image = (await calls.make({ type: 'addImage', npy, width, height }, [npy])) as number;
      return {
        width,
        height,
        segment: async (prompt) => (await calls.make({ type: 'segment', image, prompt })) as Segmentation,
        release: async () => { await calls.make({ type: 'removeImage', image }); },
      };
    },
  };
}
