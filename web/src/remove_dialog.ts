// Asks before a photo goes from the browser's project, with what was made on it.

import { button, count, element, titleBar } from './elements.js';
import { removeImage } from './local/images.js';
import type { LocalProject } from './local/project.js';

export interface RemovePorts {
  openImage(): number;
  say(message: string, failure: boolean): void;
}

export function askToRemove(dialog: HTMLDialogElement, project: LocalProject, ports: RemovePorts): void {
  const id = ports.openImage();
  void project.row(id).then((row) => {
    const holds = row.objects > 0 ? ` and its ${count(row.objects, 'object')}` : '';
    const remove = button('remove', 'Remove', 'danger', () => {
      dialog.close();
      void removeImage(project, id).then(
        () => ports.say(`${row.fileName} is no longer in the project.`, false),
        (error: unknown) => ports.say(error instanceof Error ? error.message : String(error), true));
    });
    const keep = button('keep', 'Keep it', 'raised', () => dialog.close());
    dialog.replaceChildren(
      titleBar(dialog, 'Remove this photo'),
      element('p', {}, `${row.fileName}${holds} will go from this project for good. A file on your disk stays as it is.`),
      element('footer', {}, keep, remove));
    dialog.showModal();
    keep.focus();
  }, () => undefined);
}
