/** The inbox: it says what it shows and how far it was read, and keeps the end of the talk in view. */

/** Nearer to the end than this the reader follows what comes. */
const NEAR_END_PX = 80;
/** Rows beyond these leave the page: a page that is open all day must not grow all day. */
const MAX_ROWS = 300;
const PHONE = matchMedia('(max-width: 760px)');

const list = document.getElementById('conversation-list');
let isFollowing = true;
let watchedId = openedId();
let readSeq = 0;

if (list) {
  document.body.addEventListener('panel:connected', watch);
  document.getElementById('live')?.addEventListener('htmx:ws:before:message:incoming', noteFollowing);
  document.body.addEventListener('htmx:before:swap', noteFollowing);
  document.body.addEventListener('htmx:after:swap', swapped);
  addEventListener('visibilitychange', () => sayRead());
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-new-below]')) toEnd();
  });
  document.addEventListener('keydown', moveThroughList);
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  toEnd();
}

function noteFollowing() {
  isFollowing = isAtEnd();
}

function swapped() {
  markCurrent();
  trimList();
  if (openedId() !== watchedId) opened();
  else followEnd();
}

/** Tells the server what this page shows and how far it has it. */
function watch() {
  watchedId = openedId();
  panel.say({
    type: 'watch',
    filter: list.dataset.filter,
    conversation: watchedId,
    after_seq: lastSeq(),
  });
  sayRead();
}

/** Another conversation stands in the pane. */
function opened() {
  readSeq = 0;
  isFollowing = true;
  toEnd();
  watch();
  if (PHONE.matches) document.querySelector('#conversation h2')?.focus({ preventScroll: true });
}

function followEnd() {
  if (isFollowing) toEnd();
  else if (lastSeq() > readSeq) showNewBelow(true);
  sayRead();
}

/** What stands at the end of a page that somebody looks at has been read. */
function sayRead() {
  const seq = lastSeq();
  if (!watchedId || document.hidden || !isAtEnd() || seq <= readSeq) return;
  if (panel.say({ type: 'read', conversation: watchedId, seq })) readSeq = seq;
}

function markCurrent() {
  const id = openedId();
  for (const row of document.querySelectorAll('#conversation-list [data-conversation]')) {
    if (row.dataset.conversation === id) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

function trimList() {
  const rows = document.querySelectorAll('#conversation-list > li');
  for (const row of [...rows].slice(MAX_ROWS)) row.remove();
}

function openedId() {
  return document.getElementById('conversation')?.dataset.conversation ?? null;
}

function lastSeq() {
  return Number(document.querySelector('[data-thread] ol > :last-child')?.dataset.order ?? 0);
}

function isAtEnd() {
  const thread = document.querySelector('[data-thread]');
  return !thread || thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR_END_PX;
}

function toEnd() {
  const thread = document.querySelector('[data-thread]');
  if (thread) thread.scrollTop = thread.scrollHeight;
  showNewBelow(false);
}

function showNewBelow(isShown) {
  const button = document.querySelector('[data-new-below]');
  if (button) button.hidden = !isShown;
}

function onScroll(event) {
  if (!event.target.matches?.('[data-thread]') || !isAtEnd()) return;
  showNewBelow(false);
  sayRead();
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
