// The main commands as real buttons, for the keyboard and for assistive technology: out of sight until one
// has the focus. F6 and Escape lead back to the canvas.

import type { ActionButton } from './bridge.js';

export class ActionBar {
  private readonly buttons = new Map<string, HTMLButtonElement>();

  constructor(
    private readonly bar: HTMLElement, private readonly canvas: HTMLElement, run: (name: string) => void) {
    bar.addEventListener('keydown', (event) => this.key(event));
    bar.addEventListener('click', (event) => {
      const button = (event.target as Element).closest('button');
      // Disabled ones keep their place in the order, so that the focus is never lost.
      if (button !== null && button.ariaDisabled !== 'true') run(button.name);
    });
  }

  /** The focus goes to the buttons, as F6 on the canvas asks. */
  enter(): void {
    this.bar.querySelector('button')?.focus();
  }

  show(wanted: ActionButton[]): void {
    for (const spec of wanted) {
      const button = this.buttons.get(spec.name) ?? this.add(spec.name);
      const text = spec.keys === '' ? '' : `<${spec.keys}>`;
      if (button.dataset['shown'] !== spec.label + text) {
        button.dataset['shown'] = spec.label + text;
        const keys = document.createElement('kbd');
        keys.textContent = spec.keys;
        button.replaceChildren(spec.label, ...(spec.keys === '' ? [] : [keys]));
      }
      button.ariaDisabled = String(!spec.enabled);
    }
  }

  private add(name: string): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.name = name;
    // One stop of the Tab key; arrow keys go from button to button, as in every toolbar.
    button.tabIndex = this.buttons.size === 0 ? 0 : -1;
    this.buttons.set(name, button);
    this.bar.append(button);
    return button;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'F6' || event.key === 'Escape') {
      event.preventDefault();
      this.canvas.focus({ preventScroll: true });
      return;
    }
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1
      : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const all = [...this.buttons.values()];
    const at = all.findIndex((button) => button === document.activeElement);
    const next = all[(at + step + all.length) % all.length]!;
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }
}
