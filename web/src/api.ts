// window.maskpoint: what scripts and tests may call. Everything goes through the same core as the mouse.

import { type Bridge, FileKind } from './bridge.js';
import { localProject } from './backend.js';
import { addFiles, wireRow } from './local/intake.js';
import { embeddingFault } from './local/npy.js';
import type { LocalProject } from './local/project.js';
import { decodeImage, type Pixels } from './pixels.js';
import { logitCount, type Prompt, type Segmentation, withLogits } from './segmentation.js';

export interface SegmentOptions extends Prompt {
  /** Of the list; the open one where it is left out. */
  image?: number;
}
export interface OpenedImage {
  id: number;
  width: number;
  height: number;
}
export type MaskpointEvent = 'change' | 'mask' | 'saved' | 'error';
type Handler = (detail: unknown) => void;
type Answer = { error: string } | { value: unknown };

export class Api {
  private lastRequest = 0;
  private lastLocalImage = 0;
  private readonly waiting = new Map<
    number, (answer: Answer, bytes: Float32Array) => void>();
  private readonly handlers = new Map<MaskpointEvent, Set<Handler>>();
  private readonly embeddings = new Map<number, string | ArrayBuffer>();

  constructor(
    readonly ready: Promise<void>, private readonly bridge: Bridge, private readonly pixels: Pixels,
    private readonly wake: () => void) {}

  info = (): unknown => this.bridge.ask({ type: 'info' });
  state = (): unknown => this.bridge.ask({ type: 'state' });
  viewToImage = (x: number, y: number): { x: number; y: number } =>
    this.bridge.ask({ type: 'viewToImage', x, y });
  imageToView = (x: number, y: number): { x: number; y: number } =>
    this.bridge.ask({ type: 'imageToView', x, y });
  exportCoco = (): Promise<unknown> => this.later({ type: 'exportCoco' }, (value) => value);

  on = (event: MaskpointEvent, handler: Handler): (() => void) => {
    const set = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, set.add(handler));
    return () => set.delete(handler);
  };

  openImage = async (
    source: string | Blob,
    options: { name?: string; embedding?: string | ArrayBuffer } = {}): Promise<OpenedImage> => {
    const blob = typeof source === 'string' ? await fetchBlob(source) : source;
    const bitmap = await decodeImage(blob);
    const { width, height } = bitmap;
    bitmap.close();
    const ofAddress = typeof source === 'string' ? source.split('/').pop()!.split('?')[0]! : undefined;
    const project = await localProject();
    if (project !== null) return this.openKept(project, blob, options.name ?? ofAddress ?? 'image', options.embedding);
    const id = --this.lastLocalImage;
    const name = options.name ?? ofAddress ?? `image ${-id}`;
    this.pixels.keep(id, blob);
    if (options.embedding !== undefined) this.embeddings.set(id, options.embedding);
    return this.later({ type: 'openImage', row: { id, file_name: name, width, height } }, () => ({ id, width, height }));
  };

  /** Without a server it becomes one of the project's. */
  private async openKept(
    project: LocalProject, photo: Blob, name: string, embedding: string | ArrayBuffer | undefined): Promise<OpenedImage> {
    const arrived = [{ path: name, file: photo }];
    if (embedding !== undefined) {
      const npy = typeof embedding === 'string' ? await fetchBlob(embedding) : new Blob([embedding]);
      const wrong = await embeddingFault(npy);
      if (wrong !== null) throw new Error(`The embedding of ${name} can’t be used: ${wrong}.`);
      arrived.push({ path: `${name}.npy`, file: npy });
    }
    const { added, same, failed, full } = await addFiles(project, arrived, () => undefined);
    const row = added[0] ?? same[0];
    const fault = full || (failed[0] === undefined ? '' : `${failed[0].path} was not taken in: ${failed[0].why}.`);
    if (row === undefined || fault !== '') throw new Error(fault || 'The image has no pixels.');
    const { id, width, height } = row;
    return this.later({ type: 'openImage', row: wireRow(project, row) }, () => ({ id, width, height }));
  }

  segment = async (options: SegmentOptions = {}): Promise<Segmentation> => {
    if (options.maskInput !== undefined) {
      if (options.maskInput.length !== logitCount)
        throw new Error(`maskInput has ${options.maskInput.length} values, expected ${logitCount} (256 × 256).`);
      const copy = new Float32Array(options.maskInput);
      this.bridge.file(FileKind.MaskInput, new Uint8Array(copy.buffer));
    }
    const question = {
      type: 'segment', image: options.image ?? 0, points: options.points ?? [], box: options.box ?? null,
      maskInput: options.maskInput !== undefined, multimask: options.multimask === true,
    };
    return this.later(question, (value, floats) => withLogits(value as Segmentation, options, floats));
  };

  // --- the page's side ---

  /** Opens the image of that row and selects its object. */
  async show(row: object, uuid: string): Promise<void> {
    await this.later({ type: 'openImage', row }, () => undefined);
    // Its objects may come after its embedding.
    for (let turn = 0; turn < 100 && !this.hasObject(uuid); ++turn) await new Promise((resolve) => setTimeout(resolve, 50));
    this.bridge.tell({ type: 'select', uuid });
    this.wake();
  }
  private hasObject(uuid: string): boolean {
    return (this.state() as { objects: { uuid: string }[] }).objects.some((object) => object.uuid === uuid);
  }

  keepEmbedding(image: number, npy: ArrayBuffer): void {
    this.embeddings.set(image, npy);
  }
  embeddingOf(image: number): string | ArrayBuffer | undefined {
    return this.embeddings.get(image);
  }
  emit(event: MaskpointEvent, detail: unknown): void {
    for (const handler of this.handlers.get(event) ?? []) {
      try {
        handler(detail);
      } catch (error) {
        console.error(error);
      }
    }
  }
  answer(request: number, reply: unknown, floats: Float32Array): void {
    const waiting = this.waiting.get(request);
    this.waiting.delete(request);
    waiting?.(reply as Answer, floats);
  }

  private later<T>(question: object, read: (value: unknown, floats: Float32Array) => T): Promise<T> {
    const request = ++this.lastRequest;
    return new Promise((resolve, reject) => {
      this.waiting.set(request, (answer, floats) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(read(answer.value, floats));
      });
      this.bridge.ask({ ...question, request });
      this.wake();
    });
  }
}

async function fetchBlob(url: string): Promise<Blob> {
  const response = await fetch(url).catch(() => null);
  if (response === null || !response.ok)
    throw new Error(`${url} could not be loaded (${response?.status ?? 'no answer'}).`);
  return response.blob();
}
