// From the pointer's event to the frame that shows the mask, in the page as a user has it.

import { open, photoCopy, serve } from '../e2e/harness.mjs';

const settleMs = 150;  // the hover preview of the place is drawn, and the page rests
const warmUpClicks = 4;

/** In the page: times of the next click, once its mask has been on the screen. */
function watchNextClick() {
  window.nextClick = new Promise((resolve) => {
    const times = {};
    const note = (event) => {
      times[event.type] ??= { event: event.timeStamp, handled: performance.now() };
    };
    addEventListener('pointerdown', note, { capture: true, once: true });
    addEventListener('pointerup', note, { capture: true, once: true });
    const stop = window.maskpoint.on('mask', (detail) => {
      stop();
      // The answer is taken at the beginning of a frame and drawn in it: when the next one begins,
      // that frame has been handed to the screen.
      requestAnimationFrame(() => {
        const drawn = performance.now();
        resolve({
          fromDown: drawn - times.pointerdown.event, fromUp: drawn - times.pointerup.event,
          decode: detail.decodeMs,
        });
      });
    });
  });
}

async function clickAndMeasure(annotator, [x, y]) {
  await annotator.hoverAt(x, y);
  await annotator.until((s) => s.mask === 'hover');
  await annotator.page.waitForTimeout(settleMs);
  await annotator.page.evaluate(watchNextClick);
  await annotator.clickAt(x, y);
  const times = await annotator.page.evaluate(() => window.nextClick);
  await annotator.decoded(1);
  await annotator.page.keyboard.press('Escape');
  await annotator.until((s) => s.pending === null);
  return times;
}

/** Every click of `spec` and of its mirror image. */
export async function clickToPixels(browser, spec) {
  const photos = await photoCopy([spec.photo]);
  const server = await serve(photos.folder);
  const annotator = await open(browser, server.address);
  try {
    await annotator.openImage(spec.photo);
    const [width, height] = spec.size;
    const places = [...spec.clicks, ...spec.clicks.map(([x, y]) => [width - 1 - x, height - 1 - y])];
    const times = [];
    for (const place of [...places.slice(0, warmUpClicks), ...places])
      times.push(await clickAndMeasure(annotator, place));
    const kept = times.slice(warmUpClicks);
    return {
      info: await annotator.page.evaluate(() => window.maskpoint.info()),
      fromDown: kept.map((t) => t.fromDown), fromUp: kept.map((t) => t.fromUp), decode: kept.map((t) => t.decode),
    };
  } finally {
    await annotator.close();
    await server.stop();
    await photos.remove();
  }
}
