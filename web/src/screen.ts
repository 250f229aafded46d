// The page around the canvas: the loading screen, the one-sentence error page, the live region.

import type { Obstacle } from './capabilities.js';

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}.`);
  return found;
}

export const canvas = (): HTMLCanvasElement => element('canvas') as HTMLCanvasElement;
export const actionBar = (): HTMLElement => element('actions');
export const fieldLayer = (): HTMLElement => element('fields');
export const dropVeil = (): HTMLElement => element('drop');
export const dialog = (): HTMLDialogElement => element('dialog') as HTMLDialogElement;

export function showObstacle(what: Obstacle): void {
  element('loading').hidden = true;
  element('obstacle-title').textContent = what.title;
  element('obstacle-message').textContent = what.message;
  element('obstacle').hidden = false;
  canvas().hidden = true;
  fieldLayer().hidden = true;
}

export function showLoading(text: string): void {
  element('loading-text').textContent = text;
}
export function hideLoading(): void {
  element('loading').hidden = true;
}

/** The thin bar at the top while the model loads: 0…1, or null when done. */
export function showProgress(fraction: number | null): void {
  const bar = element('progress');
  bar.hidden = fraction === null;
  if (fraction !== null) bar.style.width = `${(fraction * 100).toFixed(1)}%`;
}

let unsaid: string[] = [];

/**
 * What comes at once is said together: one text would take the other's place. The same said once more is
 * said again, because a screen reader speaks when the text changes.
 */
export function announce(message: string): void {
  unsaid.push(message);
  if (unsaid.length > 1) return;
  setTimeout(() => {
    const live = element('live');
    const text = unsaid.join(' ');
    unsaid = [];
    live.textContent = live.textContent === text ? `${text}\u00a0` : text;
  }, 60);
}

export function setTheme(dark: boolean): void {
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export interface Preferences {
  reducedMotion: boolean;
  moreContrast: boolean;
}

const queries = {
  motion: '(prefers-reduced-motion: reduce)', contrast: '(prefers-contrast: more)', forced: '(forced-colors: active)',
};

/** What the person has asked of every page. Forced colours can't reach a canvas: it shows more contrast. */
export function preferences(): Preferences {
  const is = (query: string): boolean => matchMedia(query).matches;
  return { reducedMotion: is(queries.motion), moreContrast: is(queries.contrast) || is(queries.forced) };
}

export function watchPreferences(changed: (preferences: Preferences) => void): void {
  for (const query of Object.values(queries))
    matchMedia(query).addEventListener('change', () => changed(preferences()));
}

/** A newer version waits: it takes over when somebody says so, or when every page is closed. */
export function offerUpdate(update: () => void): void {
  const notice = element('update');
  const words = document.createElement('span');
  words.textContent = 'A new version of Maskpoint is here. Updating reloads its pages; your work is kept.';
  const button = (label: string, kind: string, act: () => void): HTMLButtonElement => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = kind;
    made.textContent = label;
    made.addEventListener('click', () => {
      notice.hidden = true;
      act();
    });
    return made;
  };
  notice.replaceChildren(words, button('Later', 'plain', () => undefined), button('Update', 'primary', update));
  notice.hidden = false;
}
