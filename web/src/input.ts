// Pointer, wheel and keyboard events of the canvas, handed to the core as they are. Fractions of CSS
// pixels are kept; touch and pen come as pointer events too: one finger points, two pan and zoom.

import { type Bridge, Modifier, PointerKind } from './bridge.js';

const wheelPixelsPerStep = 100;

/**
 * Bindings follow the typed character. Where that is none of the Latin alphabet, or a digit needs Shift
 * (AZERTY), the key's place on the keyboard stands in for it when nothing is bound to the character itself.
 */
function latinKey(event: KeyboardEvent): string | null {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter !== undefined && event.key.length === 1 && event.key > '\u007f') return letter.toLowerCase();
  const digit = /^Digit([0-9])$/.exec(event.code)?.[1];
  if (digit !== undefined && event.key.length === 1 && event.key !== digit && !event.shiftKey) return digit;
  return null;
}

export class Input {
  private space = false;
  private readonly touches = new Map<number, { x: number; y: number }>();
  private pinching = false;

  constructor(
    private readonly canvas: HTMLCanvasElement, private readonly bridge: Bridge,
    wake: () => void, private readonly leave: () => void) {
    const on = <K extends keyof HTMLElementEventMap>(
      type: K, listener: (event: HTMLElementEventMap[K]) => void): void =>
      canvas.addEventListener(type, (event) => {
        listener(event);
        wake();
      }, { passive: false });

    on('pointerdown', (event) => this.down(event));
    on('pointermove', (event) => this.move(event));
    on('pointerup', (event) => this.up(event));
    on('pointercancel', (event) => this.cancel(event));
    on('pointerleave', (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) this.send(PointerKind.Leave, event);
    });
    on('wheel', (event) => this.wheel(event));
    on('contextmenu', (event) => event.preventDefault());
    on('keydown', (event) => this.keyDown(event));
    canvas.addEventListener('keyup', (event) => {
      if (event.key === ' ') this.space = false;
    });
    canvas.addEventListener('blur', () => {
      this.space = false;
    });
  }

  private modifiers(event: MouseEvent | KeyboardEvent): number {
    // AltGr types characters; some systems report it as Ctrl and Alt.
    const types = event.getModifierState('AltGraph');
    return (event.shiftKey ? Modifier.Shift : 0) |
      (!types && (event.ctrlKey || event.metaKey) ? Modifier.Ctrl : 0) |
      (!types && event.altKey ? Modifier.Alt : 0) | (this.space ? Modifier.Space : 0);
  }

  private send(kind: PointerKind, event: PointerEvent): void {
    this.bridge.pointer(kind, event.button, event.clientX, event.clientY, this.modifiers(event));
  }

  private down(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') {
      this.touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (this.touches.size === 2) {
        this.pinching = true;
        this.send(PointerKind.Cancel, event);
      }
      if (this.pinching) return;
    }
    this.send(PointerKind.Move, event);
    this.send(PointerKind.Down, event);
  }

  private move(event: PointerEvent): void {
    if (this.pinching) {
      this.pinchMove(event);
      return;
    }
    // A second button while one is held comes as a move with its number.
    if (event.button >= 0) {
      const pressed = (event.buttons & [1, 4, 2, 8, 16][event.button]!) !== 0;
      this.send(pressed ? PointerKind.Down : PointerKind.Up, event);
      return;
    }
    this.send(PointerKind.Move, event);
  }

  private pinchMove(event: PointerEvent): void {
    const moved = this.touches.get(event.pointerId);
    if (moved === undefined || this.touches.size !== 2) return;
    const other = [...this.touches].find(([id]) => id !== event.pointerId)![1];
    const before = Math.hypot(moved.x - other.x, moved.y - other.y);
    const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
    this.bridge.pinch(
      (event.clientX + other.x) / 2, (event.clientY + other.y) / 2, after / Math.max(before, 1),
      (event.clientX - moved.x) / 2, (event.clientY - moved.y) / 2);
    this.touches.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  private up(event: PointerEvent): void {
    if (this.endTouch(event)) return;
    this.send(PointerKind.Up, event);
    if (event.pointerType === 'touch') this.send(PointerKind.Leave, event);
  }

  private cancel(event: PointerEvent): void {
    if (this.endTouch(event)) return;
    this.send(PointerKind.Cancel, event);
  }

  /** Whether the touch was part of a pinch, which lasts until every finger is up. */
  private endTouch(event: PointerEvent): boolean {
    this.touches.delete(event.pointerId);
    const was = this.pinching;
    if (this.touches.size === 0) this.pinching = false;
    return was;
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? wheelPixelsPerStep
      : event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 3 : 1;
    if (event.ctrlKey) {
      // Browsers report a pinch on a touchpad as a wheel with Ctrl held.
      const delta = Math.max(-40, Math.min(40, event.deltaY));
      this.bridge.pinch(event.clientX, event.clientY, Math.exp(-delta / wheelPixelsPerStep), 0, 0);
    } else {
      this.bridge.wheel(event.clientX, event.clientY, -event.deltaY / unit, this.modifiers(event));
    }
  }

  private keyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'F6') {
      event.preventDefault();
      this.leave();
      return;
    }
    if (event.key === ' ') {
      this.space = true;
      event.preventDefault();
      return;
    }
    const modifiers = this.modifiers(event);
    const other = latinKey(event);
    if (this.bridge.key(event.key, modifiers) || (other !== null && this.bridge.key(other, modifiers)))
      event.preventDefault();
  }
}
