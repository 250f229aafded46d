// What a person asks of the page where the browser keeps the project: pickers, projects, storage, project files.

import { askForAddress } from './address_dialog.js';
import type { Arrivals } from './arrivals.js';
import type { PageTask } from './bridge.js';
import { importProject } from './local/project_import.js';
import { writeProject } from './local/project_file.js';
import type { LocalProject } from './local/project.js';
import { createProject, currentProject, deleteProject, remember, renameProject } from './local/projects.js';
import { freeEmbeddings, keepForGood } from './local/storage.js';
import { ProjectsDialog } from './projects_dialog.js';
import { askToRemove } from './remove_dialog.js';
import { saveBlob } from './saving.js';

export interface TaskPorts {
  /** The image that is open; 0 for none. */
  openImage(): number;
  say(message: string, failure: boolean): void;
  progress(fraction: number | null): void;
}

export class LocalTasks {
  private readonly projects: ProjectsDialog;

  constructor(
    private readonly project: LocalProject, private readonly dialog: HTMLDialogElement,
    private readonly arrivals: Arrivals, private readonly ports: TaskPorts) {
    const { database, files } = project;
    this.projects = new ProjectsDialog(dialog, {
      open: (id) => this.switchTo(id),
      create: async () => this.switchTo((await createProject(database, '')).id),
      rename: async (id, name) => {
        await renameProject(database, id, name);
        if (id === project.id) project.events.publish('change', { images: true, name });
      },
      remove: async (id) => {
        await deleteProject(database, files, id);
        if (id === project.id) this.switchTo((await currentProject(database)).id);
      },
      freeEmbeddings: async (id) => {
        await freeEmbeddings(database, files, id);
        project.events.publish('change', { images: true });
      },
      save: () => this.save(),
      load: () => arrivals.pickFiles(),
      keepForGood,
    });
  }

  do(task: PageTask): void {
    switch (task) {
      case 'openFiles': this.arrivals.pickFiles(); break;
      case 'openFolder': this.arrivals.pickFolder(); break;
      case 'openAddress': askForAddress(this.dialog, (address) => this.arrivals.address(address)); break;
      case 'projects': void this.projects.show(this.project); break;
      case 'saveProject': void this.save(); break;
      case 'removePhoto': askToRemove(this.dialog, this.project, this.ports); break;
      default: break;  // file_tasks.ts
    }
  }

  /** A project file becomes a project of its own, and the one that is open. */
  async load(file: Blob): Promise<void> {
    const { id } = await importProject(
      this.project.database, this.project.files, file, (fraction) => this.ports.progress(fraction));
    this.switchTo(id);
  }

  private async save(): Promise<void> {
    try {
      const { name, file } = await writeProject(this.project, (fraction) => this.ports.progress(fraction));
      saveBlob(file, name);
      this.ports.say(`The whole project is in ${name} among your downloads: photos, embeddings, classes and objects.`, false);
    } catch (error) {
      this.ports.say(error instanceof Error ? error.message : String(error), true);
    } finally {
      this.ports.progress(null);
    }
  }

  /** Each project has a page of its own: nothing of the one before can linger. What is unsaved is in the journal. */
  private switchTo(id: string): void {
    remember(id);
    location.reload();
  }
}
