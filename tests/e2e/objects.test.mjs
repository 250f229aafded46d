// Objects and classes as an annotator handles many of them: select, lock, hide, order, attributes, copy and
// paste, a class list of two hundred, an image of five thousand objects.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

const options = { timeout: patience };
let photos, server, browser, annotator, page;
const ids = {};

before(async () => {
  photos = await photoCopy(['coins.png', 'chelsea.png', 'retina.jpg', 'rocket.jpg']);
  server = await serve(photos.folder);
  await store('coins.png', discs(384, 303, [[60, 60, 22], [60, 120, 22], [150, 60, 22], [300, 240, 40]]));
  browser = await launch();
  annotator = await open(browser, server.address, { build: process.env.MASKPOINT_E2E_BUILD ?? null });
  page = annotator.page;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}, options);

after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

/** COCO objects: discs at [x, y, radius]. */
function discs(width, height, places, category = 1) {
  return places.map(([cx, cy, radius]) => {
    const counts = [];
    let at = 0;
    for (let x = Math.max(0, cx - radius); x <= Math.min(width - 1, cx + radius); x += 1) {
      const half = Math.floor(Math.sqrt(radius * radius - (x - cx) ** 2));
      const top = Math.max(0, cy - half), bottom = Math.min(height - 1, cy + half);
      counts.push(x * height + top - at, bottom - top + 1);
      at = x * height + bottom + 1;
    }
    counts.push(width * height - at);
    return { uuid: randomUUID(), category_id: category, segmentation: { size: [height, width], counts } };
  });
}

async function api(method, path, body) {
  const response = await fetch(`${server.address}api/v1/${path}`, {
    method, body: body === undefined ? undefined : JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${response.ok ? '' : await response.text()}`);
  return response.json();
}

async function store(name, objects) {
  const { images } = await api('GET', 'images');
  ids[name] = images.find((image) => image.file_name === name).id;
  await api('PUT', `images/${ids[name]}/annotations`, objects);
}

const stored = async (name) => (await api('GET', `images/${ids[name]}/annotations`)).annotations;
const selected = (state) => state.objects.filter((object) => object.selected).length;

/** Until so many objects are selected. */
const until = (count) => annotator.until((s, n) => s.objects.filter((o) => o.selected).length === n, count);

async function clickWith(key, x, y) {
  await page.keyboard.down(key);
  await annotator.clickAt(x, y);
  await page.keyboard.up(key);
}

/** Opens an image without waiting for its embedding: none of this needs one. */
async function look(name, count) {
  if (ids[name] === undefined) ids[name] = (await annotator.state()).images.find((i) => i.fileName === name).id;
  await annotator.click(`image:${ids[name]}`);
  return annotator.until(
    (s, [id, n]) => s.image?.id === id && s.image.pixels && s.objects.length === n, [ids[name], count]);
}

async function drag(x0, y0, x1, y1) {
  const from = await annotator.toView(x0, y0), to = await annotator.toView(x1, y1);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
}

test('a frame drawn with the select tool, Ctrl+click and Ctrl+A select', options, async () => {
  await look('coins.png', 4);
  await page.keyboard.press('v');
  await drag(10, 10, 200, 150);
  await until(3);
  await annotator.shot('objects-band');
  await page.mouse.up();
  await clickWith('Control', 60, 60);
  await until(2);
  await page.keyboard.press('Control+a');
  await until(4);
  await page.keyboard.press('Escape');
  await until(0);
});

test('the list takes ranges; a locked object keeps its place', options, async () => {
  const { objects } = await annotator.state();
  await annotator.click(`object:${objects[3].uuid}`);
  await until(1);
  const first = await annotator.widget(`object:${objects[1].uuid}`);
  await page.keyboard.down('Shift');
  await page.mouse.click(first.x, first.y);
  await page.keyboard.up('Shift');
  await until(3);
  await annotator.click(`object:${objects[3].uuid}`);
  await until(1);
  await page.keyboard.press('l');
  await annotator.until((s) => s.objects[3].locked && s.saved);
  await page.keyboard.press('Delete');
  await annotator.until((s) => s.objects.length === 4 && s.toasts.some((toast) => toast.message.includes('locked')));
  assert.equal((await stored('coins.png'))[3].maskpoint.locked, true);
  await annotator.shot('objects-locked');
  await page.keyboard.press('Escape');
  await annotator.clickAt(300, 240);
  assert.equal(selected(await annotator.state()), 0, 'it is not picked on the canvas');
});

test('shown alone, hidden, and brought to the front', options, async () => {
  await annotator.clickAt(60, 120);
  await page.keyboard.press('i');
  const alone = await annotator.until((s) => s.solo);
  assert.deepEqual(alone.objects.map((o) => o.visible), [false, true, false, false]);
  await annotator.shot('objects-solo');
  await page.keyboard.press('i');
  await page.keyboard.press('h');
  assert.deepEqual((await annotator.state()).objects.map((o) => o.visible), [true, false, true, true]);
  await page.keyboard.press('h');
  const { uuid } = (await annotator.state()).objects[1];
  await page.keyboard.press('Control+Shift+ArrowUp');
  await annotator.until((s, wanted) => s.objects[3].uuid === wanted && s.saved, uuid);
  assert.equal((await stored('coins.png'))[3].uuid, uuid);
  await page.keyboard.press('Control+z');
  await annotator.until((s, wanted) => s.objects[1].uuid === wanted, uuid);
});

test('the menu on the canvas marks a crowd', options, async () => {
  await annotator.clickAt(60, 60, { button: 'right' });
  await annotator.widget('menu:crowd');
  await annotator.shot('objects-menu');
  await annotator.click('menu:crowd');
  await annotator.until((s) => s.objects[0].iscrowd && s.saved);
  assert.deepEqual((await stored('coins.png')).map((o) => o.iscrowd), [1, 0, 0, 0]);
});

test('a class is edited and its attributes are asked', options, async () => {
  const { categories } = await annotator.state();
  const row = await annotator.widget(`class:${categories[0].id}`);
  await page.mouse.click(row.x, row.y, { button: 'right' });
  await annotator.click('menu:edit');
  const type = async (field, text) => {
    const input = page.locator(`input[data-field="${field}"]`);
    await input.waitFor();
    await input.fill(text);
    await input.press('Enter');
  };
  await type('editor:name', 'coin');
  await type('editor:supercategory', 'money');
  await annotator.click('editor:add');
  await type('editor:attribute:attribute', 'side');
  await annotator.click('editor:type:choice:side');
  await type('editor:choices:side', 'heads, tails');
  await annotator.click('editor:add');
  await type('editor:attribute:attribute', 'year');
  await annotator.click('editor:type:number:year');
  await annotator.until((s) => s.categories[0].attributes.length === 2 && s.categories[0].attributes[1].type === 'number');
  await annotator.shot('class-editor-dark');
  await annotator.click('editor:done');
  await annotator.clickAt(60, 120);
  await clickWith('Shift', 150, 60);
  await until(2);
  await annotator.click('attribute:side');
  await annotator.click('choice:tails');
  await type('attribute:year', '1898');
  await annotator.until((s) => s.saved && s.objects[2].attributes.year === 1898);
  await annotator.shot('attributes-dark');
  const coco = await api('GET', 'export?format=coco');
  const mine = coco.annotations.filter((o) => o.image_id === ids['coins.png']);
  const asked = mine.filter((o) => o.attributes !== undefined);
  assert.deepEqual(asked.map((o) => o.attributes), Array(2).fill({ side: 'tails', year: 1898 }));
  assert.equal(mine[3].maskpoint.locked, true);
  assert.equal(coco.categories[0].supercategory, 'money');
  assert.deepEqual(coco.categories[0].maskpoint.attributes.map((a) => a.name), ['side', 'year']);
});

test('objects go to another image, and to another tab, by the clipboard', options, async () => {
  await page.keyboard.press('Control+c');
  await look('chelsea.png', 0);
  await page.keyboard.press('Control+v');
  const pasted = await annotator.until((s) => s.objects.length === 2 && s.saved);
  assert.equal(selected(pasted), 2);
  assert.deepEqual(pasted.objects[0].attributes, { side: 'tails', year: 1898 });
  await annotator.shot('objects-pasted');
  await page.keyboard.press('Control+x');
  await annotator.until((s) => s.objects.length === 0);
  await page.keyboard.press('Control+z');
  await annotator.until((s) => s.objects.length === 2 && s.saved);

  const other = await page.context().newPage();
  const tab = new annotator.constructor(other);
  await other.goto(server.address);
  await tab.ready();
  const id = (await tab.state()).images.find((image) => image.fileName === 'rocket.jpg').id;
  await tab.click(`image:${id}`);
  await tab.until((s, wanted) => s.image?.id === wanted && s.image.pixels, id);
  await other.locator('#canvas').focus();
  await other.keyboard.press('Control+v');
  await tab.until((s) => s.objects.length === 2 && s.saved);
  await other.keyboard.press('Control+z');
  await tab.until((s) => s.objects.length === 0 && s.saved);
  assert.deepEqual(tab.errors, []);
  await other.close();
});

test('two hundred classes are searched, the last used one sticks', options, async () => {
  const { categories } = await api('GET', 'categories');
  const more = Array.from({ length: 200 }, (_, i) => ({ name: `kind ${i + 1}`, supercategory: '', color: '#40c8a0', key: '' }));
  await api('PUT', 'categories', [...categories, ...more]);
  const { widgets } = await annotator.until((s) => s.widgets['class-filter'] !== undefined);
  assert.ok(Object.keys(widgets).filter((name) => /^class:\d+:color$/.test(name)).length < 30);
  const field = page.locator('input[data-field="class-filter"]');
  await field.fill('KIND 14');
  await annotator.shot('class-search');
  await field.press('Enter');
  const { category, categories: all } = await annotator.until((s) => s.categories.find((c) => c.id === s.category)?.name === 'kind 14');
  await page.waitForFunction(() => document.querySelector('input[data-field="class-filter"]').value === '');
  await look('rocket.jpg', 0);
  assert.equal((await annotator.state()).category, category);
  await page.reload();
  await annotator.ready();
  const again = await annotator.until((s, n) => s.categories.length === n, all.length);
  assert.equal(again.category, category);
});

/**
 * Our own work in each frame while something happens. The time inside WebGL's calls is told apart: here a software
 * GPU makes them wait.
 */
async function frameTimes(work) {
  await page.evaluate(() => {
    const gl = WebGL2RenderingContext.prototype;
    window.inGl = 0;
    for (const name of Object.getOwnPropertyNames(gl)) {
      const plain = Object.getOwnPropertyDescriptor(gl, name).value;
      if (typeof plain !== 'function' || plain.measured || name === 'constructor') continue;
      gl[name] = function measured(...args) {
        const started = performance.now();
        const result = plain.apply(this, args);
        window.inGl += performance.now() - started;
        return result;
      };
      gl[name].measured = true;
    }
    window.frameTimes = [];
    window.unmeasured = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => window.unmeasured((now) => {
      window.inGl = 0;
      const started = performance.now();
      callback(now);
      const whole = performance.now() - started;
      window.frameTimes.push([whole - window.inGl, window.inGl]);
    });
  });
  await work();
  const times = await page.evaluate(() => {
    window.requestAnimationFrame = window.unmeasured;
    return window.frameTimes;
  });
  const at = (part, share) => {
    const sorted = times.map((time) => time[part]).sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  };
  return { frames: times.length, median: at(0, 0.5), p90: at(0, 0.9), worst: at(0, 1), gl: at(1, 0.5) };
}

for (const [name, count, pitch, radius, limit] of [['rocket.jpg', 1000, 16, 7, 4], ['retina.jpg', 5000, 19, 8, 8]])
  test(`${count} objects on one image`, options, async () => {
    const { width, height } = (await api('GET', 'images')).images.find((image) => image.file_name === name);
    const places = [];
    for (let i = 0; places.length < count; i += 1) {
      const across = Math.floor(width / pitch);
      places.push([pitch / 2 + (i % across) * pitch, pitch / 2 + Math.floor(i / across) * pitch, radius].map(Math.floor));
    }
    await store(name, discs(width, height, places));
    await look(name, count);
    await page.keyboard.press('v');
    const { canvas } = await annotator.state();
    const middle = [canvas[0] + canvas[2] / 2, canvas[1] + canvas[3] / 2];
    const report = {};
    report.hover = await frameTimes(async () => {
      for (let i = 0; i < 24; i += 1) await page.mouse.move(middle[0] - 150 + i * 12, middle[1] + (i % 7) * 9);
    });
    report.zoomAndPan = await frameTimes(async () => {
      await page.mouse.move(...middle);
      for (let i = 0; i < 6; i += 1) await page.mouse.wheel(0, -120);
      await page.mouse.down({ button: 'middle' });
      for (let i = 0; i < 12; i += 1) await page.mouse.move(middle[0] + i * 15, middle[1] + i * 8);
      await page.mouse.up({ button: 'middle' });
    });
    const { widgets, objects } = await annotator.state();
    const row = Object.entries(widgets).find(([widget]) => /^object:[-0-9a-f]+$/.test(widget))[1];
    report.list = await frameTimes(async () => {
      await page.mouse.move(row[0] + 60, row[1] + 10);
      for (let i = 0; i < 15; i += 1) await page.mouse.wheel(0, 240);
    });
    report.allSelected = await frameTimes(async () => {
      await page.keyboard.press('Control+a');
      for (let i = 0; i < 12; i += 1) await page.mouse.move(middle[0] - 100 + i * 15, middle[1]);
    });
    await annotator.shot(`objects-${count}`);
    await page.keyboard.press('Escape');
    for (const [what, { frames, median, p90, worst, gl }] of Object.entries(report))
      console.log(`# ${count} objects, ${what}: ${frames} frames, median ${median.toFixed(1)} ms, 90 % under ${p90.toFixed(1)} ms, worst ${worst.toFixed(1)} ms; in WebGL ${gl.toFixed(0)} ms`);
    assert.equal(objects.length, count);
    // Other work on the machine may triple it: what is far off is still found.
    assert.ok(report.hover.median < 3 * limit, `a frame takes ${report.hover.median} ms`);
  });

test('light, small and at 2×', options, async () => {
  const small = await open(browser, server.address, {
    scheme: 'light', size: [1024, 640], scale: 2, build: process.env.MASKPOINT_E2E_BUILD ?? null,
  });
  await small.page.keyboard.press('v');
  await small.click(`image:${ids['coins.png']}`);
  await small.until((s) => s.objects.length === 4 && s.image.pixels);
  await small.click('panel:right');
  const { categories } = await small.until((s) => s.widgets['objects:look'] !== undefined);
  await small.click('objects:look');
  await small.click('objects:color:object');
  await small.shot('objects-light');
  await small.page.keyboard.press('Escape');
  const row = await small.widget(`class:${categories[0].id}`);
  await small.page.mouse.click(row.x, row.y, { button: 'right' });
  await small.click('menu:edit');
  await small.widget('class-editor');
  await small.shot('class-editor-light');
  assert.deepEqual(small.errors, []);
  await small.close();
});

test('nothing was complained of', options, async () => {
  assert.deepEqual(annotator.errors, []);
});
