// What the page's own dialogs are made of.

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string> = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** "3 boxes", "1 class". */
export function count(n: number, what: string): string {
  const many = /(s|x)$/.test(what) ? `${what}es` : `${what}s`;
  return `${n.toLocaleString('en')} ${n === 1 ? what : many}`;
}

export function button(name: string, label: string, kind: string, act: () => void): HTMLButtonElement {
  const made = element('button', { 'type': 'button', 'data-name': name, 'class': kind }, label);
  made.addEventListener('click', act);
  return made;
}

/** The title of a dialog with a cross that closes it. */
export function titleBar(dialog: HTMLDialogElement, title: string): HTMLElement {
  const close = element('button', { 'type': 'button', 'class': 'plain', 'aria-label': 'Close', 'data-name': 'close' }, '✕');
  close.addEventListener('click', () => dialog.close());
  return element('header', {}, element('h2', {}, title), close);
}
