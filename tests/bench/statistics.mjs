// What a list of timings says.

/** Linear between the two nearest ranks. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

export function summary(values) {
  return {
    runs: values.length, min: Math.min(...values), median: quantile(values, 0.5), p95: quantile(values, 0.95),
  };
}

/** How many times `ours` the other took. */
export function ratio(other, ours) {
  return {
    ofMinima: Math.min(...other) / Math.min(...ours), ofMedians: quantile(other, 0.5) / quantile(ours, 0.5),
  };
}

/** The middle half of the rounds' ratios; both lists hold the same rounds. */
export function spread(other, ours) {
  const perRound = other.map((ms, i) => ms / ours[i]);
  return { q25: quantile(perRound, 0.25), q75: quantile(perRound, 0.75) };
}
