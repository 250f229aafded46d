// Asks for the address of a photo.

export function askForAddress(dialog: HTMLDialogElement, given: (address: string) => void): void {
  const form = document.createElement('form');
  form.method = 'dialog';
  form.innerHTML = `<header><h2>Add a photo from an address</h2></header>
<input type="url" name="address" placeholder="https://…" aria-label="Address of the photo" required>
<p class="room">The other site must let pages read its photos; most that host photos for others do.</p>
<footer><button type="button" class="raised" data-name="cancel">Cancel</button><button class="primary" data-name="add">Add</button></footer>`;
  const field = form.querySelector('input')!;
  form.querySelector<HTMLButtonElement>('[data-name=cancel]')!.addEventListener('click', () => dialog.close());
  form.addEventListener('submit', () => given(field.value.trim()));
  dialog.replaceChildren(form);
  dialog.showModal();
  field.focus();
}
