// Run after the site is built: puts the list of its files in front of the service worker, which so is another one with
// every version of the page.
//
//   node list_site.mjs <the site> <the bundled service worker>

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [, , site, worker] = process.argv;
const name = 'service_worker.js';
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const files = {};
for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const relative = path.relative(site, file).split(path.sep).join('/');
  // The encoder keeps its own weights (src/weights_store.ts).
  if (!entry.isFile() || /\.(br|onnx)$/.test(relative) || relative === name) continue;
  const bytes = readFileSync(file);
  files[relative] = { hash: hash(bytes), bytes: bytes.length };
}
const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
const body = readFileSync(worker, 'utf8');
const version = hash(JSON.stringify(sorted) + body);
writeFileSync(path.join(site, name), `self.site=${JSON.stringify({ version, files: sorted })};\n${body}`);
