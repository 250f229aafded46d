// The browser's database: rows of every project, read and written in transactions that hold across tabs.
//
// A transaction must not wait for anything but its own requests: the browser commits it as soon as it idles.

export type StoreName = 'projects' | 'images' | 'objects' | 'uuids' | 'files';

const name = 'maskpoint-projects';
const keys: Record<StoreName, string | string[]> = {
  projects: 'id',
  images: ['project', 'id'],
  objects: ['project', 'image'],
  uuids: ['project', 'uuid'],
  files: ['project', 'name'],
};

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('a request failed'));
  });
}

/** One transaction's view of the stores. */
export class Transaction {
  constructor(private readonly transaction: IDBTransaction) {}

  async get<T>(store: StoreName, key: IDBValidKey): Promise<T | undefined> {
    return (await done(this.transaction.objectStore(store).get(key))) as T | undefined;
  }
  /** Every row of the project, in the order of their keys. */
  async all<T>(store: StoreName, project?: string): Promise<T[]> {
    const range = project === undefined ? undefined : ofProject(project);
    return (await done(this.transaction.objectStore(store).getAll(range))) as T[];
  }
  async put(store: StoreName, row: unknown): Promise<void> {
    await done(this.transaction.objectStore(store).put(row));
  }
  async remove(store: StoreName, key: IDBValidKey): Promise<void> {
    await done(this.transaction.objectStore(store).delete(key));
  }
  async removeAll(store: StoreName, project: string): Promise<void> {
    await done(this.transaction.objectStore(store).delete(ofProject(project)));
  }
}

function ofProject(project: string): IDBKeyRange {
  return IDBKeyRange.bound([project], [project, []]);
}

export class Database {
  private opened: Promise<IDBDatabase> | null = null;

  private open(): Promise<IDBDatabase> {
    this.opened ??= this.openAnew();
    this.opened.catch(() => { this.opened = null; });
    return this.opened;
  }

  private async openAnew(): Promise<IDBDatabase> {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(keys)) request.result.createObjectStore(store, { keyPath });
    };
    const database = await done(request);
    // Storage cleared in the browser's settings closes it; a newer version of the page asks for it.
    database.onclose = () => { this.opened = null; };
    database.onversionchange = () => {
      this.opened = null;
      database.close();
    };
    return database;
  }

  read<T>(stores: StoreName[], work: (rows: Transaction) => Promise<T>): Promise<T> {
    return this.run('readonly', stores, work);
  }
  /** All of it or, when `work` throws, nothing. */
  write<T>(stores: StoreName[], work: (rows: Transaction) => Promise<T>): Promise<T> {
    return this.run('readwrite', stores, work);
  }

  private async begin(mode: IDBTransactionMode, stores: StoreName[]): Promise<IDBTransaction> {
    const options: IDBTransactionOptions = { durability: 'strict' };
    try {
      return (await this.open()).transaction(stores, mode, options);
    } catch (error) {
      // Closed a moment ago, which its event has not said yet.
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
      this.opened = null;
      return (await this.open()).transaction(stores, mode, options);
    }
  }

  private async run<T>(
    mode: IDBTransactionMode, stores: StoreName[], work: (rows: Transaction) => Promise<T>): Promise<T> {
    const transaction = await this.begin(mode, stores);
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was undone'));
    });
    ended.catch(() => undefined);
    let result: T;
    try {
      result = await work(new Transaction(transaction));
    } catch (error) {
      try {
        transaction.abort();
      } catch {
        // It has undone itself already; `error` or the transaction says why.
      }
      throw transaction.error ?? error;
    }
    await ended;
    return result;
  }
}
