/** The pages of the tickets: their dialog, the tabs to write in, the selection that stays, and the board. */

const dialogBody = document.getElementById('ticket-dialog-body');
const dialog = dialogBody?.closest('dialog');

if (dialog) {
  // What was fetched opens it; nothing of it stays once it is closed.
  new MutationObserver(() => {
    if (dialogBody.childElementCount > 0) panel.open(dialog.id);
  }).observe(dialogBody, { childList: true });
  dialog.addEventListener('close', () => dialogBody.replaceChildren());
  document.body.addEventListener('panel:done', () => dialog.close());
}

// A menu has done its work once something is chosen.
document.addEventListener('click', ({ target }) => {
  const menu = target.closest('.menu-item') && target.closest('[data-menu]:popover-open');
  if (menu) menu.hidePopover();
});

// What is brought up to date by itself would take an open menu away: it waits until that is closed, also where it was
// asked for before the menu was opened.
let isLate = false;
for (const step of ['htmx:before:request', 'htmx:before:swap']) {
  document.body.addEventListener(step, (event) => {
    const isByItself = event.target.matches('[hx-trigger*="panel:tickets"]');
    if (!isByItself || !document.querySelector('[data-menu]:popover-open')) return;
    event.preventDefault();
    isLate = true;
  });
}
document.addEventListener(
  'toggle',
  ({ target, newState }) => {
    if (!isLate || newState !== 'closed' || !target.matches('[data-menu]')) return;
    isLate = false;
    panel.tell('tickets');
  },
  true,
);

/* Reply and note: one at a time; what stands in the other stays there. */
document.addEventListener('click', ({ target }) => {
  const tab = target.closest('.compose-tab');
  if (tab) showTab(tab, true);
});
document.addEventListener('keydown', (event) => {
  const tab = event.target.closest?.('.compose-tab');
  if (!tab || !/^Arrow(Left|Right)$/.test(event.key)) return;
  event.preventDefault();
  const other = tab.nextElementSibling ?? tab.previousElementSibling;
  showTab(other, false);
  other.focus();
});

function showTab(tab, isChosen) {
  for (const one of tab.parentElement.children) {
    const isCurrent = one === tab;
    one.setAttribute('aria-selected', String(isCurrent));
    one.tabIndex = isCurrent ? 0 : -1;
    document.getElementById(one.getAttribute('aria-controls')).hidden = !isCurrent;
  }
  if (isChosen) document.getElementById(tab.getAttribute('aria-controls')).querySelector('textarea')?.focus();
}

/* What was typed and not sent outlives a visit elsewhere; composer.js forgets it when somebody logs out. */
const DRAFT = 'panel.draft:';
const drafts = () => document.querySelectorAll('[data-draft]');

for (const field of drafts()) field.value ||= sessionStorage.getItem(DRAFT + field.dataset.draft) ?? '';
document.addEventListener('input', ({ target }) => target.matches('[data-draft]') && keepDraft(target));
document.body.addEventListener('htmx:after:swap', () => {
  for (const field of drafts()) keepDraft(field);
});

function keepDraft({ dataset, value }) {
  if (value) sessionStorage.setItem(DRAFT + dataset.draft, value);
  else sessionStorage.removeItem(DRAFT + dataset.draft);
}

/* The chat beside a ticket: its end, unless somebody reads further up. */
const NEAR_END_PX = 80;
let isAtEnd = true;
const chat = () => document.querySelector('.ticket-chat-scroll');
const toEnd = () => chat()?.scrollTo({ top: chat().scrollHeight });
document.body.addEventListener('htmx:before:swap', () => {
  const box = chat();
  isAtEnd = !box || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
});
document.body.addEventListener('htmx:after:swap', () => isAtEnd && toEnd());
toEnd();

/* Rows that are selected stay so when the list is brought up to date. */
let selected = [];
document.body.addEventListener('htmx:before:swap', () => {
  const boxes = document.querySelectorAll('[data-keeps-selection] input[name=selected]:checked');
  selected = [...boxes].map(({ value }) => value);
});
document.body.addEventListener('htmx:after:swap', () => {
  if (selected.length === 0) return;
  let box = null;
  for (box of document.querySelectorAll('[data-keeps-selection] input[name=selected]')) {
    box.checked = selected.includes(box.value);
  }
  box?.dispatchEvent(new Event('change', { bubbles: true }));
});

/* The board: a card is shown as on its way until the server has answered; where it ends up is what the server says. */
let dragged = null;

document.addEventListener('dragstart', (event) => {
  dragged = event.target.closest?.('[data-board] [data-ticket]') ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', dragged.dataset.ticket);
  dragged.classList.add('is-dragged');
});
document.addEventListener('dragend', () => {
  dragged?.classList.remove('is-dragged');
  for (const column of document.querySelectorAll('.is-goal')) column.classList.remove('is-goal');
  dragged = null;
});
document.addEventListener('dragover', (event) => {
  const column = goalAt(event.target);
  for (const one of document.querySelectorAll('.is-goal')) if (one !== column) one.classList.remove('is-goal');
  if (!column) return;
  event.preventDefault();
  column.classList.add('is-goal');
});
document.addEventListener('drop', (event) => {
  const column = goalAt(event.target);
  if (!column) return;
  event.preventDefault();
  const card = dragged;
  const button = card.querySelector(`.menu-item[value="${column.dataset.column}"]`);
  card.classList.add('is-moving');
  button.addEventListener('htmx:finally:request', () => card.classList.remove('is-moving'), { once: true });
  button.click();
});

/** The column under the pointer, if the card may go there. */
function goalAt(element) {
  const column = dragged && element.closest?.('[data-column]');
  return column && dragged.dataset.goals.split(' ').includes(column.dataset.column) ? column : null;
}
