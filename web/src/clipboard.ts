// Copy, cut and paste as the browser's own events give them: the system's clipboard without asking for a
// permission, so that objects travel between tabs. Text fields keep theirs.

import type { Bridge } from './bridge.js';

export class ClipboardEvents {
  constructor(
    private readonly canvas: HTMLCanvasElement, private readonly bridge: Bridge, private readonly wake: () => void) {
    document.addEventListener('copy', (event) => this.take(event, 'copy'));
    document.addEventListener('cut', (event) => this.take(event, 'cut'));
    document.addEventListener('paste', (event) => this.paste(event));
  }

  private mine(): boolean {
    return document.activeElement === this.canvas;
  }

  private take(event: ClipboardEvent, type: 'copy' | 'cut'): void {
    if (!this.mine()) return;
    const text = this.bridge.ask<string | null>({ type });
    this.wake();
    if (text === null) return;  // nothing is selected: the clipboard keeps what it has
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
  }

  private paste(event: ClipboardEvent): void {
    if (!this.mine()) return;
    this.bridge.tell({ type: 'paste', text: event.clipboardData?.getData('text/plain') ?? '' });
    event.preventDefault();
    this.wake();
  }
}
