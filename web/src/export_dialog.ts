// The project in another format: which, how, and what it would lose, said before it is written.

import { button, element, titleBar } from './elements.js';
import type { ExportAsk, Finding } from './formats.js';
import { findingList } from './report_dialog.js';

export interface ExportPorts {
  report(ask: ExportAsk): Promise<Finding[]>;
  write(ask: ExportAsk): Promise<void>;
  /** A COCO file in an opened folder, by its name; null where there is none. */
  folderFile(): Promise<string | null>;
  writeIntoFolder(ask: ExportAsk): Promise<void>;
}

interface FormatOption {
  name: string;
  label: string;
  about: string;
  holes?: true;
  parts?: true;
}
const formats: FormatOption[] = [
  { name: 'coco', label: 'COCO', about: 'compressed run lengths: holds everything' },
  { name: 'coco-uncompressed', label: 'COCO, uncompressed', about: 'run lengths as lists of numbers' },
  { name: 'coco-polygon', label: 'COCO, polygons', about: 'outlines along pixel edges', holes: true },
  { name: 'sa1b', label: 'SA-1B', about: 'one JSON an image, without classes' },
  { name: 'labelme', label: 'LabelMe', about: 'one JSON an image' },
  { name: 'yolo', label: 'YOLO segmentation', about: 'text files and data.yaml', holes: true, parts: true },
  { name: 'png-semantic', label: 'Class masks', about: 'PNG, a colour a class' },
  { name: 'png-instance', label: 'Object masks', about: '16-bit PNG, a number an object' },
  { name: 'cutouts', label: 'Cut-outs', about: 'a transparent PNG an object' },
  { name: 'all', label: 'All of these', about: 'one zip with a folder of each' },
];
const holes: [string, string][] = [
  ['bridge', 'join holes to the outline by a cut of no width'], ['fill', 'fill holes'], ['skip', 'leave out objects with holes']];
const parts: [string, string][] = [['join', 'join parts by a cut of no width'], ['split', 'make each part an object']];

const key = 'maskpoint-export';

export class ExportDialog {
  private asked = 0;

  constructor(private readonly dialog: HTMLDialogElement, private readonly ports: ExportPorts) {}

  show(): void {
    const form = element('form', { class: 'export' });
    const last = remembered();
    const list = element('div', { 'class': 'options', 'role': 'radiogroup', 'aria-label': 'Format' }, ...formats.map(({ name, label, about }) => {
      const radio = element('input', { type: 'radio', name: 'format', value: name });
      radio.checked = name === last;
      return element('label', { 'data-format': name }, radio, element('span', {}, label), element('span', { class: 'facts' }, about));
    }));
    const choices = element('div', { class: 'choices' });
    const report = element('div', { class: 'report', role: 'status' });
    const write = button('export', 'Export', 'primary', () => void this.write(form, write, report));
    form.append(list, choices, report);
    list.addEventListener('change', () => {
      this.fillChoices(form, choices);
      void this.look(form, report, write);
    });
    choices.addEventListener('change', () => void this.look(form, report, write));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      write.click();
    });
    const back = button('write-back', '', 'raised', () => void this.write(form, back, report, (ask) => this.ports.writeIntoFolder(ask)));
    back.hidden = true;
    const offerBack = (): void => {
      back.hidden = back.textContent === '' || !this.askOf(form).format.startsWith('coco');
    };
    list.addEventListener('change', offerBack);
    void this.ports.folderFile().then((name) => {
      back.textContent = name === null ? '' : `Write into ${name}`;
      offerBack();
    }, () => undefined);
    this.dialog.replaceChildren(
      titleBar(this.dialog, 'Export as'), form,
      element('footer', {}, button('cancel', 'Cancel', 'raised', () => this.dialog.close()), back, write));
    this.fillChoices(form, choices);
    if (!this.dialog.open) this.dialog.showModal();
    form.querySelector<HTMLInputElement>('input:checked')?.focus();
    void this.look(form, report, write);
  }

  private askOf(form: HTMLFormElement): ExportAsk {
    return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])) as unknown as ExportAsk;
  }

  private fillChoices(form: HTMLFormElement, into: HTMLElement): void {
    const format = formats.find(({ name }) => name === this.askOf(form).format)!;
    const choice = (name: string, label: string, options: [string, string][]): HTMLElement => element('label', {}, label,
      element('select', { name }, ...options.map(([value, text]) => element('option', { value }, text))));
    into.replaceChildren(
      ...(format.holes ? [choice('holes', 'Holes', holes)] : []), ...(format.parts ? [choice('parts', 'Parts', parts)] : []));
  }

  /** What it would lose, counted by the writer itself. */
  private async look(form: HTMLFormElement, into: HTMLElement, write: HTMLButtonElement): Promise<void> {
    const turn = ++this.asked;
    into.replaceChildren(element('p', {}, 'Counting what this format can’t hold…'));
    into.dataset['state'] = 'counting';
    let shown: HTMLElement[];
    try {
      const findings = await this.ports.report({ ...this.askOf(form), report: 'only' });
      const lost = findings.filter(({ outcome }) => outcome !== 'note').length > 0;
      write.textContent = lost ? 'Export all the same' : 'Export';
      shown = findings.length === 0 ? [element('p', {}, 'Nothing is lost.')]
        : [element('p', {}, lost ? 'This format can’t hold everything:' : 'Nothing is lost.'), findingList(findings)];
    } catch (error) {
      shown = [element('p', { class: 'problem' }, error instanceof Error ? error.message : String(error))];
    }
    if (turn !== this.asked) return;
    into.replaceChildren(...shown);
    into.dataset['state'] = 'counted';
  }

  private async write(
    form: HTMLFormElement, pressed: HTMLButtonElement, into: HTMLElement,
    how = (ask: ExportAsk): Promise<void> => this.ports.write(ask)): Promise<void> {
    const ask = this.askOf(form);
    pressed.disabled = true;
    try {
      await how(ask);
      remember(ask.format);
      this.dialog.close();
    } catch (error) {
      into.replaceChildren(element('p', { class: 'problem', role: 'alert' }, error instanceof Error ? error.message : String(error)));
    } finally {
      pressed.disabled = false;
    }
  }
}

function remembered(): string {
  try {
    const name = localStorage.getItem(key);
    return formats.some((format) => format.name === name) ? name! : 'coco';
  } catch {
    return 'coco';
  }
}

function remember(format: string): void {
  try {
    localStorage.setItem(key, format);
  } catch {
    // Storage is switched off: COCO comes first the next time.
  }
}
