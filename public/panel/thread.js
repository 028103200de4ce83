/** The messages of the open conversation: how far they were read, the end kept in view, and nothing that jumps. */

/** Nearer to the end than this the reader follows what comes. */
const NEAR_END_PX = 80;

let isFollowing = true;
let openId = null;
let readSeq = 0;
/** What stood at the top before earlier messages came in above it, and where. */
let anchor = null;

panel.thread = { openedId, marks, sayRead };

if (document.querySelector('.desk')) {
  document.body.addEventListener('htmx:before:swap', notePlace);
  document.getElementById('live')?.addEventListener('htmx:ws:before:message:incoming', notePlace);
  document.body.addEventListener('htmx:after:swap', swapped);
  addEventListener('visibilitychange', sayRead);
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  document.addEventListener('click', ({ target }) => {
    if (target.closest('[data-new-below]')) toEnd();
  });
  openId = openedId();
  toStart();
}

function openedId() {
  return document.getElementById('conversation')?.dataset.conversation ?? null;
}

/** Up to where this page has the conversation: its last message, note and change, or those that it was opened with. */
function marks() {
  const opened = thread()?.dataset ?? {};
  const last = (kind, least = 0) =>
    Math.max(
      least,
      ...[...document.querySelectorAll(`[data-thread] [data-${kind}]`)].map(({ dataset }) => dataset[kind]),
    );
  return {
    after_seq: last('seq'),
    after_note: last('note', opened.lastNote),
    after_change: last('change', opened.lastChange),
  };
}

/** What stands at the end of a page that somebody looks at has been read. */
function sayRead() {
  const seq = marks().after_seq;
  if (!openId || document.hidden || !isAtEnd() || seq <= readSeq) return;
  if (panel.say({ type: 'read', conversation: openId, seq })) readSeq = seq;
}

function notePlace() {
  isFollowing = isAtEnd();
  const box = thread();
  const first =
    box && [...box.querySelectorAll('[data-seq]')].find((item) => item.getBoundingClientRect().bottom > top(box));
  anchor = first && { id: first.id, y: first.getBoundingClientRect().top };
}

function swapped() {
  if (openedId() !== openId) {
    openId = openedId();
    readSeq = 0;
    toStart();
  } else if (isFollowing) {
    toEnd();
  } else {
    holdPlace();
    if (marks().after_seq > readSeq) showNewBelow(true);
  }
  sayRead();
}

/** At what is new, where that does not fit above the end; else at the end. */
function toStart() {
  isFollowing = true;
  toEnd();
  const box = thread();
  const divider = box?.querySelector('.new-divider');
  // Not into view by the browser's means: that would move what lies around the messages, too.
  const above = divider ? top(box) - divider.getBoundingClientRect().top : 0;
  if (above > 0) box.scrollTop -= above;
}

/** What was read stays where it was, whatever came in above it. */
function holdPlace() {
  const item = anchor && document.getElementById(anchor.id);
  if (item) thread().scrollTop += item.getBoundingClientRect().top - anchor.y;
}

function isAtEnd() {
  const box = thread();
  return !box || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
}

function toEnd() {
  const box = thread();
  if (box) box.scrollTop = box.scrollHeight;
  showNewBelow(false);
}

function showNewBelow(isShown) {
  const button = document.querySelector('[data-new-below]');
  if (button) button.hidden = !isShown;
}

function onScroll({ target }) {
  if (!target.matches?.('[data-thread]') || !isAtEnd()) return;
  showNewBelow(false);
  sayRead();
}

function thread() {
  return document.querySelector('[data-thread]');
}

function top(box) {
  return box.getBoundingClientRect().top;
}
