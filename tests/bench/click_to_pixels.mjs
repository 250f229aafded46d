// From the pointer's event to the frame that shows the mask, in the page as a user has it.

import { open, photoCopy, serve } from '../e2e/harness.mjs';

const settleMs = 150;  // the hover preview of the place is drawn, and the page rests
const warmUpClicks = 4;

/** In the page: times of the next click, once its mask's frame has been handed over. */
function watchNextClick() {
  window.nextClick = new Promise((resolve) => {
    const times = {};
    const note = (event) => {
      times[event.type] ??= event.timeStamp;
    };
    addEventListener('pointerdown', note, { capture: true, once: true });
    addEventListener('pointerup', note, { capture: true, once: true });
    // The page takes the answer at the beginning of a frame and draws it in the same one.
    let answered = null;
    const stop = window.maskpoint.on('mask', ({ decodeMs }) => {
      stop();
      answered = { at: performance.now(), decodeMs };
    });
    // Asked for anew in every frame before the page does, this runs first in each: when it runs after
    // the answer, the frame with the mask has been drawn and handed over.
    const frame = () => {
      const now = performance.now();
      if (answered === null) {
        requestAnimationFrame(frame);
        return;
      }
      resolve({
        fromDown: now - times.pointerdown, fromUp: now - times.pointerup,
        answered: answered.at - times.pointerup, decode: answered.decodeMs, drawing: now - answered.at,
      });
    };
    requestAnimationFrame(frame);
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
    const info = await annotator.page.evaluate(() => window.maskpoint.info());
    const timesOf = (name) => kept.map((t) => t[name]);
    return { info, times: Object.fromEntries(Object.keys(kept[0]).map((name) => [name, timesOf(name)])) };
  } finally {
    await annotator.close();
    await server.stop();
    await photos.remove();
  }
}
