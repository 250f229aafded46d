// A plain file host for pages that need no server of ours; cross-origin isolated unless asked otherwise,
// which threads in WebAssembly need.

import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.json': 'application/json',
};

/** The file's bytes; null where there is none, or `name` leads out of the folder. */
export async function fileIn(folder, name) {
  if (name.split('/').includes('..')) return null;
  const file = path.join(folder, name);
  return (await stat(file).catch(() => null))?.isFile() ? readFile(file) : null;
}

/** `find(name)` gives the bytes of a path without its leading slash, or null. */
export async function staticHost(find, isolated = true) {
  const server = createServer((request, response) => {
    void (async () => {
      const name = new URL(request.url, 'http://localhost').pathname.slice(1);
      const found = await find(name);
      if (isolated) {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      }
      response.setHeader('Content-Type', types[path.extname(/(^|\/)$/.test(name) ? 'index.html' : name)] ?? 'application/octet-stream');
      response.statusCode = found === null ? 404 : 200;
      response.end(found ?? 'nothing here');
    })();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}
