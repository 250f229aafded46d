// What the page does in the server's place, as far as it needs no browser: objects and classes in transactions, which
// embedding belongs to which photo, measures of masks, reading of zips. src/server/README.md is what it is held to.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { root } from './harness.mjs';

let local;
before(async () => {
  const names = ['objects', 'classes', 'pairing', 'rle', 'check_annotation', 'npy', 'zip_reader', 'projects', 'report', 'storage', 'held', 'embedding_queue'];
  const { outputFiles } = await build({
    stdin: { contents: names.map((name) => `export * from './${name}.js';`).join('\n'), resolveDir: `${root}/web/src/local`, loader: 'ts' },
    bundle: true, format: 'esm', write: false, target: 'es2022', define: { MASKPOINT_VERSION: '"test"' },
  });
  local = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
});

/** Rows in memory, as one transaction sees them. */
class Rows {
  stores = { projects: new Map(), images: new Map(), objects: new Map(), uuids: new Map() };
  keys = { projects: ['id'], images: ['project', 'id'], objects: ['project', 'image'], uuids: ['project', 'uuid'] };
  async get(store, key) { return structuredClone(this.stores[store].get(JSON.stringify([key].flat()))); }
  async all(store, project) {
    return structuredClone([...this.stores[store].values()].filter((row) => project === undefined || row.project === project));
  }
  async put(store, row) { this.stores[store].set(JSON.stringify(this.keys[store].map((k) => row[k])), structuredClone(row)); }
}
async function freshRows(images = [1, 2]) {
  const rows = new Rows();
  await rows.put('projects', { ...local.freshProject('photos'), id: 'p' });
  for (const id of images) {
    await rows.put('images', { project: 'p', id, fileName: `${id}.jpg`, width: 3, height: 2, state: 'new', objects: 0, objectsByClass: {} });
    await rows.put('objects', { project: 'p', image: id, version: 1, annotations: [] });
  }
  return rows;
}
const uuid = (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const object = (n, more = {}) => ({ uuid: uuid(n), category_id: 1, segmentation: { size: [2, 3], counts: [1, 2, 3] }, ...more });
const put = (rows, list, etag, image = 1) => local.replaceObjects(rows, 'p', image, { annotations: list }, etag);
const refused = (promise, status, words) => assert.rejects(promise, (p) => {
  assert.equal(p.status, status);
  assert.match(p.message, words);
  return true;
});

test('objects get ids, measures and a state, and keep the rest', async () => {
  const rows = await freshRows();
  const { stored } = await put(rows, [object(1, { note: 'kept' }), object(2)]);
  assert.deepEqual(stored.annotations.map((a) => a.id), [1, 2]);
  const [first] = stored.annotations;
  assert.deepEqual([first.bbox, first.area, first.iscrowd, first.note, first.image_id], [[0, 0, 2, 2], 2, 0, 'kept', 1]);
  const image = await rows.get('images', ['p', 1]);
  assert.deepEqual([image.state, image.objects, image.objectsByClass], ['in_work', 2, { 1: 2 }]);
});

test('an object that comes back has its old id; no two ever share one', async () => {
  const rows = await freshRows();
  await put(rows, [object(1), object(2)]);
  await put(rows, [object(2)]);
  const { stored } = await put(rows, [object(2), object(1), object(3)]);
  assert.deepEqual(stored.annotations.map((a) => a.id), [2, 1, 3]);
});

test('a change based on something older is a conflict, a retry is not', async () => {
  const rows = await freshRows();
  const first = await put(rows, [object(1)]);
  const etag = '"p-1-1"';
  assert.equal(first.stored.version, 2);
  await assert.rejects(put(rows, [object(2)], etag), (p) => {
    assert.equal(p.status, 412);
    assert.deepEqual(p.more.current.annotations.map((a) => a.uuid), [uuid(1)]);
    assert.equal(p.etag, '"p-1-2"');
    return true;
  });
  const again = await put(rows, [object(1)], etag);
  assert.equal(again.changed, false);
});

test('what is no object of this image is refused with its place in the list', async () => {
  const rows = await freshRows();
  await put(rows, [object(1)], undefined, 2);
  await refused(put(rows, [object(1)]), 422, /another image/);
  await refused(put(rows, [object(5), object(5)]), 422, /twice/);
  await refused(put(rows, [object(5, { category_id: 9 })]), 422, /no class with id 9/);
  await refused(put(rows, [object(5, { area: 7 })]), 422, /area/);
  await refused(put(rows, [object(5, { segmentation: { size: [3, 2], counts: [6] } })]), 422, /2 × 3/);
  await refused(put(rows, [object(5, { segmentation: { size: [2, 3], counts: [7] } })]), 422, /run lengths/);
  await refused(put(rows, [{ uuid: 'x' }]), 422, /uuid/);
  assert.deepEqual((await rows.get('objects', ['p', 1])).annotations, []);
});

test('one object is replaced in its place, a new one goes on top, one that is gone stays gone', async () => {
  const rows = await freshRows();
  await put(rows, [object(1), object(2)]);
  const changed = await local.putObject(rows, 'p', 1, uuid(1), object(1, { iscrowd: 1 }));
  assert.deepEqual(changed.stored.annotations.map((a) => [a.id, a.iscrowd]), [[1, 1], [2, 0]]);
  const more = await local.putObject(rows, 'p', 1, uuid(3), object(3));
  assert.deepEqual(more.stored.annotations.map((a) => a.id), [1, 2, 3]);
  await local.removeObject(rows, 'p', 1, uuid(2));
  assert.equal((await local.removeObject(rows, 'p', 1, uuid(2))).changed, false);
});

test('a class that goes takes its objects to another, and gets them back when it is', async () => {
  const rows = await freshRows();
  const write = (body, etag) => local.replaceClasses(rows, 'p', body, etag);
  const two = [{ id: 1, name: 'object' }, { name: 'ear', color: '#ff0000' }];
  const { project } = await write(two);
  assert.deepEqual(project.categories.map((c) => [c.id, c.name, c.key]), [[1, 'object', ''], [2, 'ear', '']]);
  await put(rows, [object(1, { category_id: 2 }), object(2)]);
  await refused(write([two[0]]), 422, /"ear" is used by 1 objects/);
  const gone = await write({ categories: [two[0]], replace: { 2: 1 } });
  assert.deepEqual(gone.touched.map((row) => row.annotations.map((a) => a.category_id)), [[1, 1]]);
  assert.deepEqual((await rows.get('images', ['p', 1])).objectsByClass, { 1: 2 });
  const back = await write({ categories: [two[0], { id: 2, name: 'ear' }], restore: [2] });
  assert.deepEqual(back.touched[0].annotations.map((a) => a.category_id), [2, 1]);
  assert.equal((await write([two[0], { id: 2, name: 'ear' }, { name: 'new' }])).project.categories[2].id, 3);
  await refused(write([], '"p-c-1"'), 412, /Another tab/);
});

test('the values of an attribute follow its new name', async () => {
  const rows = await freshRows();
  const attributes = (name) => ({ maskpoint: { attributes: [{ name, type: 'text' }] } });
  await local.replaceClasses(rows, 'p', [{ id: 1, name: 'object', ...attributes('side') }]);
  await put(rows, [object(1, { attributes: { side: 'left', other: 1 } })]);
  const { touched } = await local.replaceClasses(rows, 'p', {
    categories: [{ id: 1, name: 'object', ...attributes('face') }], rename_attributes: [{ category_id: 1, from: 'side', to: 'face' }],
  });
  assert.deepEqual(touched[0].annotations[0].attributes, { other: 1, face: 'left' });
  await refused(local.replaceClasses(rows, 'p', [{ id: 1, name: 'object', maskpoint: { attributes: [{ name: 'a', type: 'choice' }] } }]), 422, /choose/);
});

test('measures are the mask’s, over columns and with runs of nothing', () => {
  assert.deepEqual(local.measure([1, 2, 3], 3, 2), { area: 2, bbox: [0, 0, 2, 2] });
  assert.deepEqual(local.measure([2, 1, 0, 1, 2], 3, 2), { area: 2, bbox: [1, 0, 1, 2] });
  assert.deepEqual(local.measure([6], 3, 2), { area: 0, bbox: [0, 0, 0, 0] });
  assert.equal(local.measure([5], 3, 2), null);
  // As tests/mask/rle_string_test.cc has them, worked by hand.
  const known = { '3': [3], '`0': [16], 'o0': [31], '5350': [5, 3, 5, 3], '535O': [5, 3, 5, 2], '0X11oN': [0, 40, 1, 7], '1`[T22`Ym0': [1, 70000, 2, 100000] };
  for (const [text, counts] of Object.entries(known)) assert.deepEqual(local.decodeCounts(text), counts);
  for (const damaged of ['o', '~', '\n', 'O']) assert.equal(local.decodeCounts(damaged), null);
});

test('embeddings find their photos beside them and in folders of their own', () => {
  const photos = ['a.jpg', 'b.png', 'sub/c.jpg', 'sub/d.jpg', 'e.jpg'];
  const npy = ['a.jpg.npy', 'b.npy', 'sub/embeddings/c.npy', 'embeddings/sub/d.jpg.npy', 'f.npy'];
  assert.deepEqual([...local.pair(photos, npy)], [[0, 0], [1, 1], [2, 2], [3, 3]]);
  assert.deepEqual(local.withoutCommonFolder(['set/a.jpg', 'set/sub/b.jpg']), ['a.jpg', 'sub/b.jpg']);
  assert.deepEqual(local.withoutCommonFolder(['set/a.jpg', 'b.jpg']), ['set/a.jpg', 'b.jpg']);
  assert.equal(local.freePath('a.b/photo.jpg', new Set(['a.b/photo.jpg', 'a.b/photo (2).jpg'])), 'a.b/photo (3).jpg');
  const kinds = ['.maskpoint/x.npy', 'a/.DS_Store', 'a.JPG', 'a.npy', 'a.zip', 'a.txt', 'a.doc'].map((path) => local.kindOf({ path, file: new Blob() }));
  assert.deepEqual(kinds, ['ignored', 'ignored', 'photo', 'embedding', 'project', 'annotations', 'other']);
});

function npy({ descr = '<f2', shape = '(1, 256, 64, 64)', cut = 0 } = {}) {
  const head = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const bytes = new Uint8Array(10 + head.length + 1024 * 1024 * 2 - cut);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, head.length, 0]);
  bytes.set(new TextEncoder().encode(head), 10);
  return new Blob([bytes]);
}

test('an embedding is known by its head and its length', async () => {
  assert.equal(await local.embeddingFault(npy()), null);
  assert.match(await local.embeddingFault(npy({ descr: '<f8' })), /float32/);
  assert.match(await local.embeddingFault(npy({ shape: '(1, 64)' })), /shape is \(1, 64\)/);
  assert.match(await local.embeddingFault(npy({ cut: 9 })), /cut short/);
  assert.match(await local.embeddingFault(new Blob(['photo'])), /no NumPy/);
});

test('a zip is read by its own list, packed or not, and one that is cut short is none', async () => {
  const text = (s) => new TextEncoder().encode(s);
  const bytes = zipSync({ 'a/é.txt': [text('hello hello hello'), { level: 6 }], 'b.bin': [text('PK\x03\x04'), { level: 0 }] });
  const entries = await local.entriesOf(new Blob([bytes]));
  const read = await Promise.all(entries.map(async (e) => [e.path, await (await e.bytes()).text()]));
  assert.deepEqual(read, [['a/é.txt', 'hello hello hello'], ['b.bin', 'PK\x03\x04']]);
  await assert.rejects(local.entriesOf(new Blob([bytes.slice(0, 60)])));
});

test('names, sizes and reports are in words', () => {
  assert.equal(local.freeName('photos', ['photos', 'photos 2']), 'photos 3');
  assert.deepEqual([999, 1500, 2_340_000, 1.2e9].map(local.bytesInWords), ['999 B', '2 KB', '2.3 MB', '1.2 GB']);
  const report = { added: [{}, {}], same: [], embeddings: 0, failed: [{ path: 'x.txt', why: 'no photo' }], full: '' };
  assert.deepEqual(local.wordsOf(report), { message: '2 photos added. Not taken in: x.txt (no photo).', failure: true });
});

test('when the storage is cleared, what the page saw of the project is put back, and only then', async () => {
  const before = await freshRows();
  const { stored } = await put(before, [object(1), object(2)]);
  const held = new local.Held();
  held.sawProject(await before.get('projects', 'p'));
  held.sawImages(await before.all('images', 'p'));
  held.sawObjects(stored);
  assert.equal(await held.bringBack(before), null);
  const after = new Rows();
  assert.deepEqual(await held.bringBack(after), { images: 2, objects: 2 });
  assert.deepEqual((await after.get('objects', ['p', 1])).annotations, stored.annotations);
  // What the tab has on its screen is saved on top of that, with ids nobody has.
  const next = await put(after, [...stored.annotations, object(3)], '"p-1-2"');
  assert.deepEqual(next.stored.annotations.map((a) => a.id), [1, 2, 3]);
});

/** A queue whose encoder is ended by hand, and what it told. */
function queueOf(missing = []) {
  const waiting = new Map();
  const told = [];
  const queue = new local.EmbeddingQueue(
    (photo, signal) => new Promise((resolve, reject) => {
      waiting.set(photo, { resolve, reject });
      signal.addEventListener('abort', () => reject(new Error('aborted')));
    }),
    {
      photo: async (image) => image, keep: async () => undefined, missing: async () => missing,
      changed: (image, { state }) => told.push(`${image} ${state}`), allChanged: (all) => told.push(`all ${all.done} of ${all.total}`),
    });
  const begun = async (image) => {
    while (!waiting.has(image)) await new Promise((resolve) => { setTimeout(resolve, 1); });
    const { resolve, reject } = waiting.get(image);
    waiting.delete(image);
    return { end: () => resolve(new ArrayBuffer(0)), fail: (why) => reject(new Error(why)) };
  };
  return { queue, told, begun, waiting };
}

test('photos are encoded one at a time: what is waited for, then what comes next, then the rest', async () => {
  const locks = { request: (_, __, work) => work() };
  const was = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { locks }, configurable: true });
  try {
    const { queue, told, begun, waiting } = queueOf([8, 9]);
    queue.follow(1, [2, 3]);
    const first = await begun(1);
    queue.follow(4, [5]);  // 2 and 3 are no longer what comes next
    assert.equal(queue.status(2).state, 'none');
    await queue.startAll();
    first.end();
    (await begun(4)).fail('no memory');
    await queue.settled(4);
    assert.deepEqual([queue.status(4).state, queue.status(4).error], ['error', 'no memory']);
    (await begun(5)).end();
    (await begun(8)).end();
    const last = await begun(9);
    assert.equal(waiting.size, 0);
    queue.cancel(9);
    await queue.settled(9);
    last.end();
    assert.equal(queue.status(9).state, 'none');
    queue.tryAgain(4);
    queue.want(4);
    (await begun(4)).end();
    await queue.settled(4);
    assert.ok(told.includes('1 ready') && told.includes('4 error') && told.at(-1) === '4 ready', told.join());
  } finally {
    if (was === undefined) delete globalThis.navigator;  // not every Node has one
    else Object.defineProperty(globalThis, 'navigator', was);
  }
});
