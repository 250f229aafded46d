// What an object must be before it is stored, in the words of the server (src/server/project_annotation.cc).

import { Problem } from './problem.js';
import { decodeCounts, measure, type Measures } from './rle.js';
import type { ImageRow, Json } from './rows.js';

const longestName = 200;  // bytes, of an attribute
const longestText = 10_000;
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

export function checkedUuid(text: unknown): string {
  if (typeof text === 'string' && /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new Problem(422, 'An object’s uuid must be 8-4-4-4-12 hexadecimal digits; make it with crypto.randomUUID().');
}

function countsOf(segmentation: unknown, image: ImageRow, about: (what: string) => Problem): number[] {
  const expected = 'its segmentation must be {"size": [height, width], "counts": "…"}, COCO’s RLE.';
  if (!isObject(segmentation) || !Array.isArray(segmentation['size'])) throw about(expected);
  const [height, width] = segmentation['size'] as unknown[];
  if (height !== image.height || width !== image.width) {
    throw about(`its mask is ${String(width)} × ${String(height)} pixels but the image is ${image.width} × ` +
      `${image.height}; make the mask on this image.`);
  }
  const { counts } = segmentation;
  const list = typeof counts === 'string' ? decodeCounts(counts) : counts;
  if (!Array.isArray(list) || !list.every((count) => isWhole(count) && count >= 0)) throw about(expected);
  return list as number[];
}

function fillMeasures(object: Json, is: Measures, about: (what: string) => Problem): void {
  object['bbox'] ??= is.bbox;
  if (String(object['bbox']) !== String(is.bbox))
    throw about(`its bbox is not its mask’s, which is [${is.bbox.join(', ')}]; correct it or leave it out.`);
  object['area'] ??= is.area;
  if (object['area'] !== is.area)
    throw about(`its area is not its mask’s, which is ${is.area}; correct it or leave it out.`);
}

function checkAttributes(attributes: unknown, about: (what: string) => Problem): void {
  if (!isObject(attributes)) return;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === '' || bytesOf(name) > longestName)
      throw about('the name of an attribute must have 1 to 200 bytes.');
    if (typeof value === 'string' && bytesOf(value) > longestText)
      throw about(`the text of its attribute "${name}" is longer than 10,000 bytes; shorten it.`);
  }
}

export interface CheckedObject extends Json {
  uuid: string;
  image_id: number;
  category_id: number;
}

/** The object as it is stored but for its id; throws a Problem. */
export function checkedAnnotation(given: unknown, image: ImageRow): CheckedObject {
  if (!isObject(given)) throw new Problem(422, 'Every object must be a JSON object; send COCO annotations.');
  const uuid = checkedUuid(given['uuid']);
  const about = (what: string): Problem => new Problem(422, `Object ${uuid}: ${what}`);
  const { id: _, ...rest } = given;
  const object: CheckedObject = {
    ...rest, uuid, image_id: image.id, category_id: given['category_id'] as number,
  };
  if ((given['image_id'] ?? image.id) !== image.id)
    throw about('its image_id is another image’s; send it to that image.');
  if (!isWhole(object.category_id)) throw about('it has no category_id; give it a class.');
  if (object['segmentation'] === undefined) throw about('it has no segmentation; send its mask as COCO RLE.');
  const is = measure(countsOf(object['segmentation'], image, about), image.width, image.height);
  if (is === null) throw about('its run lengths do not cover the image; the run lengths or the size are damaged.');
  fillMeasures(object, is, about);
  object['iscrowd'] ??= 0;
  if (object['iscrowd'] !== 0 && object['iscrowd'] !== 1) throw about('its iscrowd must be 0 or 1.');
  checkAttributes(object['attributes'], about);
  const own = object['maskpoint'];
  if (isObject(own) && own['locked'] !== undefined && typeof own['locked'] !== 'boolean')
    throw about('its maskpoint.locked must be true or false.');
  return object;
}
