// Serves some folders to a cross-origin isolated page, which threads in WebAssembly need.

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const types = {
  '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.wasm': 'application/wasm',
  '.json': 'application/json',
};

/** `folders` maps a first path segment to a folder. */
export async function serveStatic(folders) {
  const server = createServer(async (request, response) => {
    const parts = new URL(request.url, 'http://localhost').pathname.split('/').slice(1);
    const folder = folders[parts[0]];
    const file = folder === undefined || parts.includes('..') ? null : path.join(folder, ...parts.slice(1));
    const found = file === null ? null : await stat(file).catch(() => null);
    if (!found?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
      'Content-Length': found.size,
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
