// Whether the figures are worth anything. A process that holds a core halves our two threads and does
// worse to a runtime that splits its work in fixed parts, so ratios look better than they are.

import { quantile } from './statistics.mjs';

const leastSpeedUp = 1.5;

/** `one` and `two`: the same click's timings with 1 and with 2 threads. */
export function disturbance(one, two) {
  const speedUp = quantile(one, 0.5) / quantile(two, 0.5);
  if (speedUp >= leastSpeedUp) return { speedUp, warning: null };
  return {
    speedUp,
    warning: `WARNING: 2 threads were only ${speedUp.toFixed(2)} times as fast as 1. Something else was using the ` +
      'processor, or there is one core: take no figure for 2 threads from this run, and no ratio.',
  };
}
