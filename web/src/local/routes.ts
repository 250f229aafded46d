// The routes of src/server/README.md, answered from this browser's own project. The core can't tell the difference.

import { version } from '../version.js';
import { exportProject, hasImported, withoutMask } from './annotations_out.js';
import { replaceClasses } from './classes.js';
import { cocoOf } from './coco.js';
import { countsOf, allImages, imagesPage, projectRow, rowJson, setState } from './images.js';
import { objectStores } from './objects.js';
import type { LocalProject } from './project.js';
import { Problem, problemOf } from './problem.js';
import { type Answer, type Asked, bodyOf, type Call, file, type Handler, json } from './route.js';
import {
  annotations, deleteAnnotation, oneAnnotation, putAnnotation, putAnnotations,
} from './routes_objects.js';
import { annotationsEtag, categoriesEtag, type ObjectsRow } from './rows.js';

async function projectJson({ project }: Call): Promise<Answer> {
  const row = await projectRow(project.database, project.id);
  project.held.sawProject(row);
  const { id, name } = row;
  const counts = countsOf(await allImages(project.database, id));
  const model = { name: '', id: '' };  // who encodes is told when it does
  return json({ id, name, version, kept_in: 'browser', model, counts });
}

async function categories({ project }: Call): Promise<Answer> {
  const row = await projectRow(project.database, project.id);
  return json({ categories: row.categories }, categoriesEtag(row));
}

async function putCategories(call: Call): Promise<Answer> {
  const { project, client, ifMatch } = call;
  const body = bodyOf(call);
  const written = await project.database.write(
    [...objectStores], (rows) => replaceClasses(rows, project.id, body, ifMatch));
  project.held.sawProject(written.project);
  for (const row of written.touched) project.held.sawObjects(row);
  const etag = categoriesEtag(written.project);
  if (written.changed) project.events.publish('change', { categories: true, etag, client });
  // Told as if by nobody: whoever sent the list does not have these objects as they are now either.
  for (const row of written.touched)
    project.events.publish('change', { image_id: row.image, etag: annotationsEtag(row), client: '' });
  return json({ categories: written.project.categories }, etag);
}

async function images({ project, query }: Call): Promise<Answer> {
  const all = await allImages(project.database, project.id);
  if (all.length === 0) await projectRow(project.database, project.id);  // or it is gone
  project.held.sawImages(all);
  return json(imagesPage(all, query, (id) => project.waiting(id)));
}

async function embedding({ project, image, settled }: Call): Promise<Answer> {
  const kept = await project.embedding(image, settled);
  if (kept !== null) return file(kept, `"e-${(await project.row(image)).hash.slice(0, 16)}"`);
  const { state, progress } = project.waiting(image);
  return json({ state, progress }, '', 202);
}

async function postEmbedding({ project, image, query }: Call): Promise<Answer> {
  const row = await project.row(image);
  const near = (query.get('ahead') ?? '').split(',').map(Number).filter((id) => id > 0);
  const ahead = await project.withoutBundled(near);
  if (row.embeddingBytes > 0 || row.source !== undefined) {
    if (ahead[0] !== undefined) project.queue?.follow(ahead[0], ahead.slice(1));
    return json({ state: 'ready', progress: 1 });
  }
  project.queue?.follow(image, ahead);
  const { state, progress } = project.waiting(image);
  return json({ state, progress }, '', 202);
}

async function putImageState(call: Call): Promise<Answer> {
  const { project, image, client } = call;
  const { state, etag } = await setState(project.database, project.id, image, bodyOf(call));
  if (etag !== null) project.events.publish('change', { image_id: image, etag, client });
  return json({ state });
}

/** What was made here alone goes out without the writers, which must be fetched first. */
async function exported({ project, query }: Call): Promise<Answer> {
  const { format = 'coco', ...rest } = Object.fromEntries(query);
  if (format === 'coco' && rest['report'] !== 'only' && !(await hasImported(project)))
    return json(await cocoOf(project.database, project.id));
  const { findings, file: written } = await exportProject(project, { format, ...rest });
  return written === null ? json({ findings }) : file(written);
}

async function boxes({ project }: Call): Promise<Answer> {
  const rows = await project.database.read(['objects'], (of) => of.all<ObjectsRow>('objects', project.id));
  return json({
    boxes: rows.flatMap((row) => withoutMask(row).filter(({ isBox }) => isBox).map(({ id, uuid, categoryId, text }) =>
      ({ id, uuid, image_id: row.image, category_id: categoryId, annotation: JSON.parse(text) as unknown }))),
  });
}

const idleQueue = { running: false, total: 0, done: 0, failed: 0, seconds_left: 0 };
const queueAnswer = (project: LocalProject, status = 200): Answer =>
  json(project.queue?.allStatus() ?? idleQueue, '', status);

const routes: [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^project$/, projectJson],
  ['GET', /^categories$/, categories],
  ['PUT', /^categories$/, putCategories],
  ['GET', /^images$/, images],
  ['GET', /^images\/(\d+)$/, async ({ project, image }) =>
    json(rowJson(await project.row(image), project.waiting(image)))],
  ['GET', /^images\/(\d+)\/file$/, async ({ project, image }) => file(await project.photo(image))],
  ['GET', /^images\/(\d+)\/thumbnail$/, async ({ project, image, query }) =>
    file(await project.thumbnail(image, Number(query.get('side') ?? 256)))],
  ['GET', /^images\/(\d+)\/annotations$/, annotations],
  ['PUT', /^images\/(\d+)\/annotations$/, putAnnotations],
  ['GET', /^images\/(\d+)\/annotations\/([0-9a-fA-F-]{36})$/, oneAnnotation],
  ['PUT', /^images\/(\d+)\/annotations\/([0-9a-fA-F-]{36})$/, putAnnotation],
  ['DELETE', /^images\/(\d+)\/annotations\/([0-9a-fA-F-]{36})$/, deleteAnnotation],
  ['GET', /^images\/(\d+)\/state$/, async ({ project, image }) => json({ state: (await project.row(image)).state })],
  ['PUT', /^images\/(\d+)\/state$/, putImageState],
  ['GET', /^images\/(\d+)\/embedding$/, embedding],
  ['POST', /^images\/(\d+)\/embedding$/, postEmbedding],
  ['DELETE', /^images\/(\d+)\/embedding$/, async ({ project, image }) => {
    project.queue?.cancel(image);
    return { status: 204, etag: '', body: '' };
  }],
  ['GET', /^embeddings$/, async ({ project }) => queueAnswer(project)],
  ['POST', /^embeddings$/, async ({ project }) => {
    if (project.queue === null) throw new Problem(503, 'This page can’t encode photos by itself: drop their .npy files here.');
    await project.queue.startAll();
    return queueAnswer(project, 202);
  }],
  ['DELETE', /^embeddings$/, async ({ project }) => {
    project.queue?.stopAll();
    return queueAnswer(project);
  }],
  ['GET', /^boxes$/, boxes],
  ['GET', /^export$/, exported],
];

async function handled(project: LocalProject, asked: Asked): Promise<Answer> {
  const [path = '', search = ''] = asked.url.replace(/^api\/v1\//, '').split('?');
  for (const [method, pattern, handler] of routes) {
    const match = method === asked.method ? pattern.exec(path) : null;
    if (match === null) continue;
    return handler({
      ...asked, project, query: new URLSearchParams(search), image: Number(match[1] ?? 0),
      uuid: (match[2] ?? '').toLowerCase(),
    });
  }
  throw new Problem(404, 'There is no such address; see src/server/README.md.');
}

export async function answer(project: LocalProject, asked: Asked): Promise<Answer> {
  try {
    return await handled(project, asked).catch(async (error: unknown) => {
      if (problemOf(error).status === 404 && (await project.bringBack())) return handled(project, asked);
      throw error;
    });
  } catch (error) {
    const problem = problemOf(error);
    return { status: problem.status, etag: problem.etag, body: problem.body() };
  }
}
