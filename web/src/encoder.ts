// Embeddings made in the page: one image at a time, the one asked for last first, in a worker that is let go once
// nothing has been asked of it for a while.

import type { FromEncoder, ToEncoder } from './encoder_worker.js';

export type Progress = (fraction: number, what: 'download' | 'encode') => void;

interface Job {
  number: number;
  image: Blob;
  onProgress: Progress;
  done(npy: ArrayBuffer): void;
  failed(error: Error): void;
}

// A worker at rest holds some 300 MB.
const idleMilliseconds = 60_000;
const progressEvery = 100;

export class Encoder {
  private readonly waiting: Job[] = [];
  private current: Job | null = null;
  private worker: Worker | null = null;
  private lastNumber = 0;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;
  // The last one's, for the next one's progress: ONNX Runtime tells none.
  private usualMilliseconds = 4000;

  constructor(private readonly threads: number, private readonly onReady: (encoder: string) => void) {}

  /** The image's embedding as a float16 .npy of (1, 256, 64, 64). Aborting leaves the queue at once. */
  encodeImage(image: Blob, signal: AbortSignal, onProgress: Progress): Promise<ArrayBuffer> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const job: Job = { number: ++this.lastNumber, image, onProgress, done: resolve, failed: reject };
      signal.addEventListener('abort', () => {
        reject(new DOMException('The image is not wanted any more.', 'AbortError'));
        this.drop(job);
      });
      // The newest first: it is what is looked at now.
      this.waiting.unshift(job);
      this.next();
    });
  }

  private drop(job: Job): void {
    const at = this.waiting.indexOf(job);
    if (at >= 0) this.waiting.splice(at, 1);
    // What runs can't be stopped half-way; a download can.
    else if (this.current === job) this.send({ type: 'cancel', job: job.number });
  }

  private send(message: ToEncoder): void {
    this.worker?.postMessage(message);
  }

  private next(): void {
    if (this.current !== null) return;
    const job = this.waiting.shift();
    clearTimeout(this.idle);
    if (job === undefined) {
      this.idle = setTimeout(() => {
        this.worker?.terminate();
        this.worker = null;
      }, idleMilliseconds);
      return;
    }
    this.current = job;
    this.worker ??= this.start();
    this.send({ type: 'encode', job: job.number, image: job.image, threads: this.threads });
  }

  private start(): Worker {
    const worker = new Worker(new URL('encoder.mjs', document.baseURI), { type: 'module', name: 'encoder' });
    worker.onmessage = ({ data }: MessageEvent<FromEncoder>) => this.told(data);
    // Out of memory, most likely: a new worker begins anew.
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      if (this.worker === worker) this.worker = null;
      this.finish((job) => job.failed(new Error(
        'The image encoder stopped, perhaps for want of memory: close other tabs, then open the image again.')));
    };
    return worker;
  }

  private told(message: FromEncoder): void {
    if (message.type === 'ready') {
      this.onReady(`${message.model} in this page (${message.runsOn})`);
      return;
    }
    if (this.current?.number !== message.job) return;
    switch (message.type) {
      case 'progress':
        this.current.onProgress(message.fraction, message.what);
        if (message.what === 'encode') this.tick(this.current);
        break;
      case 'done':
        this.usualMilliseconds = message.milliseconds;
        this.finish((job) => job.done(message.npy));
        break;
      case 'failed':
        this.finish((job) => job.failed(new Error(message.message)));
        break;
    }
  }

  /** By the clock, never quite to the end. */
  private tick(job: Job): void {
    const started = performance.now();
    clearInterval(this.ticking);
    this.ticking = setInterval(() => {
      const share = (performance.now() - started) / this.usualMilliseconds;
      job.onProgress(Math.min(0.95, share), 'encode');
    }, progressEvery);
  }

  private finish(end: (job: Job) => void): void {
    clearInterval(this.ticking);
    const job = this.current;
    this.current = null;
    if (job !== null) end(job);
    this.next();
  }
}
