// Imported boxes become masks: how many wait, how far it is, and what was made, the least certain first.

import { type Made, type MadeMask, type MakingPorts, makeMasks, takeBack, type WaitingBox, waitingBoxes } from './box_masks.js';
import { button, count, element, titleBar } from './elements.js';

export interface BoxesPorts extends MakingPorts {
  nameOf(image: number): string;
  /** Of the classes, by id. */
  classes(): Promise<Map<number, string>>;
  /** Opens the image with the object selected. */
  show(image: number, uuid: string): void;
}

const mostRows = 500;

export class BoxesDialog {
  constructor(private readonly dialog: HTMLDialogElement, private readonly ports: BoxesPorts) {}

  async show(): Promise<void> {
    const boxes = await waitingBoxes(this.ports);
    const images = new Set(boxes.map(({ image_id: image }) => image)).size;
    const cancel = button('cancel', boxes.length === 0 ? 'Close' : 'Cancel', 'raised', () => this.dialog.close());
    if (boxes.length === 0) {
      this.fill('Masks of boxes', [element('p', { role: 'status' }, 'No imported box waits for a mask.')], [cancel]);
      return;
    }
    const waiting = `${count(boxes.length, 'box')} on ${count(images, 'image')} ${boxes.length === 1 ? 'has' : 'have'} no mask. Each is ` +
      'given to the model as a box drawn by hand; what comes of it is saved image by image.';
    this.fill('Masks of boxes', [element('p', {}, waiting)], [
      cancel, button('make', `Make ${count(boxes.length, 'mask')}`, 'primary', () => void this.make(boxes))]);
  }

  private fill(title: string, content: Node[], buttons: HTMLButtonElement[]): void {
    this.dialog.replaceChildren(titleBar(this.dialog, title), ...content, element('footer', {}, ...buttons));
    if (!this.dialog.open) this.dialog.showModal();
    buttons.at(-1)?.focus();
  }

  private async make(boxes: WaitingBox[]): Promise<void> {
    const stop = new AbortController();
    const said = element('p', { role: 'status' }, `0 of ${boxes.length}`);
    const meter = element('div', { class: 'meter' }, element('div'));
    const progress = (done: number): void => {
      said.textContent = `${done.toLocaleString('en')} of ${count(boxes.length, 'box')}`;
      (meter.firstChild as HTMLElement).style.width = `${(100 * done) / boxes.length}%`;
    };
    progress(0);
    const cancel = button('stop', 'Stop', 'raised', () => {
      stop.abort();
      cancel.disabled = true;
      cancel.textContent = 'Stopping…';
    });
    this.fill('Making masks', [said, meter], [cancel]);
    const closed = (): void => stop.abort();
    this.dialog.addEventListener('close', closed, { once: true });
    const made = await makeMasks(this.ports, boxes, stop.signal, progress);
    this.dialog.removeEventListener('close', closed);
    await this.result(made, boxes.length);
  }

  private async result(made: Made, asked: number): Promise<void> {
    const { masks, empty, failures } = made;
    const doubtful = masks.filter((mask) => mask.doubtful).length;
    const said = [`${count(masks.length, 'mask')} made and saved.`];
    if (doubtful > 0) said.push(`${doubtful} ${doubtful === 1 ? 'looks' : 'look'} doubtful: check ${doubtful === 1 ? 'it' : 'them'}.`);
    if (empty > 0) said.push(`${count(empty, 'box')} found no mask.`);
    const left = asked - masks.length - empty;
    if (left > 0) said.push(`${count(left, 'box')} ${left === 1 ? 'waits' : 'wait'} still.`);
    const classes = await this.ports.classes();
    const problem = failures.map((sentence) => element('p', { class: 'problem', role: 'alert' }, sentence));
    const list = element('ul', { 'class': 'made', 'aria-label': 'Masks, the least certain first' },
      ...masks.slice(0, mostRows).map((mask) => this.row(mask, classes)));
    const more = masks.length > mostRows ? [element('p', {}, `The ${mostRows} least certain are listed.`)] : [];
    const buttons = [button('done', 'Done', 'primary', () => this.dialog.close())];
    if (masks.length > 0)
      buttons.unshift(button('take-back', 'Take them away again', 'raised', () => void this.undo(masks)));
    this.fill('Masks of boxes', [element('p', { role: 'status' }, said.join(' ')), ...problem, list, ...more], buttons);
  }

  private row(mask: MadeMask, classes: Map<number, string>): HTMLElement {
    const go = element('button', { 'type': 'button', 'data-name': 'review', 'data-uuid': mask.uuid });
    go.append(
      element('span', { class: 'score' }, mask.score.toFixed(2)), element('span', {}, classes.get(mask.category) ?? 'object'),
      element('span', { class: 'facts' }, this.ports.nameOf(mask.image)),
      ...(mask.doubtful ? [element('span', { class: 'doubt' }, 'doubtful')] : []));
    go.addEventListener('click', () => {
      this.dialog.close();
      this.ports.show(mask.image, mask.uuid);
    });
    return element('li', mask.doubtful ? { 'data-doubtful': '' } : {}, go);
  }

  private async undo(masks: MadeMask[]): Promise<void> {
    const said = await takeBack(this.ports, masks).then(() => `${count(masks.length, 'mask')} taken away: the boxes wait again.`,
      (error: unknown) => (error instanceof Error ? error.message : String(error)));
    this.fill('Masks of boxes', [element('p', { role: 'status' }, said)],
      [button('done', 'Done', 'primary', () => this.dialog.close())]);
  }
}
