// What would be lost with the page, kept in the browser's own database until the server has it: a reload, a
// killed tab or browser, or a server that is away loses nothing.
//
// An entry belongs to a project, and to the page that wrote it. A page holds a lock of its own name for as long as
// it lives; an entry whose page is gone is taken over by whoever asks first, with that name's lock, so that no two
// tabs bring back the same work.

export interface Entry {
  project: string;
  owner: string;
  kind: string;
  image: number;
  text: string;
  time: number;
}

const storeName = 'entries';
const thisTab = 'maskpoint-page';
const longestWait = 4000;  // ms
const keyOf = (entry: Entry): IDBValidKey => [entry.project, entry.owner, entry.kind, entry.image];
const lockOf = (owner: string): string => `maskpoint-page:${owner}`;
const forever = new Promise<void>(() => undefined);
// Let go of as soon as the page is left: its process may take seconds to end, and the page that follows in this tab
// asks for the work at once.
const pageLeft = new Promise<void>((resolve) => { addEventListener('pagehide', () => resolve(), { once: true }); });

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database failed'));
  });
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open('maskpoint-journal', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(storeName, { keyPath: ['project', 'owner', 'kind', 'image'] });
  };
  return done(request);
}

/** `alone`: the project is in this browser too, there is no server to have it. */
function sentence(error: unknown, alone: boolean): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'QuotaExceededError') {
    const full = 'This browser has no room left to keep unsaved work in: free some disk space.';
    return full + (alone ? ' Until then it lives in this page alone: keep it open.' : ' Work is still sent to the server.');
  }
  return 'This browser keeps no copy of unsaved work (private window, or storage switched off): it lives only as ' +
    'long as this page until the server has it.';
}

/** The lock, kept for as long as this page lives or until then; false when another page has it. */
function holdLock(name: string, options: LockOptions, until: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    navigator.locks.request(name, options, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : until;
    }).catch(() => resolve(false));
  });
}

/** Whether the page of that name is gone. One reloaded in this very tab may take a moment to go. */
async function takeOver(owner: string, wasThisTab: boolean): Promise<boolean> {
  if (wasThisTab) return holdLock(lockOf(owner), { signal: AbortSignal.timeout(1500) }, forever);
  return holdLock(lockOf(owner), { ifAvailable: true }, forever);
}

export class Journal {
  private readonly database = openDatabase();
  private project = '';
  private alone = false;
  private readonly waiting = new Map<string, Entry>();
  private writing = false;
  private error = '';
  private readonly mine: Promise<boolean>;
  private readonly before: string | null;

  /** `failed` is told a sentence, or '' once all is well again. */
  constructor(private readonly owner: string, private readonly failed: (sentence: string) => void) {
    this.database.catch(() => undefined);
    this.mine = holdLock(lockOf(owner), {}, pageLeft);
    let before: string | null = null;
    try {
      before = sessionStorage.getItem(thisTab);
      sessionStorage.setItem(thisTab, owner);
    } catch {
      // Storage is switched off: what an earlier page of this tab left is taken over as any other's.
    }
    this.before = before;
  }

  /** What pages that are gone left of this project, newest first. Entries are written from now on. */
  async open(project: string, alone: boolean): Promise<Entry[]> {
    this.project = project;
    this.alone = alone;
    // A database that hangs must not keep the page from its images; what lies there waits for the next visit.
    const late = new Promise<Entry[]>((resolve) => { setTimeout(() => resolve([]), longestWait); });
    return Promise.race([this.takeOverAll(project), late]);
  }

  private async takeOverAll(project: string): Promise<Entry[]> {
    try {
      await this.mine;
      const store = (await this.database).transaction(storeName).objectStore(storeName);
      const range = IDBKeyRange.bound([project], [project, []]);
      const all = (await done(store.getAll(range))) as Entry[];
      const owners = [...new Set(all.map((entry) => entry.owner))].filter((name) => name !== this.owner);
      const gone = new Set<string>();
      await Promise.all(owners.map(async (name) => {
        if (await takeOver(name, name === this.before)) gone.add(name);
      }));
      return all.filter((entry) => gone.has(entry.owner)).sort((a, b) => b.time - a.time);
    } catch {
      return [];  // the first entry that can't be written says why
    }
  }

  /** No text removes the entry. The newest of each is written, as fast as the database takes them. */
  write(kind: string, image: number, text: string, owner = this.owner): void {
    if (this.project === '') return;
    const entry = { project: this.project, owner, kind, image, text, time: Date.now() };
    this.waiting.set(JSON.stringify(keyOf(entry)), entry);
    if (!this.writing) void this.writeAll();
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.size > 0) {
      const batch = [...this.waiting];
      this.waiting.clear();
      try {
        await this.writeBatch(batch.map(([, entry]) => entry));
        this.say('');
      } catch (error) {
        // Kept for the next try, unless something newer has come.
        for (const [key, entry] of batch) if (!this.waiting.has(key)) this.waiting.set(key, entry);
        this.say(sentence(error, this.alone));
        break;
      }
    }
    this.writing = false;
  }

  private async writeBatch(entries: Entry[]): Promise<void> {
    const transaction = (await this.database).transaction(storeName, 'readwrite', { durability: 'strict' });
    const committed = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the database failed'));
    });
    const store = transaction.objectStore(storeName);
    for (const entry of entries) {
      if (entry.text === '') store.delete(keyOf(entry));
      else store.put(entry);
    }
    transaction.commit();
    await committed;
  }

  private say(error: string): void {
    if (error === this.error) return;
    this.error = error;
    this.failed(error);
  }
}
