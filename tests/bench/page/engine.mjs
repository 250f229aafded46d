// An engine in a dedicated worker of its own, and the prompts all engines are given.

/** @typedef {{ points: number[][], box: number[] | null }} Prompt points are [x, y, label] */

/** What the workers answer to: `call(name, ...args)` runs the method and gives its result. */
export class Engine {
  #waiting = null;

  constructor(script, name) {
    this.name = name;
    this.worker = new Worker(new URL(script, import.meta.url), { type: 'module', name });
    this.worker.onmessage = ({ data }) => {
      const { resolve, reject } = this.#waiting;
      if ('error' in data) reject(new Error(`${name}: ${data.error}`));
      else resolve(data.value);
    };
    this.worker.onerror = (event) => this.#waiting?.reject(new Error(`${name}: ${event.message}`));
  }

  call(method, ...args) {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.worker.postMessage({ method, args });
    });
  }
  close() {
    this.worker.terminate();
  }
}

/** The worker's side: answers calls one after the other with an object's methods. */
export function answer(engine) {
  addEventListener('message', async ({ data: { method, args } }) => {
    try {
      postMessage({ value: await engine[method](...args) });
    } catch (error) {
      postMessage({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
    }
  });
}

const manyPoints = [6, 10, 18, 26];
const gridSide = 6;

/** All prompts in one list, where each kind begins, and the ones of many points by their tokens. */
export function promptList({ size, clicks, boxes, refinements }) {
  const prompts = clicks.map(([x, y]) => ({ points: [[x, y, 1]], box: null }));
  const box = prompts.push(...boxes.map((corners) => ({ points: [], box: corners }))) - boxes.length;
  const refine = prompts.push(...refinements.map(
    ({ click, then }) => ({ points: [[...clicks[click], 1], then], box: null }))) - refinements.length;
  // The first clicks together, one prompt with 6 more tokens than points.
  const many = Object.fromEntries(manyPoints.map((count) => [
    6 + count, prompts.push({ points: clicks.slice(0, count).map(([x, y]) => [x, y, 1]), box: null }) - 1]));
  // What "everything" asks: points spread evenly over the image.
  const [width, height] = size;
  const side = Array.from({ length: gridSide }, (_, i) => (i + 0.5) / gridSide);
  const spread = side.flatMap((y) => side.map((x) => ({ points: [[x * width, y * height, 1]], box: null })));
  const grid = { first: prompts.length, count: spread.length };
  prompts.push(...spread);
  return { prompts, box, refine, many, grid };
}
