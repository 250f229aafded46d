// native.json (Google Benchmark's, with the machine added) as tables.

import { describe, table } from './machine.mjs';
import { quantile, ratio, summary } from './statistics.mjs';
import { disturbance } from './undisturbed.mjs';

const ortClick = 'ONNX Runtime, click';

/** Repetitions of a benchmark: { group, name, threads, ms[], rate[], unit }. */
function series(benchmarks) {
  const found = new Map();
  for (const entry of benchmarks) {
    if (entry.run_type !== 'iteration') continue;
    const [group, name] = entry.run_name.split('/');
    if (group === 'mask') continue;  // one thread, no rates: maskpoint_bench --benchmark_filter=mask
    const threads = Number(/\/threads:(\d+)/.exec(entry.run_name)[1]);
    const unit = ['GMAC/s', 'Gvalues/s'].find((u) => entry[u] !== undefined);
    const key = `${group}/${name}/${threads}`;
    if (!found.has(key))
      found.set(key, { order: entry.family_index, group, name, threads, unit, ms: [], rate: [] });
    found.get(key).ms.push(entry.real_time);
    if (unit !== undefined) found.get(key).rate.push(entry[unit]);
  }
  // Interleaved at random they come in any order; a family is what one call registered.
  return [...found.values()].sort((a, b) => a.order - b.order);
}

const pick = (all, group, threads) => all.filter((s) => s.group === group && s.threads === threads);
const best = (s) => Math.max(...s.rate);

function kernels(all) {
  const peaks = pick(all, 'peak', 1);
  const asCompiled = best(peaks[0]);
  const widest = Math.max(...peaks.map(best));
  const two = (s) => all.find((o) => o.group === s.group && o.name === s.name && o.threads === 2);
  const rows = [['1 thread', 'unit', 'best', 'median', '% of 4 lanes', '% of peak', '2 threads, best']];
  for (const s of [...peaks, ...pick(all, 'kernel', 1)]) {
    const of = (peak) => (s.unit === 'GMAC/s' ? ((100 * best(s)) / peak).toFixed(0) : '');
    const digits = s.unit === 'GMAC/s' ? 1 : 2;
    rows.push([
      s.group === 'peak' ? `peak: ${s.name}` : s.name, s.unit, best(s).toFixed(digits),
      quantile(s.rate, 0.5).toFixed(digits), of(asCompiled), of(widest), best(two(s)).toFixed(digits),
    ]);
  }
  return table(rows);
}

function decodes(all, threads) {
  const list = pick(all, 'decode', threads);
  const ort = list.find((s) => s.name === ortClick);
  const rows = [['ms', 'runs', 'min', 'median', 'p95', 'ONNX Runtime’s click ÷ it', 'of minima']];
  for (const s of list) {
    const { runs, min, median, p95 } = summary(s.ms);
    const r = ratio(ort.ms, s.ms);
    // Of the same work: ONNX Runtime's click has 7 tokens.
    const compared = s !== ort && !/prepare|batch|\d\d tokens/.test(s.name);
    rows.push([
      s.name, runs, min.toFixed(1), median.toFixed(1), p95.toFixed(1), compared ? r.ofMedians.toFixed(2) : '',
      compared ? r.ofMinima.toFixed(2) : '',
    ]);
  }
  return table(rows);
}

export function printNative({ machine, benchmarks }) {
  const all = series(benchmarks);
  console.log(`${describe(machine)}\n\n${kernels(all)}`);
  for (const threads of [1, 2])
    console.log(`\n--- decodes, ${threads} thread${threads > 1 ? 's' : ''} ---\n\n${decodes(all, threads)}`);
  const click = (threads) => pick(all, 'decode', threads).find(({ name }) => name === 'click').ms;
  const { warning } = disturbance(click(1), click(2));
  if (warning !== null) console.log(`\n${warning}`);
}
