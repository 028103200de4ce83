/** The page's part of being live: it says what it shows, keeps the end of the talk in view and tells when it is cut off. */

const BEAT_MS = 20_000;
/** Longer without a word from the server than this is a dead connection. */
const SILENCE_MS = 45_000;
/** A connection that is back at once is not worth a word. */
const BANNER_DELAY_MS = 1_000;
/** Nearer to the end than this the reader follows what comes. */
const NEAR_END_PX = 80;
/** Rows beyond these leave the page: a page that is open all day must not grow all day. */
const MAX_ROWS = 300;
const SESSION_ENDED = 4003;
const PHONE = matchMedia('(max-width: 760px)');

const live = document.getElementById('live');
const banner = document.querySelector('#connection p');
let connection = null;
let lastHeard = 0;
let bannerTimer = 0;
let isFollowing = true;

live?.addEventListener('htmx:ws:after:connection', (event) => {
  connection = event.detail.connection;
  lastHeard = performance.now();
  showConnected(true);
  watch();
});
live?.addEventListener('htmx:ws:close', (event) => {
  // The page leaves; or the session is over: the server sends this address to the login and back.
  if (event.detail.reason === 'removed') return;
  if (event.detail.code === SESSION_ENDED) location.reload();
  else showConnected(false);
});
live?.addEventListener('htmx:ws:before:message:incoming', () => {
  lastHeard = performance.now();
  isFollowing = isAtEnd();
});
document.body.addEventListener('htmx:before:swap', () => {
  isFollowing = isAtEnd();
});
document.body.addEventListener('htmx:after:swap', () => {
  markCurrent();
  trimList();
  if (openedId() !== watchedId) opened();
  else followEnd();
});

addEventListener('offline', () => {
  showConnected(false);
  connection?.socket?.close();
});
addEventListener('visibilitychange', () => sayRead());
setInterval(() => {
  if (!connection || connection.socket?.readyState !== WebSocket.OPEN) return;
  if (performance.now() - lastHeard > SILENCE_MS) connection.socket.close();
  else say({ type: 'ping' });
}, BEAT_MS);

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-new-below]')) toEnd();
});
document.addEventListener('keydown', moveThroughList);
document.addEventListener('scroll', onScroll, { capture: true, passive: true });

let watchedId = openedId();
let readSeq = 0;
toEnd();

/** Tells the server what this page shows and how far it has it. */
function watch() {
  watchedId = openedId();
  say({
    type: 'watch',
    filter: document.getElementById('conversation-list')?.dataset.filter ?? 'open',
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
  if (say({ type: 'read', conversation: watchedId, seq })) readSeq = seq;
}

function say(frame) {
  if (connection?.socket?.readyState !== WebSocket.OPEN) return false;
  connection.socket.send(JSON.stringify(frame));
  return true;
}

function showConnected(isConnected) {
  if (isConnected) {
    clearTimeout(bannerTimer);
    bannerTimer = 0;
    banner.hidden = true;
    return;
  }
  // Once for an outage: every attempt to come back that fails says so again.
  bannerTimer ||= setTimeout(() => {
    banner.hidden = false;
  }, BANNER_DELAY_MS);
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
  const list = row.parentElement;
  const to = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: list.firstElementChild,
    End: list.lastElementChild,
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to.querySelector('a')?.focus();
}
