// scripts/bench.sh native: runs Google Benchmark over kernels and decodes, prints a table and writes
// build/bench/native.json.

import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { machine } from './machine.mjs';
import { printNative } from './native_report.mjs';

const file = 'build/bench/native.json';

const where = machine();
// Random interleaving: what slows the machine down for a while slows all a little.
const run = spawnSync('build/native/tests/maskpoint_bench', [
  '--benchmark_enable_random_interleaving=true', `--benchmark_out=${file}`, '--benchmark_out_format=json',
], { encoding: 'utf8', maxBuffer: 1 << 28 });
if (run.status !== 0) {
  console.error(`${run.error ?? ''}${run.stdout}${run.stderr}`);
  process.exit(1);
}
const google = JSON.parse(await readFile(file, 'utf8'));
google.machine = where;
await writeFile(file, `${JSON.stringify(google, null, 1)}\n`);
printNative(google);
