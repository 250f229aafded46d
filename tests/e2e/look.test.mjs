// How the page looks and keeps up: screenshots of both themes and a 2× display for people to judge, a lost
// WebGL context, and a pointer that sweeps while masks are decoded.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open, patience, photoCopy, serve } from './harness.mjs';

const options = { timeout: patience };
let photos, server, browser;
before(async () => {
  photos = await photoCopy(['coffee.png', 'astronaut.png', 'chelsea.png']);
  server = await serve(photos.folder);
  browser = await launch();
}, options);
after(async () => {
  await browser?.close();
  await server?.stop();
  await photos?.remove();
});

async function withPending(annotator) {
  await annotator.openImage('coffee.png');
  await annotator.clickAt(320, 120);
  await annotator.decoded(1);
}

test('the light theme', options, async () => {
  const annotator = await open(browser, server.address, { scheme: 'light' });
  await withPending(annotator);
  const state = await annotator.state();
  assert.equal(state.theme, 'light');
  await annotator.shot('pending-light');
  assert.deepEqual(annotator.errors, []);
  await annotator.close();
});

for (const scheme of ['dark', 'light'])
  test(`the masks to choose from lie below a square image, ${scheme}`, options, async () => {
    const annotator = await open(browser, server.address, { scheme });
    await annotator.openImage('astronaut.png');
    await annotator.clickAt(220, 120);
    await annotator.decoded(1);
    const { view, image, widgets } = await annotator.until((s) => s.widgets['chip:0'] !== undefined);
    assert.ok(view.y + image.height * view.scale < widgets['chip:0'][1], 'the image ends above the bar');
    await annotator.shot(`square-${scheme}`);
    await annotator.close();
  });

test('a 2× display gets twice the pixels', options, async () => {
  const annotator = await open(browser, server.address, { scale: 2, size: [1200, 800] });
  await withPending(annotator);
  const size = await annotator.page.evaluate(() => {
    const canvas = document.querySelector('#canvas');
    return [canvas.width, canvas.height];
  });
  assert.deepEqual(size, [2400, 1600]);
  await annotator.shot('pending-2x');
  await annotator.close();
});

test('a narrow window still shows the image', options, async () => {
  const annotator = await open(browser, server.address, { size: [900, 700] });
  await withPending(annotator);
  const { canvas } = await annotator.state();
  assert.ok(canvas[2] > 400 && canvas[3] > 400, String(canvas));
  await annotator.shot('narrow');
  await annotator.close();
});

test('the theme menu changes the theme and the choice stays', options, async () => {
  const annotator = await open(browser, server.address);
  await annotator.openImage('coffee.png');
  await annotator.click('theme');
  await annotator.click('theme:light');
  await annotator.until((s) => s.theme === 'light');
  assert.equal(await annotator.page.evaluate(() => document.documentElement.dataset.theme), 'light');
  await annotator.page.reload();
  await annotator.ready();
  await annotator.until((s) => s.theme === 'light');
  await annotator.close();
});

test('a lost WebGL context comes back', options, async () => {
  const annotator = await open(browser, server.address);
  await withPending(annotator);
  const before_ = await annotator.page.screenshot();
  await annotator.loseContext();
  await annotator.page.waitForTimeout(1500);
  const after_ = await annotator.page.screenshot();
  await annotator.shot('context-restored');
  // The same picture again, thumbnails included: PNG sizes within 5 % of each other.
  assert.ok(Math.abs(after_.length - before_.length) < before_.length / 20, `${before_.length} and ${after_.length} bytes`);
  await annotator.close();
});

test('frames keep coming while the pointer sweeps', options, async () => {
  const annotator = await open(browser, server.address);
  await annotator.openImage('astronaut.png');
  await annotator.page.evaluate(() => {
    window.longFrames = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longFrames.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
  let previews = 0;
  for (let i = 0; i < 60; ++i) {
    await annotator.hoverAt(60 + i * 6, 100 + (i % 10) * 20);
    if ((await annotator.state()).mask === 'hover') previews += 1;
  }
  assert.ok(previews > 0, 'previews are shown while the pointer moves');
  const last = await annotator.until((s) => s.mask === 'hover');
  assert.equal(last.pending, null);
  const long = await annotator.page.evaluate(() => window.longFrames);
  console.log(`# ${previews} of 60 positions with a preview, ${long.length} tasks over 50 ms`);
  await annotator.close();
});

test('an idle page sleeps', options, async () => {
  const annotator = await open(browser, server.address);
  await annotator.openImage('coffee.png');
  await annotator.page.mouse.move(5, 5);
  await annotator.page.waitForTimeout(3000);
  const frames = await annotator.page.evaluate(async () => {
    let asked = 0;
    const original = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => {
      asked += 1;
      return original(callback);
    };
    await new Promise((resolve) => { setTimeout(resolve, 2000); });
    window.requestAnimationFrame = original;
    return asked;
  });
  assert.ok(frames <= 4, `${frames} frames asked for in two seconds of nothing`);
  await annotator.close();
});
