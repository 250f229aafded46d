// A server over a temporary copy of sample photos, a browser, and the page as a user has it: the mouse
// and the keyboard, and window.maskpoint to read what is there.
//
//   MASKPOINT_E2E_SERVER   the maskpoint executable, default build/native/maskpoint
//   MASKPOINT_E2E_WEB      the static site, default build/web
//   MASKPOINT_E2E_MODEL    the model's folder, default build/models/mobilesam
//   MASKPOINT_E2E_PATIENCE how long a test may take, in ms; less shows a failure sooner

import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
// The command line decodes with the baseline's products: those of wider registers differ in the last bits.
process.env.MASKPOINT_SIMD = 'baseline';

export const serverProgram = process.env.MASKPOINT_E2E_SERVER ?? path.join(root, 'build/native/maskpoint');
export const webFolder = process.env.MASKPOINT_E2E_WEB ?? path.join(root, 'build/web');
export const modelFolder = process.env.MASKPOINT_E2E_MODEL ?? path.join(root, 'build/models/mobilesam');
export const shots = path.join(root, 'build/e2e');
const photoFolder = path.join(root, 'build/deps/photos');

const browserFlags = [
  '--headless', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];

// Loading, encoding and software rendering on two cores take their time; nothing here measures it.
export const patience = Number(process.env.MASKPOINT_E2E_PATIENCE ?? 240_000);

function chromiumProgram() {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
    .find((file) => existsSync(file));
  if (found === undefined) throw new Error('No Chromium here: scripts/setup.sh installs it.');
  return found;
}

export function launch() {
  return chromium.launch({ executablePath: chromiumProgram(), args: browserFlags });
}

/** A browser with a profile folder of its own, whose process can be killed as a crash would. */
export async function launchWithProfile(profile) {
  const child = spawn(
    chromiumProgram(),
    [...browserFlags, `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let log = '';
    child.stderr.on('data', (data) => {
      log += data;
      const found = /DevTools listening on (ws:\S+)/.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${log}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  return {
    browser,
    context: browser.contexts()[0],
    kill: () => new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.removeAllListeners('exit');
      child.once('exit', done);
      child.kill('SIGKILL');
    }),
  };
}

/** A new folder with copies of sample photos. */
export async function photoCopy(names) {
  const folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-e2e-'));
  const add = (name) => copyFile(path.join(photoFolder, name), path.join(folder, name));
  for (const name of names) await add(name);
  return { folder, add, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** `maskpoint serve` over the folder; port 0 takes any. */
export function serve(folder, { port = 0, model = modelFolder } = {}) {
  const child = spawn(
    serverProgram, ['serve', folder, '--model', model, '--port', String(port), '--web', webFolder],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => { log += data; });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
      const address = /Maskpoint is at (http:\S+)/.exec(out)?.[1];
      if (address === undefined) return;
      resolve({
        address, port: Number(new URL(address).port), log: () => log,
        stop: () => new Promise((done) => {
          if (child.exitCode !== null || child.signalCode !== null) return done();
          child.once('exit', done);
          child.kill('SIGTERM');
        }),
        /** As a crash or a power cut would: nothing is tidied up. */
        kill: () => new Promise((done) => {
          child.once('exit', done);
          child.kill('SIGKILL');
        }),
      });
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${out}${log}`)));
  });
}

/**
 * A page on the annotator, ready to be clicked. Errors the page logs fail the test that looks. `build` has the
 * page find that build of the core alone; without it the page takes the best. `prepare` runs in the page before
 * its own scripts. `serviceWorkers: 'block'` is a browser that has none.
 */
export async function open(
  browser, address, { scale = 1, scheme = 'dark', size = [1440, 900], wait = true, build = null, prepare = null,
    serviceWorkers = 'allow' } = {}) {
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] }, deviceScaleFactor: scale, colorScheme: scheme,
    acceptDownloads: true, serviceWorkers,
  });
  if (build !== null) await context.route('**/builds.json', (route) => route.fulfill({ json: [build] }));
  const page = await context.newPage();
  if (prepare !== null) await page.addInitScript(prepare);
  page.setDefaultTimeout(patience / 2);  // so that what waits is named before the test runs out of time
  const annotator = new Annotator(page);
  await page.goto(address);
  if (wait) await annotator.ready();
  return annotator;
}

export class Annotator {
  errors = [];

  constructor(page) {
    this.page = page;
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  async ready() {
    await this.page.waitForFunction(() => window.maskpoint !== undefined);
    await this.page.evaluate(() => window.maskpoint.ready);
  }

  state() {
    return this.page.evaluate(() => window.maskpoint.state());
  }
  /** The state once the predicate holds for it and the argument. */
  async until(predicate, argument) {
    return this.poll(() => this.state(), (state) => predicate(state, argument), ({ widgets, images, ...rest }) =>
      `It never became true that ${predicate}\nState: ${JSON.stringify(rest)}`);
  }

  /** What is read once it is accepted; the last of it is complained about when the patience ends. */
  async poll(read, accept, complaint) {
    const deadline = Date.now() + patience / 2;
    for (;;) {
      const value = await read();
      if (accept(value)) return value;
      if (Date.now() > deadline) throw new Error(complaint(value));
      await this.page.waitForTimeout(40);
      await this.frame();
    }
  }

  /** Resolves when a frame has begun and ended after this call; soon where none is drawn. */
  frame() {
    return this.page.evaluate(() => new Promise((done) => {
      requestAnimationFrame(() => requestAnimationFrame(done));
      setTimeout(done, 1000);
    }));
  }

  /**
   * The middle of a control the interface has drawn, once it stays where it is: what a test has just done may
   * be in the state a frame before the rows have made room for it.
   */
  async widget(name) {
    await this.frame();
    let seen;
    const state = await this.until((s, wanted) => {
      const before = seen;
      seen = s.widgets[wanted]?.join();
      return seen !== undefined && seen === before;
    }, name);
    const [x, y, width, height] = state.widgets[name];
    return { x: x + width / 2, y: y + height / 2 };
  }
  async click(name) {
    const { x, y } = await this.widget(name);
    await this.page.mouse.click(x, y);
  }

  /** Opens the image of this name from the list and waits until it takes prompts. */
  async openImage(fileName) {
    const state = await this.until((s, name) => s.images.some((i) => i.fileName === name), fileName);
    const { id } = state.images.find((image) => image.fileName === fileName);
    if (state.image?.id !== id) await this.click(`image:${id}`);
    await this.until((s, wanted) => s.image?.id === wanted && s.image.ready && s.image.pixels, id);
    return id;
  }

  /** Where a point of the image is on the screen. */
  toView(x, y) {
    return this.page.evaluate(([px, py]) => window.maskpoint.imageToView(px, py), [x, y]);
  }
  /** Points are pixel indices: the pointer goes to the middle of the pixel. */
  async hoverAt(x, y) {
    const at = await this.toView(x + 0.5, y + 0.5);
    await this.page.mouse.move(at.x, at.y);
  }
  async clickAt(x, y, options) {
    const at = await this.toView(x + 0.5, y + 0.5);
    await this.page.mouse.click(at.x, at.y, options);
  }

  /** The pending prompt once its decode is in. */
  async decoded(steps) {
    const state = await this.until(
      (s, count) => s.pending !== null && !s.pending.decoding && s.pending.steps === count, steps);
    return state.pending;
  }
  async accepted(count) {
    await this.page.keyboard.press('Enter');
    return this.until((s, n) => s.objects.length === n && s.saved, count);
  }

  async addClass(name) {
    await this.click('add-class');
    const field = this.page.locator('input[data-field="class-new"]');
    await field.waitFor();
    await field.fill(name);
    await field.press('Enter');
    await this.until((s, wanted) => s.categories.some((c) => c.name === wanted), name);
    // The field goes with the next frame; until then it would be taken for the next class's.
    await field.waitFor({ state: 'detached' });
  }

  /**
   * Once the browser's own database holds unsaved work of all these kinds, the prompt of that many steps; of no
   * kinds, once it holds none.
   */
  async journalled(kinds, steps = 0) {
    const entries = () => this.page.evaluate(() => new Promise((resolve, reject) => {
      const opening = indexedDB.open('maskpoint-journal');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const all = opening.result.transaction('entries').objectStore('entries').getAll();
        all.onerror = () => reject(all.error);
        all.onsuccess = () => { opening.result.close(); resolve(all.result); };
      };
    }));
    const stepsOf = ({ text }) => JSON.parse(text).prompts.steps.length;
    const holds = (kept, kind) => kept.some((e) => e.kind === kind && (kind !== 'prompt' || stepsOf(e) === steps));
    return this.poll(
      entries, (kept) => (kinds.length === 0 ? kept.length === 0 : kinds.every((kind) => holds(kept, kind))),
      (kept) => `The journal holds ${JSON.stringify(kept.map((e) => e.kind))} and not ${JSON.stringify(kinds)}`);
  }

  /** Takes the WebGL context from the page and gives it back. */
  loseContext() {
    return this.page.evaluate(async () => {
      const canvas = document.querySelector('#canvas');
      const extension = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
      const event = (name) => new Promise((resolve) => { canvas.addEventListener(name, resolve, { once: true }); });
      const lost = event('webglcontextlost');
      extension.loseContext();
      await lost;
      const restored = event('webglcontextrestored');
      setTimeout(() => extension.restoreContext(), 50);
      await restored;
    });
  }

  async shot(name) {
    await mkdir(shots, { recursive: true });
    await this.page.screenshot({ path: path.join(shots, `${name}.png`) });
  }
  close() {
    return this.page.context().close();
  }
}
