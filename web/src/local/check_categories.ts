// What a list of classes must be before it is stored, in the words of the server (src/server/routes_categories.cc).

import { Problem } from './problem.js';
import type { Json } from './rows.js';

const mostClasses = 10_000;
const longestAttributeName = 200;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A class of the list; without an id it is a new one. */
export interface CheckedClass extends Json {
  id?: number;
  name: string;
}
export interface AttributeRename {
  category_id: number;
  from: string;
  to: string;
}
export interface ClassChange {
  list: CheckedClass[];
  replace: [from: number, to: number][];
  restore: number[];
  renames: AttributeRename[];
}

function bad(index: number, what: string): Problem {
  return new Problem(422, `Class ${index + 1} of the list: ${what}`);
}

// `choices` that are none, a default that is no value of its type and names twice would be dead ends for a form.
function checkDefinitions(given: unknown, index: number): void {
  if (given === undefined) return;
  if (!Array.isArray(given)) throw bad(index, 'the definitions of its attributes are not a list.');
  const names = new Set<string>();
  for (const item of given as unknown[]) {
    if (!isObject(item) || typeof item['name'] !== 'string' || item['name'] === '')
      throw bad(index, 'one of its attributes has no name.');
    const name = item['name'];
    const type = item['type'] ?? 'text';
    const choices = item['choices'];
    const fits: Record<string, (value: unknown) => boolean> = {
      text: (value) => typeof value === 'string',
      number: (value) => typeof value === 'number',
      checkbox: (value) => typeof value === 'boolean',
      choice: (value) => Array.isArray(choices) && choices.includes(value),
    };
    const fitting = typeof type === 'string' ? fits[type] : undefined;
    if (fitting === undefined) throw bad(index, `the type of "${name}" is not text, number, choice or checkbox.`);
    const chosen = Array.isArray(choices) && choices.length > 0 && choices.every((c) => typeof c === 'string');
    if (type === 'choice' && !chosen) throw bad(index, `"${name}" has nothing to choose from.`);
    const byDefault = item['default'] ?? null;
    if (byDefault !== null && !fitting(byDefault))
      throw bad(index, `the default of "${name}" is none of its values.`);
    if (names.size === names.add(name).size) throw bad(index, `"${name}" is there twice.`);
  }
}

function checkedClass(given: unknown, index: number): CheckedClass {
  if (!isObject(given)) throw bad(index, 'it must be a JSON object.');
  const { id, name, supercategory, color, key, ...rest } = given;
  const texts = {
    name: name ?? '', supercategory: supercategory ?? '', color: color ?? '#4d8dff', key: key ?? '',
  };
  for (const [what, value] of Object.entries(texts))
    if (typeof value !== 'string') throw bad(index, `its ${what} must be text.`);
  if (texts.name === '') throw bad(index, 'it has no name; give it one.');
  if (!/^#[0-9a-f]{6}$/i.test(texts.color as string)) throw bad(index, 'its color must be #rrggbb.');
  const own = rest['maskpoint'];
  if (isObject(own)) checkDefinitions(own['attributes'], index);
  const checked = { ...texts, name: texts.name as string, ...rest };
  if (id === undefined || id === null) return checked;
  if (!Number.isSafeInteger(id) || (id as number) < 0 || (id as number) > 1_000_000_000)
    throw bad(index, 'its id must be a whole number from 0 on; leave it out for a new class.');
  return { id: id as number, ...checked };
}

export function checkedClasses(body: unknown): ClassChange {
  const list = Array.isArray(body) ? body as unknown[] : isObject(body) ? body['categories'] : null;
  if (!Array.isArray(list)) throw new Problem(422, 'Send {"categories": […]} or the list itself.');
  if (list.length > mostClasses)
    throw new Problem(422, 'More than 10,000 classes are not supported; send fewer.');
  const checked = list.map(checkedClass);
  const listed = new Set<unknown>();
  checked.forEach(({ id }, index) => {
    if (id !== undefined && listed.size === listed.add(id).size) throw bad(index, `its id ${id} is there twice.`);
  });
  const beside = isObject(body) ? body : {};
  const { replace = {}, restore = [], rename_attributes: renames = [] } = beside;
  const replaced = isObject(replace) ? Object.entries(replace) : [['', null]];
  if (!replaced.every(([from, to]) => /^\d+$/.test(from as string) && !listed.has(Number(from)) && listed.has(to)))
    throw new Problem(422, '"replace" must be {"<id of a class that goes>": <id of a class of the list>, …}.');
  if (!Array.isArray(restore) || !restore.every((id) => listed.has(id)))
    throw new Problem(422, '"restore" must be [<id of a class of the list>, …].');
  if (!Array.isArray(renames) || !renames.every(isRename))
    throw new Problem(422, '"rename_attributes" must be [{"category_id": 1, "from": "name", "to": "name"}, …].');
  return {
    list: checked,
    replace: replaced.map(([from, to]) => [Number(from), to as number]),
    restore: restore as number[],
    renames,
  };
}

function isRename(value: unknown): value is AttributeRename {
  if (!isObject(value)) return false;
  const { category_id: id, from, to } = value;
  return Number.isSafeInteger(id) && typeof from === 'string' && from !== '' && typeof to === 'string' && to !== '' &&
    new TextEncoder().encode(to).length <= longestAttributeName;
}
