// For tests of the page without a server: a plain file host, embeddings made beforehand, and drops as a person's.

import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { modelFolder, root, serverProgram, webFolder } from './harness.mjs';
import { fileIn, staticHost } from './static_host.mjs';

const photoFolder = path.join(root, 'build/deps/photos');
const embeddingFolder = path.join(root, 'build/e2e/embeddings');

export const photo = (name) => path.join(photoFolder, name);

/** The embedding of a sample photo, made once with `maskpoint embed`: the path of its .npy. */
export async function embeddingOf(name) {
  const file = path.join(embeddingFolder, `${name}.npy`);
  if (existsSync(file)) return file;
  await mkdir(embeddingFolder, { recursive: true });
  const child = spawn(serverProgram, ['embed', photo(name), '-o', embeddingFolder, '--dtype', 'f16', '--model', modelFolder],
    { stdio: 'ignore' });
  const code = await new Promise((resolve) => { child.once('exit', resolve); });
  if (!existsSync(file)) throw new Error(`maskpoint embed ended with ${code}; there is ${await readdir(embeddingFolder)}`);
  return file;
}

/** build/web on a plain host without headers; `change` may answer a path itself, `under` is the sub-path it lies at. */
export function pageHost({ change = () => null, under = '', isolated = false } = {}) {
  return staticHost(async (name) => {
    if (!name.startsWith(under)) return null;
    const inner = name.slice(under.length);
    return (await change(inner)) ?? fileIn(webFolder, inner || 'index.html');
  }, isolated);
}

/** Files or folders of this machine dropped on the page, by the browser's own drag and drop. */
export async function drop(annotator, files) {
  const session = await annotator.page.context().newCDPSession(annotator.page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'])
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
  await session.detach();
}
