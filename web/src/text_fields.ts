// Text inputs are real DOM elements laid over the canvas, so that IME, clipboard and screen readers
// work. The core says which there are and where; what is typed is told back.

import type { Bridge, TextFieldSpec } from './bridge.js';

const labels: Record<string, string> = {
  'filter': 'Filter images by name',
  'class-new': 'Name of the new class',
  'palette': 'Search commands, classes and images',
};

const listKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']);

export class TextFields {
  private readonly inputs = new Map<string, HTMLInputElement>();

  constructor(
    private readonly layer: HTMLElement, private readonly canvas: HTMLElement,
    private readonly bridge: Bridge, private readonly wake: () => void) {}

  /** Makes the inputs on the page those of `fields`. */
  show(fields: TextFieldSpec[]): void {
    const named = new Set(fields.map((field) => field.id));
    for (const [id, input] of this.inputs)
      if (!named.has(id)) this.remove(id, input);
    for (const field of fields) {
      const input = this.inputs.get(field.id) ?? this.add(field);
      const [x, y, width, height] = field.rect;
      input.style.left = `${x}px`;
      input.style.top = `${y}px`;
      input.style.width = `${width}px`;
      input.style.height = `${height}px`;
      if (field.focus && document.activeElement !== input && input.dataset['focused'] === undefined) {
        input.dataset['focused'] = 'yes';
        input.focus();
        input.select();
      }
    }
  }

  private add(field: TextFieldSpec): HTMLInputElement {
    const input = document.createElement('input');
    input.type = 'text';
    input.value = field.value;
    input.placeholder = field.placeholder;
    input.spellcheck = false;
    input.autocomplete = 'off';
    input.setAttribute('aria-label', labels[field.id] ?? 'Name of the class');
    input.dataset['field'] = field.id;
    const tell = (event: 'changed' | 'committed' | 'cancelled'): void => {
      this.bridge.tell({ type: 'text', field: field.id, event, value: input.value });
      this.wake();
    };
    let ended = false;
    const end = (event: 'committed' | 'cancelled'): void => {
      if (ended) return;
      ended = true;
      tell(event);
      this.canvas.focus({ preventScroll: true });
      ended = false;
    };
    input.addEventListener('input', () => tell('changed'));
    input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (field.list && listKeys.has(event.key)) {
        event.preventDefault();
        this.bridge.key(event.key, 0);
        this.wake();
      }
      if (event.key === 'Enter') end('committed');
      if (event.key === 'Escape') end('cancelled');
    });
    input.addEventListener('blur', () => {
      // Removed while focused: the core has ended it already.
      if (this.inputs.get(field.id) === input && !ended) tell(field.list ? 'cancelled' : 'committed');
    });
    this.inputs.set(field.id, input);
    this.layer.append(input);
    return input;
  }

  private remove(id: string, input: HTMLInputElement): void {
    const focused = document.activeElement === input;
    this.inputs.delete(id);
    input.remove();
    if (focused) this.canvas.focus({ preventScroll: true });
  }
}
