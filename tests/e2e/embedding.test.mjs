// The annotator and the segmenter in somebody else's page: web/examples, as they are shipped.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { decode } from './coco_decode.mjs';
import { launch, modelFolder, patience, root, serverProgram, shots, webFolder } from './harness.mjs';
import { fileIn, staticHost } from './static_host.mjs';

const options = { timeout: patience };
const run = promisify(execFile);
const photo = path.join(root, 'build/deps/photos/rocket.jpg');
let browser, folder, host, page;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'maskpoint-'));
  await run(serverProgram, ['embed', photo, '-o', folder, '--model', modelFolder]);
  host = await staticHost((name) => name.startsWith('fresh/') ? fileIn(folder, name)
    : name === 'examples/photo.jpg' ? readFile(photo)
    : name === 'examples/photo.jpg.npy' ? readFile(path.join(folder, 'rocket.jpg.npy')) : fileIn(webFolder, name));
  browser = await launch();
  page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(patience / 2);
}, options);
after(async () => {
  await browser?.close();
  await host?.stop();
  await rm(folder, { recursive: true });
});

const open = async (name) => {
  await page.goto(`${host.address}examples/${name}`);
  await page.waitForFunction(() => document.title === 'Ready');
};

test('the segmenter’s example page answers a click', options, async () => {
  await open('segmenter.html');
  await page.locator('canvas').click({ position: { x: 320, y: 200 } });
  await page.waitForFunction(() => document.title.includes('pixels in'));
  assert.ok(Number(/^\d+/.exec(await page.title())[0]) > 1000);
  await page.screenshot({ path: path.join(shots, 'example-segmenter.png') });
});

test('the segmenter gives the masks of the command line, and sentences for what is wrong', options, async () => {
  await open('segmenter.html');
  const found = await page.evaluate(async () => {
    const { createSegmenter } = await import('../maskpoint.mjs');
    const reason = (promise) => promise.then(() => 'it worked', (error) => error.message);
    const segmenter = await createSegmenter({ threads: 1 });
    const image = await segmenter.image('photo.jpg.npy', { width: 640, height: 427 });
    const one = await image.segment({ points: [{ x: 320, y: 200 }] });
    const three = await image.segment({ box: [250, 60, 380, 380], multimask: true, logits: true });
    const refined = await image.segment({ points: [{ x: 320, y: 200 }], maskInput: three.masks[0].logits });
    const wrong = [
      await reason(image.segment({})),
      await reason(image.segment({ points: [{ x: 'a', y: 1 }] })),
      await reason(segmenter.image(new ArrayBuffer(100), { width: 640, height: 427 })),
      await reason(createSegmenter({ weights: new ArrayBuffer(100) })),
      await reason(createSegmenter({ threads: 0 })),
    ];
    await image.release();
    wrong.push(await reason(image.segment({ points: [{ x: 1, y: 1 }] })));
    segmenter.close();
    return { one: one.masks[0].rle, three: three.masks.map((m) => m.logits.length), refined: refined.masks.length, wrong };
  });
  const { stdout } = await run(serverProgram, [
    'segment', photo, '--embedding', path.join(folder, 'rocket.jpg.npy'), '--point', '320,200', '--model', modelFolder]);
  const ours = decode(found.one), theirs = decode(JSON.parse(stdout).masks[0].segmentation);
  const different = ours.reduce((count, pixel, i) => count + (pixel === theirs[i] ? 0 : 1), 0);
  assert.ok(different * 10_000 <= ours.length, `${different} pixels differ`);
  assert.deepEqual(found.three, [65536, 65536, 65536]);
  assert.equal(found.refined, 1);
  for (const sentence of found.wrong) assert.match(sentence, /^[A-Zt].{20,}[.]$/);
});

test('the annotator’s element opens a photo, takes a click and gives COCO', options, async () => {
  await open('annotator.html');
  const frame = page.frameLocator('maskpoint-annotator iframe');
  const box = await frame.locator('#canvas').boundingBox();
  const { x, y } = await page.evaluate(async () => {
    const api = await document.querySelector('maskpoint-annotator').api;
    while (!(await api.state()).image?.pixels) await new Promise((resolve) => setTimeout(resolve, 50));
    return api.imageToView(320, 200);
  });
  await page.mouse.click(box.x + x, box.y + y);
  await page.evaluate(async () => {
    const api = await document.querySelector('maskpoint-annotator').api;
    while (!api.state().pending?.candidates.length) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await page.keyboard.press('Enter');
  await page.evaluate(async () => {
    const api = await document.querySelector('maskpoint-annotator').api;
    while (api.state().objects.length !== 1) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  await page.getByRole('button', { name: 'COCO' }).click();
  await page.waitForFunction(() => document.querySelector('output').textContent === '1 objects');
  await page.screenshot({ path: path.join(shots, 'example-annotator.png') });
});

test('npm pack gives a package that works in a fresh project, with its types', options, async () => {
  const fresh = path.join(folder, 'fresh'), installed = path.join(fresh, 'node_modules/maskpoint');
  await mkdir(installed, { recursive: true });
  await run('npm', ['pack', '--offline', '--pack-destination', fresh], { cwd: path.join(root, 'web') });
  const archive = (await readdir(fresh)).find((name) => name.endsWith('.tgz'));
  await run('tar', ['-xzf', path.join(fresh, archive), '-C', installed, '--strip-components=1']);
  const about = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
  assert.deepEqual(about.dependencies ?? {}, {}, 'all it needs is in it');
  assert.ok(!(await readdir(installed)).includes('src'));
  const module = path.posix.join('/fresh/node_modules/maskpoint', about.exports['.'].default);
  await writeFile(path.join(fresh, 'index.html'), `<!doctype html><title>Starting</title>
<script type="importmap">${JSON.stringify({ imports: { maskpoint: module } })}</script>
<script type="module">
import { createSegmenter } from 'maskpoint';
const segmenter = await createSegmenter();
const image = await segmenter.image('../examples/photo.jpg.npy', { width: 640, height: 427 });
const { masks: [mask] } = await image.segment({ points: [{ x: 320, y: 200 }] });
document.title = mask.area + ' pixels';
</script>`);
  await page.goto(`${host.address}fresh/index.html`);
  await page.waitForFunction(() => document.title.endsWith('pixels'));
  assert.ok(Number.parseInt(await page.title(), 10) > 1000);
  await writeFile(path.join(fresh, 'main.ts'), `import { createSegmenter, type Segmentation } from 'maskpoint';
export const first: Promise<Segmentation> = createSegmenter({ threads: 2 })
  .then((s) => s.image('a.npy', { width: 1, height: 1 })).then((i) => i.segment({ points: [{ x: 0, y: 0 }] }));
`);
  await run(path.join(root, 'web/node_modules/.bin/tsc'), [
    '--noEmit', '--strict', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--target', 'es2022',
    '--lib', 'es2022,dom,dom.iterable', '--types', '', path.join(fresh, 'main.ts')]);
});
