// Photos on their way in: dropped on the page, picked, pasted or named by an address. Where a server keeps the
// project they belong in its folder, and one sentence says so.

import { fromAddress, fromFiles, fromTransfer, pickFiles, pickFolder } from './dropped.js';
import { addFiles, wireRow } from './local/intake.js';
import { type Arrived, kindOf } from './local/pairing.js';
import type { LocalProject } from './local/project.js';
import { wordsOf } from './local/report.js';

export interface ArrivalPorts {
  project(): Promise<LocalProject | null>;
  say(message: string, failure: boolean): void;
  /** 0…1 while photos are taken in, null when that is over. */
  progress(fraction: number | null): void;
  open(row: object): void;
  /** A project file: becomes a project of its own. */
  openProject(file: Blob): Promise<void>;
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
    void this.take(pickFolder());
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

  private async take(coming: Promise<Arrived[]>): Promise<void> {
    try {
      const arrived = await coming;
      if (arrived.length === 0) return;
      const project = await this.ports.project();
      if (project === null) {
        this.ports.say(belongsToServer, true);
        return;
      }
      for (const { file } of arrived.filter((item) => kindOf(item) === 'project')) await this.ports.openProject(file);
      await this.add(project, arrived.filter((item) => kindOf(item) !== 'project'));
    } catch (error) {
      this.ports.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      this.ports.progress(null);
    }
  }

  private async add(project: LocalProject, arrived: Arrived[]): Promise<void> {
    if (arrived.length === 0) return;
    const report = await addFiles(project, arrived, (done, total) => this.ports.progress(done / total));
    const { message, failure } = wordsOf(report);
    this.ports.say(message, failure);
    // What came is what one wants to see.
    const first = report.added[0] ?? (arrived.length === 1 ? report.same[0] : undefined);
    if (first !== undefined) this.ports.open(wireRow(project, first));
  }
}

function pastedName(file: File): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  const stamp = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}.${two(now.getMinutes())}.${two(now.getSeconds())}`;
  return `pasted ${stamp}.${file.name.split('.').at(-1)!}`;
}
