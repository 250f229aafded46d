// The typed twin of src/app/bridge.h: every call between the page and the WebAssembly core.
//
// Only integers and (pointer, length) cross. A heap view is made for one copy and dropped; strings are
// copied out of the shared memory before they are decoded, because TextDecoder refuses shared memory.

export const enum FileKind {
  FontRegular = 0,
  FontMedium = 1,
  FontSemibold = 2,
  FontIcons = 3,
  Weights = 4,
  MaskInput = 5,
}

export const enum PointerKind {
  Move = 0,
  Down = 1,
  Up = 2,
  Leave = 3,
  Cancel = 4,
  /** A finger has rested where it went down. */
  Hold = 5,
}

export const enum Modifier {
  Shift = 1,
  Ctrl = 2,
  Alt = 4,
  Space = 8,
  Touch = 16,
}

/** What the Emscripten module gives us: the exports of src/app/bridge.h and its memory. */
export interface CoreModule {
  wasmMemory: WebAssembly.Memory;
  GL: { textures: (WebGLTexture | null)[]; getNewId(table: unknown[]): number };
  _mp_memory(length: number): number;
  _mp_begin(pointer: number, length: number): number;
  _mp_file(kind: number, pointer: number, length: number): void;
  _mp_frame(): number;
  _mp_viewport(width64: number, height64: number, ratio1024: number): void;
  _mp_pointer(kind: number, button: number, x64: number, y64: number, modifiers: number): void;
  _mp_wheel(x64: number, y64: number, steps256: number, modifiers: number): void;
  _mp_pinch(x64: number, y64: number, factor65536: number, dx64: number, dy64: number): void;
  _mp_key(pointer: number, length: number, modifiers: number): number;
  _mp_tell(pointer: number, length: number): void;
  _mp_reply(
    request: number, status: number, etag: number, etagLength: number, body: number, bodyLength: number): void;
  _mp_ask(pointer: number, length: number): number;
}

/** Told to the core, as JSON. */
export type ToCore =
  | { type: 'text'; field: string; event: 'changed' | 'committed' | 'cancelled' | 'left'; value: string }
  | { type: 'paste'; text: string }
  | { type: 'theme'; dark: boolean }
  | { type: 'settings'; text: string }
  | { type: 'preferences'; reducedMotion: boolean; moreContrast: boolean }
  | { type: 'command'; name: string }
  | { type: 'select'; uuid: string }
  | { type: 'context'; state: 'lost' | 'restored' }
  | { type: 'pixels'; image: number; width: number; height: number }
  | { type: 'pixelsFailed'; image: number; message: string }
  | { type: 'picture'; picture: number; texture: number; width: number; height: number }
  | { type: 'server'; event: string; data: string }
  | { type: 'serverStream'; state: 'open' | 'lost' }
  | { type: 'encoder'; name: string }
  | { type: 'journal'; entries: { owner: string; kind: string; image: number; text: string }[] }
  | { type: 'journalState'; error: string }
  | { type: 'tabs'; count: number }
  | { type: 'leaving' }
  | { type: 'wake' }
  | { type: 'notice'; message: string }
  | { type: 'failed'; message: string };

export interface TextFieldSpec {
  id: string;
  rect: [number, number, number, number];
  value: string;
  placeholder: string;
  focus: boolean;
  /** Arrow and page keys are the core's while it is typed in, and leaving it means nothing. */
  list: boolean;
}

/** A command as a button of the page's own. */
export interface ActionButton {
  name: string;
  label: string;
  keys: string;
  enabled: boolean;
}

/** What only the page can do, on a command of the core's. */
export type PageTask = 'openFiles' | 'openFolder' | 'openAddress' | 'projects' | 'saveProject' | 'removePhoto' | 'import' |
  'exportAs' | 'makeMasks';

/** Told by the core, as JSON. */
export type FromCore =
  | { type: 'textFields'; fields: TextFieldSpec[] }
  | { type: 'actions'; buttons: ActionButton[] }
  | { type: 'cursor'; cursor: string }
  | { type: 'announce'; message: string }
  | { type: 'copy'; text: string }
  | { type: 'emit'; event: 'change' | 'mask' | 'saved' | 'error'; detail: unknown }
  | { type: 'unsaved'; unsaved: boolean }
  | { type: 'title'; title: string }
  | { type: 'theme'; dark: boolean }
  | { type: 'settings'; text: string }
  | { type: 'download'; url: string; name: string }
  | { type: 'save'; text: string; name: string }
  | { type: 'events'; url: string }
  | { type: 'ask'; task: PageTask }
  | { type: 'closePixels'; image: number }
  | { type: 'openJournal'; project: string }
  | { type: 'journal'; kind: string; image: number; text: string; owner?: string }
  | { type: 'model'; model: string }
  | { type: 'modelFailed'; message: string }
  | { type: 'cancel'; request: number }
  | { type: 'freePicture'; texture: number }
  | { type: 'cancelPicture'; picture: number }
  | { type: 'fatal'; title: string; message: string };

export interface FetchHead {
  method: string;
  url: string;
  ifMatch?: string;
  /** Ask again while the answer is 202. */
  wait?: boolean;
  /** Who changes something, where that is not the core: it hears of the change then as of anybody's. */
  client?: string;
}

/** What the core asks of the page; web/src/main.ts implements it. */
export interface Host {
  fetch(request: number, head: FetchHead, body: Uint8Array<ArrayBuffer> | null): void;
  /** Load an image's pixels; answered by one 'pixels' or 'pixelsFailed'. */
  openPixels(image: number): void;
  /** Fill level 0 of the bound texture; 1 when done, 0 when the pixels are not there. */
  upload(
    image: number, texture: number, x: number, y: number, width: number, height: number, toX: number,
    toY: number): number;
  /** Make a texture of a thumbnail or a line of text; answered by one 'picture' unless cancelled. */
  picture(picture: number, what: PictureSpec): void;
  tell(message: FromCore): void;
  /** Answers an ask that could not be answered at once. */
  answer(request: number, reply: unknown, bytes: Float32Array<ArrayBuffer>): void;
  wake(): void;
  wakeAfter(milliseconds: number): void;
}

export type PictureSpec =
  | { type: 'thumbnail'; image: number }
  | { type: 'text'; text: string; em: number; weight: number; ratio: number };

/** Raw imports as bridge.cc calls them: pointers in, copied out here. */
export interface RawHost {
  fetch(request: number, head: number, headLength: number, body: number, bodyLength: number): void;
  openPixels(image: number): void;
  upload(
    image: number, texture: number, x: number, y: number, width: number, height: number, toX: number,
    toY: number): number;
  picture(picture: number, what: number, length: number): void;
  tell(message: number, length: number): void;
  answer(request: number, reply: number, length: number, bytes: number, bytesLength: number): void;
  wake(): void;
  wakeAfter(milliseconds: number): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Bridge {
  constructor(private readonly core: CoreModule) {}

  // --- memory ---

  private copyIn(bytes: Uint8Array): [pointer: number, length: number] {
    const pointer = this.core._mp_memory(bytes.length);
    if (pointer === 0) throw new Error('The page has run out of memory: close other images and reload.');
    new Uint8Array(this.core.wasmMemory.buffer, pointer, bytes.length).set(bytes);
    return [pointer, bytes.length];
  }
  private textIn(text: string): [pointer: number, length: number] {
    return this.copyIn(encoder.encode(text));
  }
  copyOut(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(length);
    copy.set(new Uint8Array(this.core.wasmMemory.buffer, pointer, length));
    return copy;
  }
  textOut(pointer: number, length: number): string {
    return decoder.decode(this.copyOut(pointer, length));
  }

  // --- calls into the core; memory given over is the core's to free ---

  begin(config: unknown): boolean {
    return this.core._mp_begin(...this.textIn(JSON.stringify(config))) !== 0;
  }
  file(kind: FileKind, bytes: Uint8Array): void {
    this.core._mp_file(kind, ...this.copyIn(bytes));
  }
  /** Whether another frame is wanted at once. */
  frame(): boolean {
    return this.core._mp_frame() !== 0;
  }
  viewport(width: number, height: number, ratio: number): void {
    this.core._mp_viewport(Math.round(width * 64), Math.round(height * 64), Math.round(ratio * 1024));
  }
  pointer(kind: PointerKind, button: number, x: number, y: number, modifiers: number): void {
    this.core._mp_pointer(kind, button, Math.round(x * 64), Math.round(y * 64), modifiers);
  }
  wheel(x: number, y: number, steps: number, modifiers: number): void {
    this.core._mp_wheel(Math.round(x * 64), Math.round(y * 64), Math.round(steps * 256), modifiers);
  }
  pinch(x: number, y: number, factor: number, dx: number, dy: number): void {
    this.core._mp_pinch(
      Math.round(x * 64), Math.round(y * 64), Math.round(factor * 65536), Math.round(dx * 64),
      Math.round(dy * 64));
  }
  /** Whether the key was a command, so that the browser must not use it too. */
  key(name: string, modifiers: number): boolean {
    return this.core._mp_key(...this.textIn(name), modifiers) !== 0;
  }
  tell(message: ToCore): void {
    this.core._mp_tell(...this.textIn(JSON.stringify(message)));
  }
  reply(request: number, status: number, etag: string, body: Uint8Array): void {
    this.core._mp_reply(request, status, ...this.textIn(etag), ...this.copyIn(body));
  }
  /** A question answered at once. */
  ask<T>(question: unknown): T {
    const pointer = this.core._mp_ask(...this.textIn(JSON.stringify(question)));
    const length = new DataView(this.core.wasmMemory.buffer).getUint32(pointer, true);
    return JSON.parse(this.textOut(pointer + 4, length)) as T;
  }

  // --- GL objects, which the core knows by number ---

  texture(name: number): WebGLTexture | null {
    return this.core.GL.textures[name] ?? null;
  }
  nameTexture(texture: WebGLTexture): number {
    const name = this.core.GL.getNewId(this.core.GL.textures);
    this.core.GL.textures[name] = texture;
    return name;
  }
  takeTexture(name: number): WebGLTexture | null {
    const texture = this.texture(name);
    this.core.GL.textures[name] = null;
    return texture;
  }
}

/** Wraps a Host so that bridge.cc can call it with pointers. */
export function rawHost(bridge: () => Bridge, host: Host): RawHost {
  const json = <T>(pointer: number, length: number): T => JSON.parse(bridge().textOut(pointer, length)) as T;
  return {
    fetch: (request, head, headLength, body, bodyLength) =>
      host.fetch(
        request, json<FetchHead>(head, headLength), body === 0 ? null : bridge().copyOut(body, bodyLength)),
    openPixels: (image) => host.openPixels(image),
    upload: (image, texture, x, y, width, height, toX, toY) =>
      host.upload(image, texture, x, y, width, height, toX, toY),
    picture: (picture, what, length) => host.picture(picture, json<PictureSpec>(what, length)),
    tell: (message, length) => host.tell(json<FromCore>(message, length)),
    answer: (request, reply, length, bytes, bytesLength) =>
      host.answer(
        request, json<unknown>(reply, length), new Float32Array(bridge().copyOut(bytes, bytesLength).buffer)),
    wake: () => host.wake(),
    wakeAfter: (milliseconds) => host.wakeAfter(milliseconds),
  };
}
