// What came of files of annotations: how much came in, and in sentences what did not. Can be selected and copied.

import { button, count, element, titleBar } from './elements.js';
import type { Finding } from './formats.js';
import type { ImportSummary } from './local/annotations_in.js';

/** "12 objects on 3 images, 2 boxes without a mask, 1 new class." */
export function summaryOf({ objects, images, boxes, carried, classes }: ImportSummary): string {
  const parts = [`${count(objects, 'object')} on ${count(images, 'image')}`];
  if (boxes > 0) parts.push(`${count(boxes, 'box')} without a mask`);
  if (carried > 0) parts.push(`${count(carried, 'annotation')} with neither, kept for the export`);
  if (classes > 0) parts.push(count(classes, 'new class'));
  return `${parts.join(', ')}.`;
}

/** The sentences as a list, what went wrong first. */
export function findingList(findings: Finding[]): HTMLElement {
  return element('ul', { class: 'findings', tabindex: '0' },
    ...findings.map(({ outcome, sentence }) => element('li', { 'data-outcome': outcome }, sentence)));
}

export function showReport(
  dialog: HTMLDialogElement, names: string[], summary: ImportSummary, makeMasks: () => void): void {
  const title = names.length === 1 ? names[0]! : count(names.length, 'file');
  const text = [`Import of ${title}`, summaryOf(summary), ...summary.findings.map(({ sentence }) => sentence)].join('\n');
  const copy = button('copy', 'Copy the report', 'raised', () => {
    void navigator.clipboard.writeText(text).then(() => { copy.textContent = 'Copied'; }, () => undefined);
  });
  const done = button('done', 'Done', summary.boxes > 0 ? 'raised' : 'primary', () => dialog.close());
  const actions = [copy, done];
  if (summary.boxes > 0)
    actions.push(button('make-masks', `Make masks of ${count(summary.boxes, 'box')}`, 'primary', makeMasks));
  dialog.replaceChildren(
    titleBar(dialog, `Imported from ${title}`), element('p', { class: 'summary', role: 'status' }, summaryOf(summary)),
    ...(summary.findings.length > 0 ? [findingList(summary.findings)] : []), element('footer', {}, ...actions));
  if (!dialog.open) dialog.showModal();
  actions.at(-1)!.focus();
}
