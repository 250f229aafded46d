// Files of other tools in and out, and masks of imported boxes: with a server and without one.

import type { Api } from './api.js';
import { importAnnotations, localProject, send } from './backend.js';
import { BoxesDialog } from './boxes_dialog.js';
import type { FetchHead, PageTask } from './bridge.js';
import { pickAnnotations } from './dropped.js';
import { ExportDialog } from './export_dialog.js';
import type { ExportAsk, Finding } from './formats.js';
import { exportProject } from './local/annotations_out.js';
import { folderFile, permitWriting, writeIntoFolder } from './local/folder.js';
import type { ImportSummary } from './local/annotations_in.js';
import type { Arrived } from './local/pairing.js';
import { showReport, summaryOf } from './report_dialog.js';
import { download, saveBlob } from './saving.js';

export interface FilePorts {
  say(message: string, failure: boolean): void;
  progress(fraction: number | null): void;
  /** Resolves when nothing is unsaved any more; rejects with a sentence when that takes too long. */
  saved(): Promise<void>;
}

interface ListedImage {
  id: number;
  file_name: string;
}

const root = 'api/v1';
const never = new AbortController().signal;

async function jsonOf<T>(url: string): Promise<T> {
  const { status, body } = await send({ method: 'GET', url: `${root}/${url}` }, null, never);
  const value = JSON.parse(new TextDecoder().decode(body) || '{}') as T & { detail?: string };
  if (status !== 200) throw new Error(value.detail ?? 'The server does not answer: check that it runs.');
  return value;
}

export class FileTasks {
  private readonly boxes: BoxesDialog;
  private readonly exports: ExportDialog;
  private names = new Map<number, string>();

  constructor(
    private readonly dialog: HTMLDialogElement, api: Api, private readonly ports: FilePorts) {
    this.exports = new ExportDialog(dialog, {
      report: (ask) => this.report(ask),
      write: (ask) => this.write(ask),
      folderFile: async () => {
        const project = await localProject();
        return project === null ? null : folderFile(project);
      },
      writeIntoFolder: (ask) => this.writeBack(ask),
    });
    this.boxes = new BoxesDialog(dialog, {
      send: (head: FetchHead, body) => send(head, body, never),
      segment: (image, box) => api.segment({ image, box }),
      model: () => (api.info() as { model: string }).model,
      firstClass: async () => (await jsonOf<{ categories: { id: number }[] }>('categories')).categories[0]!.id,
      classes: async () => new Map(
        (await jsonOf<{ categories: { id: number; name: string }[] }>('categories')).categories.map(({ id, name }) => [id, name])),
      nameOf: (image) => this.names.get(image) ?? '',
      show: (image, uuid) => {
        void jsonOf<object>(`images/${image}`).then((row) => api.show(row, uuid)).catch((error: unknown) => this.failed(error));
      },
    });
  }

  /** Whether the task was one of these. */
  do(task: PageTask): boolean {
    switch (task) {
      case 'import': void pickAnnotations().then((files) => this.take(files)); return true;
      case 'exportAs': this.exports.show(); return true;
      case 'makeMasks': void this.makeMasks(); return true;
      default: return false;
    }
  }

  /** Annotation files alone; what they say is for images that are there. */
  async take(files: Arrived[]): Promise<void> {
    if (files.length === 0) return;
    this.ports.progress(0.5);
    try {
      this.came(files, await importAnnotations(files));
    } catch (error) {
      this.failed(error);
    } finally {
      this.ports.progress(null);
    }
  }

  /** Said in a line where all came in, else as a report that stays. */
  came(files: Arrived[], summary: ImportSummary): void {
    const names = files.map(({ path }) => path.split('/').at(-1)!);
    if (summary.findings.length === 0 && summary.boxes === 0)
      this.ports.say(`Imported ${summaryOf(summary)}`, false);
    else showReport(this.dialog, names, summary, () => void this.makeMasks());
  }

  private failed(error: unknown): void {
    this.ports.say(error instanceof Error ? error.message : String(error), true);
  }

  private async makeMasks(): Promise<void> {
    try {
      await this.ports.saved();
      const { images } = await jsonOf<{ images: ListedImage[] }>('images?limit=1000');
      this.names = new Map(images.map(({ id, file_name: name }) => [id, name]));
      await this.boxes.show();
    } catch (error) {
      this.failed(error);
    }
  }

  private async report(ask: ExportAsk): Promise<Finding[]> {
    await this.ports.saved();
    const query = new URLSearchParams({ ...ask });
    return (await jsonOf<{ findings: Finding[] }>(`export?${query}`)).findings;
  }

  private async writeBack(ask: ExportAsk): Promise<void> {
    const project = (await localProject())!;
    const folder = await permitWriting(project);
    await this.ports.saved();
    const { file } = await exportProject(project, ask);
    await writeIntoFolder(folder, file!);
    this.ports.say(`Written into ${folder.handle.name}/${folder.file}.`, false);
  }

  private async write(ask: ExportAsk): Promise<void> {
    await this.ports.saved();
    const project = await localProject();
    const { name: title } = await jsonOf<{ name: string }>('project');
    const name = ask.format.startsWith('coco') ? `${title}.${ask.format}.json` : `${title}.${ask.format}.zip`;
    try {
      if (project === null) {
        download(`${root}/export?${new URLSearchParams({ ...ask })}`, name);
        this.ports.say(`${name} is on its way to your downloads.`, false);
        return;
      }
      this.ports.progress(0);
      const { file, findings } = await exportProject(project, ask, (fraction) => this.ports.progress(fraction));
      saveBlob(file!, name);
      const missing = findings.filter(({ sentence }) => sentence.includes('file can’t be used'));
      this.ports.say([`${name} is among your downloads.`, ...missing.map(({ sentence }) => sentence)].join(' '), missing.length > 0);
    } finally {
      this.ports.progress(null);
    }
  }
}

