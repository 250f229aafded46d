// The annotator page: checks the browser, loads the core and its files, and answers what the core asks.

import { ActionBar } from './action_bar.js';
import { Api, type MaskpointEvent } from './api.js';
import { Arrivals } from './arrivals.js';
import * as assets from './assets.js';
import { blobOf, clientName, listen, localProject, type Reply, send, useEncoder } from './backend.js';
import { Bridge, type CoreModule, FileKind, type FromCore, type Host, rawHost, type RawHost } from './bridge.js';
import { hasRelaxedSimd, obstacle } from './capabilities.js';
import { ClipboardEvents } from './clipboard.js';
import { Encoder, type Progress } from './encoder.js';
import { FileTasks } from './file_tasks.js';
import { Input } from './input.js';
import { Journal } from './journal.js';
import { LocalTasks } from './local_tasks.js';
import { keepOffline, leaveToServer, reloadIsolated } from './offline.js';
import { Pixels } from './pixels.js';
import { download, saveBlob } from './saving.js';
import * as screen from './screen.js';
import * as settings from './settings.js';
import { Tabs } from './tabs.js';
import { TextFields } from './text_fields.js';

const apiRoot = 'api/v1';
const threads = Math.max(1, Math.min(navigator.hardwareConcurrency || 2, 4));

interface CoreOptions {
  host: RawHost;
  canvas: HTMLCanvasElement;
  threads: number;
}
type CoreFactory = (options: CoreOptions) => Promise<CoreModule>;

/** The relaxed-SIMD build where the engine takes it and the page ships it, else the baseline. */
async function loadCore(options: CoreOptions): Promise<{ core: CoreModule; simd: string }> {
  const wanted = hasRelaxedSimd() ? ['relaxed', 'simd128'] : ['simd128'];
  const shipped = (await (await fetch('builds.json')).json()) as string[];
  const simd = wanted.find((name) => shipped.includes(name));
  if (simd === undefined) throw new Error('The page is incomplete: no build of the core fits this browser.');
  const url = new URL(`maskpoint-${simd}.mjs`, document.baseURI).href;
  const { default: factory } = (await import(url)) as { default: CoreFactory };
  return { core: await factory(options), simd };
}

class Page implements Host {
  private bridge!: Bridge;
  private api!: Api;
  private fields!: TextFields;
  private frameAsked = false;
  private drawn = false;
  private unsaved = false;
  private readonly requests = new Map<number, AbortController>();
  private readonly canvas = screen.canvas();
  private readonly pixels: Pixels;
  private readonly journal = new Journal(clientName, (error) => {
    this.bridge.tell({ type: 'journalState', error });
    this.wake();
  });
  private readonly tabs = new Tabs((count) => {
    this.bridge.tell({ type: 'tabs', count });
    this.wake();
  });
  private readonly actions = new ActionBar(screen.actionBar(), this.canvas, (name) => {
    this.bridge.tell({ type: 'command', name });
    this.wake();
  });
  private readonly encoder = new Encoder(threads, (name) => {
    this.bridge.tell({ type: 'encoder', name });
    this.wake();
  });
  private context: WebGL2RenderingContext | null = null;
  private arrivals!: Arrivals;
  private files!: FileTasks;
  private readonly savedWaiting: (() => void)[] = [];
  private tasks: LocalTasks | null = null;
  private readonly talk = {
    say: (message: string, failure: boolean): void => {
      this.bridge.tell({ type: failure ? 'failed' : 'notice', message });
      this.wake();
    },
    progress: (fraction: number | null): void => screen.showProgress(fraction),
  };
  private modelReady!: () => void;
  private modelFailed!: (error: Error) => void;
  private readonly model = new Promise<void>((resolve, reject) => {
    this.modelReady = resolve;
    this.modelFailed = reject;
  });

  constructor() {
    this.pixels = new Pixels(
      () => (this.context ??= this.canvas.getContext('webgl2')!), () => this.bridge,
      async (image, signal) => blobOf(`${apiRoot}/images/${image}/thumbnail?side=128`, signal));
    this.model.catch(() => undefined);
    useEncoder((photo, signal, onProgress) => this.encode(photo, signal, onProgress));
  }

  async start(): Promise<void> {
    const fonts = Promise.all(
      ['Inter-Regular.otf', 'Inter-Medium.otf', 'Inter-SemiBold.otf', 'lucide.ttf'].map(
        (name) => assets.bytesOf(`fonts/${name}`)));
    const weights = assets.decoderWeights((fraction) => screen.showProgress(fraction));
    void localProject().catch(() => undefined);  // whoever answers is asked as early as can be
    weights.catch(() => undefined);
    fonts.catch(() => undefined);
    const host = rawHost(() => this.bridge, this);
    const { core, simd } = await loadCore({ host, canvas: this.canvas, threads });
    performance.mark('core loaded');
    this.bridge = new Bridge(core);
    this.api = new Api(this.model, this.bridge, this.pixels, () => this.wake());
    this.fields = new TextFields(screen.fieldLayer(), this.canvas, this.bridge, () => this.wake());
    (await fonts).forEach((bytes, kind) => this.bridge.file(kind as FileKind, bytes));
    const started = this.bridge.begin({
      threads, simd, client: clientName, settings: settings.read(),
      dark: matchMedia('(prefers-color-scheme: dark)').matches, ...screen.preferences(),
      macKeys: /Mac|iPhone|iPad/.test(navigator.platform),
      viewport: [innerWidth, innerHeight, devicePixelRatio],
    });
    if (!started) return;  // the core has said why
    performance.mark('core started');
    (window as unknown as { maskpoint: Api }).maskpoint = this.api;
    new Input(this.canvas, this.bridge, () => this.wake(), () => this.actions.enter());
    this.files = new FileTasks(screen.dialog(), this.api, { ...this.talk, saved: () => this.allSaved() });
    this.arrivals = new Arrivals(screen.dropVeil(), {
      ...this.talk, project: localProject,
      open: (row) => {
        this.bridge.ask({ type: 'openImage', request: 0, row });
        this.wake();
      },
      openProject: async (file) => (await this.localTasks())?.load(file),
      takeAnnotations: (files) => this.files.take(files),
      imported: (files, summary) => this.files.came(files, summary),
      photoNames: async () => (this.api.state() as { images: { fileName: string }[] }).images.map(({ fileName }) => fileName),
    });
    new ClipboardEvents(this.canvas, this.bridge, () => this.wake(), (data) => this.arrivals.paste(data));
    this.fitCanvas();
    this.listenToWindow();
    this.canvas.focus({ preventScroll: true });
    this.wake();
    try {
      const bytes = await weights;
      performance.mark('weights loaded');
      this.bridge.file(FileKind.Weights, bytes);
    } catch (error) {
      this.failed(error);
    }
    screen.showProgress(null);
    if ((await localProject().catch(() => null)) === null) await leaveToServer();
    else await keepOffline((update) => screen.offerUpdate(update));
  }

  private failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.bridge.tell({ type: 'failed', message });
    this.modelFailed(new Error(message));
    this.wake();
  }

  /** As many pixels as the screen has there; the style sheet lays it over the whole page. */
  private fitCanvas(): void {
    this.canvas.style.removeProperty('width');
    this.canvas.style.removeProperty('height');
    this.canvas.width = Math.round(innerWidth * devicePixelRatio);
    this.canvas.height = Math.round(innerHeight * devicePixelRatio);
  }

  private listenToWindow(): void {
    const resized = (): void => {
      this.fitCanvas();
      this.bridge.viewport(innerWidth, innerHeight, devicePixelRatio);
      this.wake();
    };
    addEventListener('resize', resized);
    // Moving to a screen of another density changes the ratio without a resize.
    const watchRatio = (): void => {
      matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
        resized();
        watchRatio();
      }, { once: true });
    };
    watchRatio();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (event) => {
      this.bridge.tell({ type: 'theme', dark: event.matches });
      this.wake();
    });
    screen.watchPreferences((preferences) => {
      this.bridge.tell({ type: 'preferences', ...preferences });
      this.wake();
    });
    this.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault();
      this.bridge.tell({ type: 'context', state: 'lost' });
    });
    this.canvas.addEventListener('webglcontextrestored', () => {
      this.bridge.tell({ type: 'context', state: 'restored' });
      this.wake();
    });
    addEventListener('beforeunload', (event) => {
      if (this.unsaved) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.bridge.tell({ type: 'leaving' });
      this.wake();
    });
    addEventListener('pagehide', () => this.bridge.tell({ type: 'leaving' }));
    // Back from the browser's memory of left pages: its work is any other page's to take over by now.
    addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload();
    });
    settings.watch((text) => {
      this.bridge.tell({ type: 'settings', text });
      this.wake();
    });
  }

  // --- Host ---

  fetch(request: number, head: Parameters<Host['fetch']>[1], body: Uint8Array<ArrayBuffer> | null): void {
    const local = /^local:(-\d+)\/embedding$/.exec(head.url);
    const abort = new AbortController();
    this.requests.set(request, abort);
    const reply = local === null ? send(head, body, abort.signal)
      : this.localEmbedding(Number(local[1]), abort.signal);
    void reply.then(({ status, etag, body: bytes }) => {
      this.requests.delete(request);
      markFirst(`${head.method} ${head.url.replace(/\d+/g, '*')}`);
      this.bridge.reply(request, status, etag, bytes);
      this.wake();
    });
  }

  private async localEmbedding(image: number, signal: AbortSignal): Promise<Reply> {
    const embedding = this.api.embeddingOf(image);
    const etag = `local-${image}`;
    if (embedding === undefined) return { ...(await this.encoded(image, signal)), etag };
    if (embedding instanceof ArrayBuffer) return { status: 200, etag, body: new Uint8Array(embedding) };
    return { ...(await send({ method: 'GET', url: embedding }, null, signal)), etag };
  }

  /** The encoder's download is shown as one: by the bar at the top, and nothing of the image done. */
  private encode(photo: Blob, signal: AbortSignal, onProgress: Progress): Promise<ArrayBuffer> {
    return this.encoder.encodeImage(photo, signal, (fraction, what) => {
      screen.showProgress(what === 'download' ? fraction : null);
      onProgress(fraction, what);
    }).finally(() => screen.showProgress(null));
  }

  /** Made in the page, and kept with it. */
  private async encoded(image: number, signal: AbortSignal): Promise<Omit<Reply, 'etag'>> {
    const source = this.pixels.source(image);
    if (source === undefined) return { status: 404, body: new Uint8Array(0) };
    const progress = (progress: number): void => {
      const data = JSON.stringify({ image_id: image, state: 'encoding', progress });
      this.bridge.tell({ type: 'server', event: 'embedding', data });
      this.wake();
    };
    try {
      const npy = await this.encode(source, signal, (fraction, what) => progress(what === 'encode' ? fraction : 0));
      this.api.keepEmbedding(image, npy);
      return { status: 200, body: new Uint8Array(npy) };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return { status: signal.aborted ? 0 : 422, body: new TextEncoder().encode(JSON.stringify({ detail })) };
    }
  }

  openPixels(image: number): void {
    void this.pixels.open(image, (id) => blobOf(`${apiRoot}/images/${id}/file`)).then(() => this.wake());
  }

  upload(...args: Parameters<Host['upload']>): number {
    return this.pixels.upload(...args);
  }

  picture(...args: Parameters<Host['picture']>): void {
    void this.pixels.picture(...args).then(() => this.wake());
  }

  answer(...args: Parameters<Host['answer']>): void {
    this.api.answer(...args);
  }

  wake(): void {
    if (this.frameAsked) return;
    this.frameAsked = true;
    requestAnimationFrame(() => {
      this.frameAsked = false;
      const again = this.bridge.frame();
      if (!this.drawn) {
        this.drawn = true;
        performance.mark('first frame');
        screen.hideLoading();
      }
      if (again) this.wake();
    });
  }

  /** The browser streams what a server has; what this page keeps is written first. */
  private async download(url: string, name: string): Promise<void> {
    if ((await localProject()) === null) download(url, name);
    else saveBlob(await blobOf(url), name);
  }

  wakeAfter(milliseconds: number): void {
    setTimeout(() => {
      this.bridge.tell({ type: 'wake' });
      this.wake();
    }, milliseconds);
  }

  /** Null where a server keeps the project. */
  private async localTasks(): Promise<LocalTasks | null> {
    const project = await localProject();
    if (project === null) return null;
    project.onNotice = (sentence) => this.talk.say(sentence, true);
    this.tasks ??= new LocalTasks(project, screen.dialog(), this.arrivals, {
      ...this.talk, openImage: () => (this.api.state() as { image: { id: number } | null }).image?.id ?? 0,
    });
    return this.tasks;
  }

  private allSaved(): Promise<void> {
    if (!this.unsaved) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.savedWaiting.push(resolve);
      setTimeout(() => reject(new Error('Not everything is saved yet: see the status line, and try again when it is.')), 15_000);
    });
  }

  private async openJournal(project: string): Promise<void> {
    await this.localTasks();
    const entries = await this.journal.open(project, (await localProject()) !== null);
    this.bridge.tell({ type: 'journal', entries });
    this.tabs.open(project);
    this.wake();
  }

  tell(message: FromCore): void {
    switch (message.type) {
      case 'textFields': this.fields.show(message.fields); break;
      case 'actions': this.actions.show(message.buttons); break;
      case 'cursor': this.canvas.style.cursor = message.cursor; break;
      case 'copy': void navigator.clipboard?.writeText(message.text).catch(() => undefined); break;
      case 'announce': screen.announce(message.message); break;
      case 'emit': this.api.emit(message.event satisfies MaskpointEvent, message.detail); break;
      case 'unsaved':
        this.unsaved = message.unsaved;
        if (!this.unsaved) this.savedWaiting.splice(0).forEach((go) => go());
        break;
      case 'title': document.title = message.title; break;
      case 'theme': screen.setTheme(message.dark); break;
      case 'settings': settings.write(message.text); break;
      case 'download':
        void this.download(message.url, message.name).catch((error: unknown) =>
          this.talk.say(error instanceof Error ? error.message : String(error), true));
        break;
      case 'save': saveBlob(new Blob([message.text], { type: 'application/json' }), message.name); break;
      case 'ask':
        if (!this.files.do(message.task)) void this.localTasks().then((tasks) => tasks?.do(message.task));
        break;
      case 'events':
        void listen(message.url, (event, data) => {
          this.bridge.tell({ type: 'server', event, data });
          this.wake();
        }, (state) => {
          this.bridge.tell({ type: 'serverStream', state });
          this.wake();
        });
        break;
      case 'closePixels': this.pixels.close(message.image); break;
      case 'openJournal': void this.openJournal(message.project); break;
      case 'journal':
        this.journal.write(message.kind, message.image, message.text, message.owner);
        break;
      case 'model':
        performance.mark('model ready');
        this.modelReady();
        break;
      case 'modelFailed': this.modelFailed(new Error(message.message)); break;
      case 'cancel': this.requests.get(message.request)?.abort(); break;
      case 'cancelPicture': this.pixels.cancelPicture(message.picture); break;
      case 'freePicture': this.pixels.freePicture(message.texture); break;
      case 'fatal': screen.showObstacle(message); break;
    }
  }
}

const marked = new Set<string>();
/** For the benchmark: when the first of its kind came. */
function markFirst(what: string): void {
  if (marked.has(what)) return;
  marked.add(what);
  performance.mark(what);
}

const choice = settings.theme();
screen.setTheme(choice === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : choice === 'dark');
async function begin(): Promise<void> {
  if (!window.crossOriginIsolated) {
    screen.showLoading('Preparing the page: it reloads once…');
    if (await reloadIsolated()) return;
  }
  const missing = obstacle();
  if (missing !== null) screen.showObstacle(missing);
  else await new Page().start();
}

begin().catch((error: unknown) => {
  screen.showObstacle({
    title: 'The page could not start',
    message: `${error instanceof Error ? error.message : String(error)} Reload the page; if it happens again, build it anew with ./scripts/start.sh.`,
  });
});
