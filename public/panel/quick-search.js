/** The quick search: the field keeps the focus, the arrows choose among what was found, Enter opens it. */
const dialog = document.getElementById('search');
const field = dialog?.querySelector('input');
const results = dialog?.querySelector('[role=listbox]');
const status = dialog?.querySelector('[role=status]');

dialog?.addEventListener('panel:open', () => {
  field.select();
  htmx.trigger(field, 'opened');
});
results?.addEventListener('htmx:after:swap', found);
document.body.addEventListener('htmx:after:swap', ({ detail }) => {
  if (detail.ctx?.sourceElement === field) found();
});
field?.addEventListener('keydown', (event) => {
  const options = [...results.querySelectorAll('[role=option]')];
  const at = options.indexOf(active());
  if (event.key === 'Escape') {
    // The field would take the first one to empty itself.
    event.preventDefault();
    dialog.close();
  } else if (event.key === 'Enter') {
    event.preventDefault();
    active()?.click();
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : options.length - 1;
    if (options.length > 0) choose(options[(at + step) % options.length]);
  }
});
results?.addEventListener('pointermove', (event) => {
  const option = event.target.closest('[role=option]');
  if (option && option !== active()) choose(option);
});

function found() {
  const options = results.querySelectorAll('[role=option]');
  status.textContent = `${results.getAttribute('aria-label')}: ${options.length}`;
  if (options.length > 0) choose(options[0]);
  else field.removeAttribute('aria-activedescendant');
}

function active() {
  return results.querySelector('[aria-selected=true]');
}

function choose(option) {
  active()?.setAttribute('aria-selected', 'false');
  option.setAttribute('aria-selected', 'true');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}
