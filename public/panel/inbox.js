/** The inbox: it says what it shows, and goes through the list. The open conversation's messages are thread.js. */

/** Rows beyond these leave the page: a page that is open all day must not grow all day. */
const MAX_ROWS = 300;
const PHONE = matchMedia('(max-width: 760px)');

const list = document.getElementById('conversation-list');
let watchedId = panel.thread.openedId();

if (list) {
  document.body.addEventListener('panel:connected', watch);
  document.body.addEventListener('htmx:after:swap', swapped);
  document.addEventListener('keydown', moveThroughList);
}

function swapped() {
  markCurrent();
  trimList();
  if (panel.thread.openedId() !== watchedId) opened();
}

/** Tells the server what this page shows and how far it has it. */
function watch() {
  watchedId = panel.thread.openedId();
  panel.say({ type: 'watch', filter: list.dataset.filter, conversation: watchedId, ...panel.thread.marks() });
  panel.thread.sayRead();
}

/** Another conversation stands in the pane. */
function opened() {
  watch();
  if (PHONE.matches) document.querySelector('#conversation h2')?.focus({ preventScroll: true });
}

function markCurrent() {
  const id = panel.thread.openedId();
  for (const row of document.querySelectorAll('#conversation-list [data-conversation]')) {
    if (row.dataset.conversation === id) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

function trimList() {
  const rows = document.querySelectorAll('#conversation-list > li');
  for (const row of [...rows].slice(MAX_ROWS)) row.remove();
}

/** The arrows go from row to row. */
function moveThroughList(event) {
  const row = event.target.closest?.('#conversation-list > li');
  if (!row) return;
  const rows = row.parentElement;
  const to = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: rows.firstElementChild,
    End: rows.lastElementChild,
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to.querySelector('a')?.focus();
}
