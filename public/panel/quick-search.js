/**
 * The quick search: the field keeps the focus, the arrows choose among what was found, Enter opens it. While what stands
 * there was found for other words than those in the field, nothing of it is chosen: Enter waits for what is asked for.
 */
const dialog = document.getElementById('search');
const field = dialog?.querySelector('input');
const results = dialog?.querySelector('[role=listbox]');
const status = dialog?.querySelector('[role=status]');
let isEntered = false;

dialog?.addEventListener('panel:open', () => {
  field.select();
  htmx.trigger(field, 'opened');
});
dialog?.addEventListener('close', () => {
  isEntered = false;
});
document.body.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  if (ctx?.sourceElement !== field) return;
  if (ctx.request.body.get(field.name) === field.value) found();
});
field?.addEventListener('input', () => {
  isEntered = false;
  choose(null);
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
    if (active()) active().click();
    else isEntered = true;
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
  choose(options[0] ?? null);
  if (isEntered) active()?.click();
  isEntered = false;
}

function active() {
  return results.querySelector('[aria-selected=true]');
}

/** None: nothing is chosen. */
function choose(option) {
  active()?.setAttribute('aria-selected', 'false');
  if (!option) return field.removeAttribute('aria-activedescendant');
  option.setAttribute('aria-selected', 'true');
  field.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({ block: 'nearest' });
}
