// Copy, cut and paste as the browser's own events give them: the system's clipboard without asking for a
// permission, so that objects travel between tabs. Text fields keep theirs.

import type { Bridge } from './bridge.js';

// Within this many milliseconds of a middle click a paste is X11's of the selection: that button moves the image.
const middleClick = 200;

export class ClipboardEvents {
  private middleUp = -Infinity;

  constructor(
    private readonly canvas: HTMLCanvasElement, private readonly bridge: Bridge, private readonly wake: () => void,
    private readonly photos: (data: DataTransfer) => boolean) {
    document.addEventListener('copy', (event) => this.take(event, 'copy'));
    document.addEventListener('cut', (event) => this.take(event, 'cut'));
    document.addEventListener('paste', (event) => this.paste(event));
    canvas.addEventListener('pointerup', (event) => {
      if (event.button === 1) this.middleUp = event.timeStamp;
    });
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
    if (event.timeStamp - this.middleUp < middleClick) {
      event.preventDefault();
      return;
    }
    if (event.clipboardData !== null && this.photos(event.clipboardData)) {
      event.preventDefault();
      return;
    }
    this.bridge.tell({ type: 'paste', text: event.clipboardData?.getData('text/plain') ?? '' });
    event.preventDefault();
    this.wake();
  }
}
