// Run after the site is built: a .br beside every file that shrinks by it, for servers that send those (ours does).
// Only what has changed is packed anew.

import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const endings = new Set(['.wasm', '.mjs', '.css', '.html', '.svg', '.json', '.otf', '.ttf', '.txt']);
const quality = 9;  // the last two levels take ten times as long for two per cent

for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !endings.has(path.extname(entry.name))) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const packed = `${file}.br`;
  if (statSync(packed, { throwIfNoEntry: false })?.mtimeMs >= statSync(file).mtimeMs) continue;
  writeFileSync(packed, brotliCompressSync(
    readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }));
}
