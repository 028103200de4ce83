/** The inbox: it says what it shows, and goes through the list. The open conversation's messages are thread.js. */

/** Rows beyond these leave the page: a page that is open all day must not grow all day. */
const MAX_ROWS = 300;
/** As many ids as a frame of the server's size holds. */
const ROWS_A_FRAME = 50;
const INBOX = 'inbox';
const PHONE = matchMedia('(max-width: 760px)');

const desk = document.querySelector('.desk');
let watched = '';
/** Rows of the list before a swap, and where they stood: what somebody looks at is not to move. */
let rowsBefore = [];

if (desk) {
  const live = document.getElementById('live');
  document.body.addEventListener('panel:connected', watch);
  document.body.addEventListener('htmx:config:request', configure);
  document.addEventListener('htmx:before:history:update', keepOpen);
  document.body.addEventListener('htmx:before:swap', noteRows);
  live?.addEventListener('htmx:ws:before:message:incoming', noteRows);
  live?.addEventListener('htmx:ws:before:message:incoming', removeGone);
  document.body.addEventListener('htmx:after:swap', swapped);
  document.addEventListener('keydown', moveThroughList);
  document.addEventListener('click', clicked);
}

function list() {
  return document.getElementById('conversation-list');
}

function rows() {
  return [...list().children];
}

/** What is empty is left out of the address; the next page begins after the last row that is there. */
function configure({ detail: { ctx } }) {
  const { sourceElement: source, request } = ctx;
  if (source.id === 'inbox-filters') {
    for (const [name, value] of [...request.body]) if (value === '') request.body.delete(name);
  }
  if (source.matches?.('[data-more]')) {
    const last = list().lastElementChild;
    request.body.set('place', last.dataset.order);
    request.body.set('id', last.id.slice('row-'.length));
  }
}

function noteRows() {
  const box = document.querySelector('.inbox-scroll');
  if (!list() || !box) return;
  const top = box.getBoundingClientRect().top;
  const inUse = list().querySelector('li:hover, li:focus-within');
  const shown = rows().filter((row) => row.getBoundingClientRect().bottom > top);
  // At its top, with nobody in it, a list shows what is new.
  const isHeld = box.scrollTop > 0 || inUse;
  const anchors = isHeld ? [...(inUse ? [inUse] : []), ...shown] : [];
  rowsBefore = anchors.map((row) => ({ id: row.id, order: row.dataset.order, y: row.getBoundingClientRect().top }));
}

/** The first of the rows that has not been moved stays where it was. */
function holdRows() {
  for (const { id, order, y } of rowsBefore) {
    const row = document.getElementById(id);
    if (row?.dataset.order !== order) continue;
    const moved = row.getBoundingClientRect().top - y;
    if (moved !== 0) document.querySelector('.inbox-scroll').scrollTop += moved;
    break;
  }
  rowsBefore = [];
}

function swapped({ detail }) {
  if (detail.ctx?.target?.id === INBOX) showFilter();
  if (detail.ctx?.sourceElement?.matches?.('[data-more]')) sayRows();
  markCurrent();
  trimList();
  holdRows();
  if (shownNow() !== watched) {
    const isOther = panel.thread.openedId() !== JSON.parse(watched || '[]')[1];
    watch();
    if (isOther) opened();
  }
}

/** What this page shows: its list and its conversation. */
function shownNow() {
  return JSON.stringify([document.getElementById(INBOX)?.dataset.filter ?? '', panel.thread.openedId()]);
}

/** Tells the server what this page shows and how far it has it. */
function watch() {
  const [filter, conversation] = JSON.parse(shownNow());
  const isSaid = panel.say({ type: 'watch', filter, conversation, ...panel.thread.marks() });
  if (!isSaid) return;
  watched = shownNow();
  sayRows();
  panel.thread.sayRead();
}

/** Tells the server which rows the page has: some came from further down, or have left the list meanwhile. */
function sayRows() {
  const ids = rows().map((row) => row.id.slice('row-'.length));
  for (let at = 0; at < ids.length; at += ROWS_A_FRAME) {
    panel.say({ type: 'rows', conversations: ids.slice(at, at + ROWS_A_FRAME) });
  }
}

/** Another conversation stands in the pane. */
function opened() {
  desk.classList.remove('is-side-open');
  if (PHONE.matches) document.querySelector('#conversation h2')?.focus({ preventScroll: true });
}

function removeGone({ detail }) {
  const text = detail.message.data;
  if (!text.startsWith('{"type":"gone"')) return;
  for (const id of JSON.parse(text).conversations) {
    const row = document.getElementById(`row-${id}`);
    if (!row) continue;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const hadFocus = row.contains(document.activeElement);
    row.remove();
    if (hadFocus) next?.querySelector('a')?.focus({ preventScroll: true });
  }
  holdRows();
}

/** The fields of the filters say what the list shows, whatever was pressed to show it. */
function showFilter() {
  const form = document.getElementById('inbox-filters');
  const fields = new URLSearchParams(document.getElementById(INBOX).dataset.filter);
  for (const field of form.elements) {
    if (!field.name || field === document.activeElement) continue;
    const value = fields.get(field.name) ?? (field.name === 'tab' ? 'all' : '');
    if (field.type === 'checkbox') field.checked = value === field.value;
    else field.value = value;
  }
}

/** The open conversation stays in the address when the list shows others. */
function keepOpen({ detail: { history: action, sourceElement } }) {
  const id = panel.thread.openedId();
  const isList = sourceElement?.getAttribute?.('hx-target') === `#${INBOX}`;
  if (id && isList) action.path = action.path.replace(/^\/panel\/conversations(?=\?|$)/, `/panel/conversations/${id}`);
}

function markCurrent() {
  const id = panel.thread.openedId();
  for (const row of document.querySelectorAll('#conversation-list [data-conversation]')) {
    if (row.dataset.conversation === id) row.setAttribute('aria-current', 'true');
    else row.removeAttribute('aria-current');
  }
}

function trimList() {
  const box = document.querySelector('.inbox-scroll');
  const more = document.querySelector('[data-more]');
  // What was asked for further down stays while somebody is there; and what is taken away must be there to ask for again.
  if (!more || box.scrollTop > 0) return;
  for (const row of rows().slice(MAX_ROWS)) row.remove();
}

function clicked({ target }) {
  const step = target.closest('[data-row-step]')?.dataset.rowStep;
  if (step) openNext(Number(step));
  if (target.closest('[data-side-open]')) showSide(true);
  if (target.closest('[data-side-close]')) showSide(false);
}

/** The conversation after, or before, the one that is open; the first where none is. */
function openNext(step) {
  const all = rows();
  const at = all.findIndex((row) => row.querySelector('[aria-current]'));
  const row = all[at < 0 ? 0 : at + step];
  const link = row?.querySelector('a');
  link?.click();
  link?.scrollIntoView({ block: 'nearest' });
}

/** The third step on a narrow screen: the way back is the button, and the browser's own. */
function showSide(isShown) {
  if (isShown) history.pushState({ ...history.state, side: true }, '');
  else if (history.state?.side) return history.back();
  setSide(isShown);
}

addEventListener(
  'popstate',
  (event) => {
    if (!desk?.classList.contains('is-side-open')) return;
    // The same address: nothing is to be loaded.
    event.stopImmediatePropagation();
    setSide(false);
  },
  { capture: true },
);

function setSide(isShown) {
  desk.classList.toggle('is-side-open', isShown);
  document.querySelector(isShown ? '#customer-side h2' : '[data-side-open]')?.focus({ preventScroll: true });
}

/** The arrows go from row to row. */
function moveThroughList(event) {
  const row = event.target.closest?.('#conversation-list > li');
  if (!row) return;
  const to = {
    ArrowDown: row.nextElementSibling,
    ArrowUp: row.previousElementSibling,
    Home: row.parentElement.firstElementChild,
    End: row.parentElement.lastElementChild,
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to.querySelector('a')?.focus();
}
