// Text inputs are real DOM elements laid over the canvas, so that IME, clipboard and screen readers
// work. The core says which there are and where; what is typed is told back.

import type { Bridge, TextFieldSpec } from './bridge.js';

const labels: Record<string, string> = {
  'filter': 'Filter images by name',
  'class-new': 'Name of the new class',
  'palette': 'Search commands, classes and images',
  'class-filter': 'Find a class by name',
  'menu-filter': 'Find a class by name',
  'class-hex': 'Colour as #rrggbb',
};

const listKeys = new Set(['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown']);

/** What a field without a name of its own is for. */
function labelOf(field: TextFieldSpec): string {
  const [, kind, name] = /^(attribute|editor:[a-z]+)(?::(.+))?$/.exec(field.id) ?? [];
  if (kind === undefined) return 'Name of the class';
  return kind === 'attribute' ? name ?? '' : `${kind.slice('editor:'.length)} ${name ?? 'of the class'}`;
}

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
      // Whoever types owns the text; else it is what the core has, undo and all.
      if (document.activeElement !== input && input.value !== field.value) input.value = field.value;
      const first = input.dataset['focused'] === undefined;
      if (field.focus && document.activeElement !== input && (first || field.list)) {
        input.dataset['focused'] = 'yes';
        input.focus();
        if (first) input.select();
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
    input.setAttribute('aria-label', labels[field.id] ?? labelOf(field));
    input.dataset['field'] = field.id;
    const tell = (event: 'changed' | 'committed' | 'cancelled' | 'left'): void => {
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
      // From the filter the arrow leads into the list it filters.
      if (event.key === 'Enter' || (event.key === 'ArrowDown' && field.id === 'filter')) end('committed');
      if (event.key === 'Escape') end('cancelled');
    });
    input.addEventListener('blur', () => {
      // Removed while focused: the core has ended it already.
      if (this.inputs.get(field.id) === input && !ended) tell('left');
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
