// Projects and storage: which projects this browser holds, what they take, and what can be done with them. A dialog
// of the page's own, since it is about the browser's storage and not about the document.

import { count, element } from './elements.js';
import { summaries, type ProjectSummary } from './local/projects.js';
import type { LocalProject } from './local/project.js';
import { bytesInWords, room } from './local/storage.js';

export interface ProjectActions {
  open(id: string): void;
  create(): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  freeEmbeddings(id: string): Promise<void>;
  save(): Promise<void>;
  load(): void;
  keepForGood(): Promise<boolean>;
}

export class ProjectsDialog {
  private sure = '';  // the project whose deletion waits for a yes
  private message = '';

  constructor(private readonly dialog: HTMLDialogElement, private readonly actions: ProjectActions) {
    // A click beside the card closes it, as it does the page's other dialogs.
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  async show(project: LocalProject): Promise<void> {
    this.sure = this.message = '';
    await this.fill(project);
    if (!this.dialog.open) this.dialog.showModal();
  }

  private button(name: string, label: string, kind: string, act: () => void | Promise<void>, project: LocalProject): HTMLButtonElement {
    const button = element('button', { 'type': 'button', 'data-name': name, 'class': kind }, label);
    button.addEventListener('click', () => void this.act(act, project));
    return button;
  }

  private async act(what: () => void | Promise<void>, project: LocalProject): Promise<void> {
    this.message = '';
    try {
      await what();
    } catch (error) {
      this.message = error instanceof Error ? error.message : String(error);
    }
    await this.fill(project);
  }

  private async fill(project: LocalProject): Promise<void> {
    const all = await summaries(project.database);
    const { used, all: most, persistent } = await room();
    const ofMost = most > 0 ? ` of ${bytesInWords(most)}` : '';
    const close = element('button', { 'type': 'button', 'class': 'plain', 'aria-label': 'Close', 'data-name': 'close' }, '✕');
    close.addEventListener('click', () => this.dialog.close());
    const meter = element('div', { class: 'meter' }, element('div'));
    (meter.firstChild as HTMLElement).style.width = `${most > 0 ? Math.min(100, Math.max(0.5, (used / most) * 100)) : 0}%`;
    const kept = element('p', { class: 'room' }, `${bytesInWords(used)}${ofMost} of this browser’s room used. `);
    kept.append(persistent ? 'It is kept until you delete it.' : 'The browser may clear it when the disk runs short. ');
    if (!persistent) {
      kept.append(this.button('keep', 'Keep it', 'link', async () => {
        if (!(await this.actions.keepForGood()))
          this.message = 'The browser did not agree. It tends to after the page was installed or used for a while; save projects as files until then.';
      }, project));
    }
    this.dialog.replaceChildren(
      element('header', {}, element('h2', {}, 'Projects and storage'), close), kept, meter,
      element('ul', {}, ...all.map((summary) => this.row(summary, project))),
      element('p', { class: 'problem', role: 'alert' }, this.message),
      element('footer', {},
        this.button('new', 'New project', 'raised', () => this.actions.create(), project),
        this.button('load', 'Open a project file', 'raised', () => this.actions.load(), project),
        this.button('save', 'Save this project as a file', 'primary', () => this.actions.save(), project)));
  }

  private row(summary: ProjectSummary, project: LocalProject): HTMLLIElement {
    const { id, name } = summary;
    const open = id === project.id;
    const field = element('input', { 'value': name, 'aria-label': 'Name of the project', 'maxlength': '80', 'spellcheck': 'false' });
    field.addEventListener('change', () => void this.act(() => this.actions.rename(id, field.value), project));
    const holds = `${count(summary.images, 'photo')}, ${count(summary.objects, 'object')}, ${bytesInWords(summary.bytes)}`;
    const facts = element('span', { class: 'facts' }, holds);
    if (summary.embeddingBytes > 0) {
      facts.append(', ', this.button('free', `free ${bytesInWords(summary.embeddingBytes)} of embeddings`, 'link', () =>
        this.actions.freeEmbeddings(id), project));
    }
    const row = element('li', { 'data-project': name, ...(open ? { 'aria-current': 'true' } : {}) }, element('div', {}, field, facts));
    if (this.sure === id) {
      row.append(
        element('span', { class: 'sure' }, `Delete ${count(summary.images, 'photo')} and ${count(summary.objects, 'object')} for good?`),
        this.button('delete-yes', 'Delete', 'danger', () => this.actions.remove(id), project),
        this.button('delete-no', 'Keep', 'raised', () => { this.sure = ''; }, project));
      return row;
    }
    if (open) row.append(element('span', { class: 'now' }, 'open'));
    else row.append(this.button('open', 'Open', 'raised', () => this.actions.open(id), project));
    row.append(this.button('delete', 'Delete', 'plain', () => { this.sure = id; }, project));
    return row;
  }
}
