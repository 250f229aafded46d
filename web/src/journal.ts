// Work the server has not confirmed yet, kept in the browser's own storage: a reload, a crash or a
// server that is away loses nothing. One entry an image, written at every change.

const prefix = 'maskpoint-journal:';

export function write(image: number, text: string): boolean {
  try {
    if (text === '') localStorage.removeItem(prefix + image);
    else localStorage.setItem(prefix + image, text);
    return true;
  } catch {
    return false;
  }
}

export function readAll(): Record<string, string> {
  const entries: Record<string, string> = {};
  try {
    for (let i = 0; i < localStorage.length; ++i) {
      const key = localStorage.key(i)!;
      if (key.startsWith(prefix)) entries[key.slice(prefix.length)] = localStorage.getItem(key) ?? '';
    }
  } catch {
    // Storage switched off: there is nothing to come back.
  }
  return entries;
}
