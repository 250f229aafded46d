// What would be lost with the page, kept in the browser's own storage: a reload, a crash or a server that
// is away loses nothing. One entry an image, written at every change.

class Entries {
  constructor(private readonly storage: () => Storage, private readonly prefix: string) {}

  /** No text removes the entry. */
  write(image: number, text: string): void {
    try {
      if (text === '') this.storage().removeItem(this.prefix + image);
      else this.storage().setItem(this.prefix + image, text);
    } catch {
      // Storage is switched off or full: the page works on without it.
    }
  }

  readAll(): Record<string, string> {
    const entries: Record<string, string> = {};
    try {
      const storage = this.storage();
      for (let i = 0; i < storage.length; ++i) {
        const key = storage.key(i)!;
        if (key.startsWith(this.prefix)) entries[key.slice(this.prefix.length)] = storage.getItem(key) ?? '';
      }
    } catch {
      // Storage switched off: there is nothing to come back.
    }
    return entries;
  }
}

/** Work the server has not confirmed yet. */
export const unsaved = new Entries(() => localStorage, 'maskpoint-journal:');
/** Prompts that are no objects yet: each tab has its own. */
export const prompts = new Entries(() => sessionStorage, 'maskpoint-prompt:');
