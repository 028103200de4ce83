/** Forms: the first field that is wrong gets the focus, rows are selected for bulk actions, filters keep the address short. */

document.body.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx?.response?.status !== 422) return;
  const form = document.getElementById(ctx.target?.id ?? '') ?? document;
  form.querySelector('[aria-invalid=true]')?.focus();
});

document.body.addEventListener('htmx:config:request', ({ detail: { ctx } }) => {
  if (!ctx.sourceElement.matches?.('[data-filters]')) return;
  for (const [name, value] of [...ctx.request.body]) if (value === '') ctx.request.body.delete(name);
});
// What clears the filters shows once there is something to clear.
document.body.addEventListener('htmx:after:swap', () => {
  for (const form of document.querySelectorAll('[data-filters]')) {
    const fields = [...form.elements].filter(({ type, name }) => name && type !== 'hidden');
    form.querySelector('.filter-clear').hidden = fields.every(({ value }) => value === '');
  }
  for (const form of document.querySelectorAll('[data-bulk]')) showSelection(form);
});

document.addEventListener('change', ({ target }) => {
  const form = target.closest('[data-bulk]');
  if (!form) return;
  if (target.matches('[data-select-all]')) for (const box of boxesOf(form)) box.checked = target.checked;
  showSelection(form);
});
document.addEventListener('click', ({ target }) => {
  const form = target.closest('[data-bulk-clear]')?.closest('[data-bulk]');
  if (!form) return;
  for (const box of boxesOf(form)) box.checked = false;
  showSelection(form);
  form.querySelector('[data-select-all]').focus();
});

// Files that are too large together are told before they are sent: the answer to them would not be read.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('input[type=file][data-max-bytes]')) return;
  const size = [...target.files].reduce((sum, file) => sum + file.size, 0);
  target.setCustomValidity(size > Number(target.dataset.maxBytes) ? target.dataset.tooLarge : '');
  target.reportValidity();
});

function boxesOf(form) {
  return [...form.querySelectorAll('input[name=selected]')];
}

function showSelection(form) {
  const boxes = boxesOf(form);
  const count = boxes.filter(({ checked }) => checked).length;
  const all = form.querySelector('[data-select-all]');
  const say = form.querySelector('[data-bulk-count]');
  all.checked = count > 0 && count === boxes.length;
  all.indeterminate = count > 0 && count < boxes.length;
  form.querySelector('[data-bulk-bar]').hidden = count === 0;
  say.textContent = count === 1 ? say.dataset.one : say.dataset.many.replace('{n}', count);
}
