// Where and when figures were taken.

import { execFileSync } from 'node:child_process';
import os from 'node:os';

function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

export function machine() {
  const cpus = os.cpus();
  return {
    cpu: cpus[0].model.trim(), cores: cpus.length, memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg()[0], date: new Date().toISOString(), commit: commit(),
  };
}

export function describe({ cpu, cores, memoryGiB, load, date, commit: version }) {
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, load ${load.toFixed(1)} before; ` +
    `${date.slice(0, 16).replace('T', ' ')} UTC; Maskpoint ${version}`;
}

/** Columns as wide as they must be; the first to the left, figures to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows.map((row) => row.map((cell, column) =>
    column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column])).join('  ')).join('\n');
}
