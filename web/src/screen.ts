// The page around the canvas: the loading screen, the one-sentence error page, the live region.

import type { Obstacle } from './capabilities.js';

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element #${id}.`);
  return found;
}

export const canvas = (): HTMLCanvasElement => element('canvas') as HTMLCanvasElement;
export const fieldLayer = (): HTMLElement => element('fields');

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

export function announce(message: string): void {
  element('live').textContent = message;
}

export function setTheme(dark: boolean): void {
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}
