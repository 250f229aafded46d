// What came of a drop or a picked folder, in words.

import type { Report } from './intake.js';

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
const listed = 3;

/** One or two sentences; a failure when something could not be taken in. */
export function wordsOf(report: Report): { message: string; failure: boolean } {
  const said: string[] = [];
  const { added, same, embeddings, failed, full } = report;
  if (added.length > 0) said.push(`${count(added.length, 'photo')} added.`);
  if (added.length === 0 && embeddings > 0) said.push(`${count(embeddings, 'embedding')} added.`);
  if (same.length > 0 && added.length === 0 && embeddings === 0)
    said.push(same.length === 1 ? `${same[0]!.fileName} is in the project already.` : `All ${same.length} photos are in the project already.`);
  else if (same.length > 0) said.push(`${same.length} were there already.`);
  if (full !== '') said.push(full);
  if (failed.length > 0) {
    const names = failed.slice(0, listed).map(({ path, why }) => `${path} (${why})`).join(', ');
    const more = failed.length > listed ? ` and ${failed.length - listed} more` : '';
    said.push(`Not taken in: ${names}${more}.`);
  }
  if (said.length === 0 && report.imported === null) said.push('There was no photo in it.');
  return { message: said.join(' '), failure: failed.length > 0 || full !== '' };
}
