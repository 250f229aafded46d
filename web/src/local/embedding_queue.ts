// Which photo is encoded next, as the server's queue does it (src/server/embedding_queue.h): what somebody waits for,
// then what they come to next, then, when asked for, everything. One at a time, over all tabs of the browser.

import type { Encoder } from '../encoder.js';
import type { EmbeddingStatus } from './images.js';

/** Photo → embedding as float16 .npy of shape (1, 256, 64, 64). */
export type Encode = Encoder['encodeImage'];

export interface QueuePorts {
  /** Null where its embedding is there by now, or the image is gone. */
  photo(image: number): Promise<Blob | null>;
  keep(image: number, npy: ArrayBuffer): Promise<void>;
  /** Ids without an embedding, in the order of the list. */
  missing(): Promise<number[]>;
  changed(image: number, status: EmbeddingStatus): void;
  allChanged(status: AllStatus): void;
}

export interface AllStatus {
  running: boolean;
  total: number;
  done: number;
  failed: number;
  seconds_left: number;
}

const none: EmbeddingStatus = { state: 'none', progress: 0 };
const lockName = 'maskpoint-encoder';

export class EmbeddingQueue {
  private readonly statuses = new Map<number, EmbeddingStatus>();
  private readonly settledWaits = new Map<number, (() => void)[]>();
  private wanted: number[] = [];
  private ahead: number[] = [];
  private rest: number[] = [];
  private current: { image: number; abort: AbortController } | null = null;
  private all: AllStatus = { running: false, total: 0, done: 0, failed: 0, seconds_left: 0 };
  private allBegan = 0;

  constructor(private readonly encode: Encode, private readonly ports: QueuePorts) {}

  status(image: number): EmbeddingStatus {
    return this.statuses.get(image) ?? none;
  }
  allStatus(): AllStatus {
    return this.all;
  }

  /** Somebody waits for it: it comes first. */
  want(image: number): void {
    if (this.current?.image !== image) this.wanted = [image, ...this.wanted.filter((other) => other !== image)];
    this.enter(image);
  }

  /** Forgets that it failed. */
  tryAgain(image: number): void {
    if (this.status(image).state === 'error') this.statuses.delete(image);
  }

  /** What is looked at, and comes next; what was asked for so before and is not begun is dropped. */
  follow(image: number, ahead: number[]): void {
    const dropped = this.ahead.filter((other) => !ahead.includes(other));
    this.ahead = ahead;
    this.tryAgain(image);
    this.want(image);
    for (const next of ahead) if (this.status(next).state !== 'error') this.enter(next);
    for (const other of dropped) this.leave(other);
  }

  cancel(image: number): void {
    this.wanted = this.wanted.filter((other) => other !== image);
    this.ahead = this.ahead.filter((other) => other !== image);
    if (this.current?.image === image) this.current.abort.abort();
    else this.leave(image);
  }

  /** Resolves when it is encoded, has failed or is no longer asked for. */
  settled(image: number): Promise<void> {
    const { state } = this.status(image);
    if (state !== 'queued' && state !== 'encoding') return Promise.resolve();
    return new Promise((resolve) => {
      this.settledWaits.set(image, [...(this.settledWaits.get(image) ?? []), resolve]);
    });
  }

  async startAll(): Promise<void> {
    if (this.all.running) return;
    this.rest = await this.ports.missing();
    this.all = { running: this.rest.length > 0, total: this.rest.length, done: 0, failed: 0, seconds_left: 0 };
    this.allBegan = Date.now();
    this.ports.allChanged(this.all);
    void this.run();
  }

  stopAll(): void {
    this.rest = [];
    this.all = { ...this.all, running: false, seconds_left: 0 };
    this.ports.allChanged(this.all);
  }

  private enter(image: number): void {
    const { state } = this.status(image);
    if (state === 'none' || state === 'ready') this.set(image, { state: 'queued', progress: 0 });
    void this.run();
  }

  private leave(image: number): void {
    if (this.wanted.includes(image) || this.ahead.includes(image)) return;
    if (this.status(image).state === 'queued') this.set(image, none);
  }

  private set(image: number, status: EmbeddingStatus): void {
    if (status.state === 'none' || status.state === 'ready') this.statuses.delete(image);
    else this.statuses.set(image, status);
    this.ports.changed(image, status);
    if (status.state === 'queued' || status.state === 'encoding') return;
    const waits = this.settledWaits.get(image) ?? [];
    this.settledWaits.delete(image);
    for (const resolve of waits) resolve();
  }

  private async run(): Promise<void> {
    if (this.current !== null) return;
    const image = this.wanted.shift() ?? this.ahead.shift() ?? this.rest.shift();
    if (image === undefined) return;
    const abort = new AbortController();
    this.current = { image, abort };
    const failed = await this.one(image, abort.signal);
    this.current = null;
    this.count(failed);
    void this.run();
  }

  /** Whether it failed. */
  private async one(image: number, signal: AbortSignal): Promise<boolean> {
    try {
      this.set(image, { state: 'encoding', progress: 0 });
      await navigator.locks.request(lockName, { signal }, async () => {
        const photo = await this.ports.photo(image);
        if (photo === null) return;
        const npy = await this.encode(photo, signal, (progress, what) => {
          if (what === 'encode') this.set(image, { state: 'encoding', progress });
        });
        await this.ports.keep(image, npy);
      });
      this.set(image, { state: 'ready', progress: 1 });
      return false;
    } catch (error) {
      if (signal.aborted) {
        this.set(image, none);
        return false;
      }
      this.set(image, { state: 'error', progress: 0, error: error instanceof Error ? error.message : String(error) });
      return true;
    }
  }

  private count(failed: boolean): void {
    if (!this.all.running) return;
    const left = this.rest.length;
    const done = this.all.total - left;
    const each = (Date.now() - this.allBegan) / 1000 / Math.max(1, done);
    this.all = {
      running: left > 0, total: this.all.total, done, failed: this.all.failed + (failed ? 1 : 0),
      seconds_left: each * left,
    };
    this.ports.allChanged(this.all);
  }
}
