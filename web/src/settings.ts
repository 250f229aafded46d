// A person's settings, kept in the browser's storage as the core writes them (src/session/settings_json.cc).
// Whatever is found there, the core makes settings of it.

const key = 'maskpoint-settings';

/** The stored text, or none. */
export function read(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

export function write(text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Storage is switched off or full: the settings last until the page is closed.
  }
}

/** The theme alone, for the page's colours before the core has started. */
export function theme(): string {
  try {
    const stored = JSON.parse(read() || '{}') as { theme?: unknown } | null;
    return typeof stored?.theme === 'string' ? stored.theme : 'system';
  } catch {
    return 'system';
  }
}

/** What another tab has changed. */
export function watch(changed: (text: string) => void): void {
  addEventListener('storage', (event) => {
    if (event.key === key && event.newValue !== null) changed(event.newValue);
  });
}
