// One import or export in a worker: the core (src/formats/page/exports.cc) does it, this side brings zlib, zips, and the
// photos' pixels.

import { unzlibSync, zipSync, zlibSync, type Zippable } from 'fflate';
import { cutOut, type CutoutPlan, pixelsOf, type PhotoPixels } from './cutouts.js';
import type { Finding, FormatsJob, FormatsReply, Storable, Written } from './formats.js';

interface Core {
  wasmMemory: WebAssembly.Memory;
  _fmt_memory(bytes: number): number;
  _fmt_said(): number;
  _fmt_said_length(): number;
  _fmt_file(name: number, nameLength: number, bytes: number, length: number): void;
  _fmt_read(project: number, length: number): number;
  _fmt_write(content: number, length: number, ask: number, askLength: number): number;
  _fmt_files(): number;
  _fmt_path(file: number): number;
  _fmt_path_length(file: number): number;
  _fmt_bytes(file: number): number;
  _fmt_bytes_length(file: number): number;
}

const tooMuch = 'That is more than this page has memory for: bring in fewer files at a time, or use `maskpoint import`.';
let core: Core;

const copied = (pointer: number, length: number): Uint8Array<ArrayBuffer> => {
  const copy = new Uint8Array(length);
  copy.set(new Uint8Array(core.wasmMemory.buffer, pointer, length));
  return copy;
};
const textAt = (pointer: number, length: number): string => new TextDecoder().decode(copied(pointer, length));
const said = (): string => textAt(core._fmt_said(), core._fmt_said_length());

function copyIn(bytes: Uint8Array): [pointer: number, length: number] {
  const pointer = core._fmt_memory(Math.max(1, bytes.length));
  if (pointer === 0) throw new Error(tooMuch);
  new Uint8Array(core.wasmMemory.buffer, pointer, bytes.length).set(bytes);
  return [pointer, bytes.length];
}
const textIn = (text: string): [pointer: number, length: number] => copyIn(new TextEncoder().encode(text));

/** What exports.cc calls. */
const host = {
  made: new Uint8Array(0),
  deflate(pointer: number, length: number): number {
    host.made = zlibSync(copied(pointer, length), { level: 6 });
    return host.made.length;
  },
  inflate(pointer: number, length: number, most: number): number {
    try {
      host.made = unzlibSync(copied(pointer, length), { out: new Uint8Array(most) });
      return host.made.length;
    } catch {
      return -1;
    }
  },
  take(pointer: number): void {
    new Uint8Array(core.wasmMemory.buffer, pointer, host.made.length).set(host.made);
  },
};

async function read({ project, files }: FormatsJob & { type: 'read' }): Promise<Storable> {
  for (const { path, file } of files)
    core._fmt_file(...textIn(path), ...copyIn(new Uint8Array(await file.arrayBuffer())));
  core._fmt_read(...textIn(JSON.stringify(project)));
  return JSON.parse(said()) as Storable;
}

function tell(reply: FormatsReply): void {
  postMessage(reply);
}

/** The photos' pixels once each: plans come photo by photo, in each format once. */
class Cutter {
  private path = '';
  private pixels: Promise<PhotoPixels> | null = null;

  constructor(private readonly photos: Map<string, Blob>) {}

  async cut(plan: CutoutPlan): Promise<Uint8Array> {
    if (this.path !== plan.cutout || this.pixels === null) {
      const photo = this.photos.get(plan.cutout);
      if (photo === undefined) throw new Error('it is no longer in this browser');
      this.path = plan.cutout;
      this.pixels = pixelsOf(photo);
    }
    return cutOut(plan, await this.pixels);
  }
}

const isJson = /\.(json|txt|yaml)$/;

async function gathered(format: string, photos: Map<string, Blob>, findings: Finding[]): Promise<Blob> {
  const cutter = new Cutter(photos);
  const count = core._fmt_files();
  const missing = new Set<string>();
  const entries: Zippable = {};
  for (let i = 0; i < count; ++i) {
    const path = textAt(core._fmt_path(i), core._fmt_path_length(i));
    let bytes: Uint8Array = copied(core._fmt_bytes(i), core._fmt_bytes_length(i));
    if (format.startsWith('coco') && count === 1) return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/json' });
    if (format === 'cutouts' || path.startsWith('cutouts/')) {
      const plan = JSON.parse(new TextDecoder().decode(bytes)) as CutoutPlan;
      try {
        bytes = await cutter.cut(plan);
      } catch (error) {
        if (missing.size === missing.add(plan.cutout).size) continue;
        findings.push({
          outcome: 'not_taken', count: 1,
          sentence: `Not taken: 1 image whose file can’t be used: ${error instanceof Error ? error.message : String(error)} (${plan.cutout}).`,
        });
        continue;
      }
      tell({ type: 'progress', fraction: (i + 1) / count });
    }
    // Pictures are packed already.
    entries[path] = [bytes, { level: isJson.test(path) ? 6 : 0 }];
  }
  return new Blob([zipSync(entries) as Uint8Array<ArrayBuffer>], { type: 'application/zip' });
}

async function write({ content, ask, photos }: FormatsJob & { type: 'write' }): Promise<Written> {
  if (core._fmt_write(...textIn(JSON.stringify(content)), ...textIn(JSON.stringify(ask))) === 0) throw new Error(said());
  const findings = JSON.parse(said()) as Finding[];
  return { findings, file: ask.report === 'only' ? null : await gathered(ask.format, photos, findings) };
}

async function answer(job: FormatsJob): Promise<void> {
  try {
    const { default: factory } = (await import(new URL('formats-core.mjs', location.href).href)) as
      { default: (options: object) => Promise<Core> };
    core = await factory({ host });
    tell({ type: 'done', value: job.type === 'read' ? await read(job) : await write(job) });
  } catch (error) {
    // The core has no exceptions: what it can't go on from is memory.
    const trapped = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    tell({ type: 'failed', message: trapped ? tooMuch : error instanceof Error ? error.message : String(error) });
  }
}

addEventListener('message', ({ data }: MessageEvent<FormatsJob>) => void answer(data));
