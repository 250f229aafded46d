// The routes of an image's objects.

import { imageAndObjects, objectStores, putObject, removeObject, replaceObjects, type Written } from './objects.js';
import { Problem } from './problem.js';
import { type Answer, bodyOf, type Call, json } from './route.js';
import { annotationsEtag } from './rows.js';

export async function annotations({ project, image }: Call): Promise<Answer> {
  const { before } = await project.database.read(
    ['images', 'objects'], (rows) => imageAndObjects(rows, project.id, image));
  project.held.sawObjects(before);
  return json({ annotations: before.annotations }, annotationsEtag(before));
}

function told({ project, image, client }: Call, { stored, changed }: Written): string {
  const etag = annotationsEtag(stored);
  project.held.sawObjects(stored);
  if (changed) project.events.publish('change', { image_id: image, etag, client });
  return etag;
}

export async function putAnnotations(call: Call): Promise<Answer> {
  const { project, image, ifMatch } = call;
  const body = bodyOf(call);
  const written = await project.database.write(
    [...objectStores], (rows) => replaceObjects(rows, project.id, image, body, ifMatch));
  const etag = told(call, written);
  const stored = written.stored.annotations;
  if (call.query.get('answer') !== 'ids') return json({ annotations: stored }, etag);
  const sent = (Array.isArray(body) ? body : (body as { annotations: unknown[] }).annotations) as { id?: unknown }[];
  const fresh = stored.filter((_, i) => sent[i]?.id === undefined);
  return json({ ids: Object.fromEntries(fresh.map(({ uuid, id }) => [uuid, id])) }, etag);
}

export async function oneAnnotation({ project, image, uuid }: Call): Promise<Answer> {
  const { before } = await project.database.read(
    ['images', 'objects'], (rows) => imageAndObjects(rows, project.id, image));
  const object = before.annotations.find((other) => other.uuid === uuid);
  if (object === undefined) throw new Problem(404, 'There is no such object on this image; reload its objects.');
  return json(object, annotationsEtag(before));
}

export async function putAnnotation(call: Call): Promise<Answer> {
  const { project, image, uuid, ifMatch } = call;
  const body = bodyOf(call);
  const written = await project.database.write(
    [...objectStores], (rows) => putObject(rows, project.id, image, uuid, body, ifMatch));
  return json(written.stored.annotations.find((object) => object.uuid === uuid), told(call, written));
}

export async function deleteAnnotation(call: Call): Promise<Answer> {
  const { project, image, uuid, ifMatch } = call;
  const written = await project.database.write(
    [...objectStores], (rows) => removeObject(rows, project.id, image, uuid, ifMatch));
  return { status: 204, etag: told(call, written), body: '' };
}
