// Photos and annotations on their way in: dropped on the page, picked, pasted or named by an address. Where a server
// keeps the project photos belong in its folder, and one sentence says so.

import { fromAddress, fromFiles, fromTransfer, pickFiles, pickFolder } from './dropped.js';
import { isCoco, rememberFolder } from './local/folder.js';
import { addFiles, type Report, wireRow } from './local/intake.js';
import { annotationsAmong } from './local/annotations_among.js';
import type { ImportSummary } from './local/annotations_in.js';
import { type Arrived, kindOf } from './local/pairing.js';
import type { LocalProject } from './local/project.js';
import { wordsOf } from './local/report.js';
import { isProjectZip, unpacked } from './local/zips.js';

export interface ArrivalPorts {
  project(): Promise<LocalProject | null>;
  say(message: string, failure: boolean): void;
  /** 0…1 while photos are taken in, null when that is over. */
  progress(fraction: number | null): void;
  open(row: object): void;
  /** Of a server's images. */
  photoNames(): Promise<string[]>;
  takeAnnotations(files: Arrived[]): Promise<void>;
  imported(files: Arrived[], summary: ImportSummary): void;
  /** A project file: becomes a project of its own. */
  openProject(file: Blob): Promise<void>;
}

type Afterwards = (project: LocalProject, imported: Report['imported']) => Promise<void>;

/** The one COCO file of a folder, when all of it came in: what is written over it then loses nothing. */
async function wholeCoco(imported: Report['imported'], folder: string): Promise<string | null> {
  const json = imported?.files.filter(({ path }) => /\.json$/i.test(path)) ?? [];
  if (json.length !== 1 || imported!.summary.findings.some(({ outcome }) => outcome === 'not_taken')) return null;
  const { path, file } = json[0]!;
  return path.startsWith(`${folder}/`) && (await isCoco(file)) ? path.slice(folder.length + 1) : null;
}

const belongsToServer =
  'Photos belong in the folder that is served: put them there, and they show up in the list by themselves.';

export class Arrivals {
  private veilDepth = 0;

  constructor(private readonly veil: HTMLElement, private readonly ports: ArrivalPorts) {
    const files = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    addEventListener('dragenter', (event) => {
      if (files(event)) this.showVeil(+1);
    });
    addEventListener('dragleave', (event) => {
      if (files(event)) this.showVeil(-1);
    });
    addEventListener('dragover', (event) => {
      if (!files(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
    });
    addEventListener('drop', (event) => {
      if (!files(event)) return;
      event.preventDefault();
      this.showVeil(-this.veilDepth);
      void this.take(fromTransfer(event.dataTransfer!));
    });
  }

  private showVeil(step: number): void {
    this.veilDepth = Math.max(0, this.veilDepth + step);
    this.veil.hidden = this.veilDepth === 0;
  }

  pickFiles(): void {
    void this.take(pickFiles());
  }
  pickFolder(): void {
    const folder = pickFolder();
    void this.take(folder.then(({ files }) => files), async (project, imported) => {
      const { handle } = await folder;
      if (handle !== null) await rememberFolder(project, handle, await wholeCoco(imported, handle.name));
    });
  }
  address(address: string): void {
    void this.take(fromAddress(address));
  }

  /** Whether what is pasted was photos or the address of one, which are taken in. */
  paste(data: DataTransfer): boolean {
    const files = [...data.files];
    if (files.length > 0) {
      // A picture out of another program has a name every such picture has.
      const named = files.map((file) => (/^image\.\w+$/.test(file.name) ? new File([file], pastedName(file), { type: file.type }) : file));
      void this.take(Promise.resolve(fromFiles(named)));
      return true;
    }
    const text = data.getData('text/plain').trim();
    if (!/^https?:\/\/\S+$/.test(text)) return false;
    this.address(text);
    return true;
  }

  private async take(coming: Promise<Arrived[]>, afterwards: Afterwards = async () => undefined): Promise<void> {
    try {
      const arrived = await coming;
      if (arrived.length === 0) return;
      const project = await this.ports.project();
      if (project === null) {
        await this.toServer(arrived);
        return;
      }
      const others: Arrived[] = [];
      for (const item of arrived) {
        if (await isProjectZip(item)) await this.ports.openProject(item.file);
        else others.push(item);
      }
      await afterwards(project, await this.add(project, await unpacked(others)));
    } catch (error) {
      this.ports.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      this.ports.progress(null);
    }
  }

  /** Annotations it takes; photos belong in its folder. */
  private async toServer(arrived: Arrived[]): Promise<void> {
    const files = await unpacked(arrived);
    const found = await annotationsAmong(files, await this.ports.photoNames());
    const annotations = files.filter((item) => found.has(item));
    const rest = files.filter((item) => !found.has(item) && kindOf(item) !== 'ignored');
    if (annotations.length > 0) await this.ports.takeAnnotations(annotations);
    // A folder of a data set has both: what is there already needs no word.
    if (rest.length > 0 && annotations.length === 0) this.ports.say(belongsToServer, true);
  }

  private async add(project: LocalProject, arrived: Arrived[]): Promise<Report['imported']> {
    if (arrived.length === 0) return null;
    const report = await addFiles(project, arrived, (done, total) => this.ports.progress(done / total));
    const { message, failure } = wordsOf(report);
    if (message !== '') this.ports.say(message, failure);
    if (report.imported !== null) this.ports.imported(report.imported.files, report.imported.summary);
    // What came is what one wants to see.
    const first = report.added[0] ?? (arrived.length === 1 ? report.same[0] : undefined);
    if (first !== undefined) this.ports.open(wireRow(project, first));
    return report.imported;
  }
}

function pastedName(file: File): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  const stamp = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  return `pasted ${stamp}.${file.name.split('.').at(-1)!}`;
}
