/** The list over the field where somebody writes: canned responses after `/`, people of the team after `@`. */
const TRIGGER = { reply: /(^|\s)\/([\p{L}\p{N}_-]*)$/u, note: /(^|\s)@([\p{L}\p{N}._+-]*)$/u };

/** What stands in the lists, or the promise of it, by where it comes from; for as long as the conversation is open. */
let lists = new Map();
let shownId = openId();
let chosen = -1;
/** The field that the list is open for. */
let writing = null;

if (document.querySelector('.desk, [data-picker]')) {
  document.addEventListener('input', ({ target }) => look(target));
  document.addEventListener('click', clicked);
  // Before the field sends by Enter.
  document.addEventListener('keydown', pressed, true);
  document.addEventListener('focusout', ({ target }) => {
    if (target.closest('[data-pick]')) setTimeout(() => isIn(document.activeElement) || close(), 150);
  });
  document.body.addEventListener('htmx:after:swap', () => {
    if (openId() === shownId) return;
    shownId = openId();
    lists = new Map();
    close();
  });
}

function openId() {
  return document.querySelector('[data-composer]')?.dataset.composer ?? null;
}

function box() {
  return document.querySelector('[data-picker]');
}

function isIn(element) {
  return element?.matches('textarea[data-pick], [data-pick] textarea') || box()?.contains(element);
}

/** What stands before the caret, where it asks for the list; null elsewhere. */
function askedIn(field) {
  const source = field.closest?.('[data-pick]');
  if (!source || field.tagName !== 'TEXTAREA' || field.selectionStart !== field.selectionEnd) return null;
  const found = TRIGGER[source.dataset.pickKind].exec(field.value.slice(0, field.selectionStart));
  return found && { source, field, words: fold(found[2]), length: found[2].length + 1 };
}

/** With every letter the list is at once as it is to be: a key that follows chooses from what is asked for now. */
async function look(field) {
  const asked = field.closest?.('[data-pick]') ? askedIn(field) : null;
  if (!asked) {
    if (isIn(field)) close();
    return;
  }
  let options = listOf(asked.source);
  if (options instanceof Promise) {
    close();
    options = await options;
  }
  // Somebody went on typing while the list was fetched, or opened another conversation.
  const now = field.isConnected ? askedIn(field) : null;
  if (options === null || !now) return close();
  const fitting = options.filter(({ dataset }) =>
    now.words.split(' ').every((word) => fold(dataset.words).includes(word)),
  );
  fitting.sort((left, right) => rank(right, now.words) - rank(left, now.words));
  open(now, fitting);
}

function rank({ dataset }, words) {
  return fold(dataset.key).startsWith(words) ? 1 : 0;
}

/** The options; the promise of them, or of null, while they are fetched. */
function listOf({ dataset: { pick } }) {
  const known = lists;
  if (!known.has(pick)) {
    known.set(
      pick,
      fetchOptions(pick).then((options) => {
        if (options) known.set(pick, options);
        else known.delete(pick);
        return options;
      }),
    );
  }
  return known.get(pick);
}

async function fetchOptions(path) {
  try {
    const answer = await fetch(path, { headers: { 'hx-request': 'true', 'hx-current-url': location.href } });
    if (!answer.ok) return null;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    return [...template.content.children];
  } catch {
    return null;
  }
}

function open({ source, field }, options) {
  const place = box();
  const list = place.querySelector('[data-picker-list]');
  const kind = source.dataset.pickKind;
  writing = field;
  list.replaceChildren(...options);
  list.setAttribute('aria-label', kind === 'reply' ? list.dataset.labelReply : list.dataset.labelNote);
  list.hidden = options.length === 0;
  place.querySelector('[data-picker-manage]').hidden = kind !== 'reply';
  place.querySelector('[data-picker-none]').hidden = options.length > 0;
  place.querySelector('[data-picker-count]').textContent = place.dataset.count.replace('{n}', options.length);
  place.hidden = false;
  field.setAttribute('aria-controls', list.id);
  choose(options.length > 0 ? 0 : -1);
}

function close() {
  const place = box();
  if (!place || place.hidden) return;
  place.hidden = true;
  chosen = -1;
  writing?.removeAttribute('aria-activedescendant');
  writing?.removeAttribute('aria-controls');
}

function items() {
  return [...box().querySelectorAll('[role=option]')];
}

function choose(at) {
  chosen = at;
  for (const [place, item] of items().entries()) item.setAttribute('aria-selected', String(place === at));
  const item = items()[at];
  if (!item) return writing.removeAttribute('aria-activedescendant');
  writing.setAttribute('aria-activedescendant', item.id);
  const list = item.parentElement;
  if (item.offsetTop < list.scrollTop) list.scrollTop = item.offsetTop;
  const below = item.offsetTop + item.offsetHeight - list.clientHeight;
  if (below > list.scrollTop) list.scrollTop = below;
}

function pressed(event) {
  const place = box();
  if (!place || place.hidden || !isIn(event.target) || event.isComposing) return;
  const count = items().length;
  if (event.key === 'Escape') close();
  else if (count === 0) return;
  else if (event.key === 'ArrowDown') choose((chosen + 1) % count);
  else if (event.key === 'ArrowUp') choose((chosen + count - 1) % count);
  else if (event.key === 'Enter' || event.key === 'Tab') put(items()[chosen]);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** In place of what asked for it. */
function put(option) {
  const field = writing;
  const asked = askedIn(field);
  close();
  if (!option || !asked) return;
  const end = field.selectionStart;
  field.setRangeText(option.dataset.insert, end - asked.length, end, 'end');
  field.focus();
  field.dispatchEvent(new Event('input', { bubbles: true }));
  close();
}

function clicked({ target }) {
  const option = target.closest('[data-picker] [role=option]');
  if (option) put(option);
  if (!target.closest('[data-pick-open]')) return;
  const field = target.closest('[data-pick]').querySelector('textarea');
  const before = field.value.slice(0, field.selectionStart);
  field.focus();
  field.setRangeText(before && !/\s$/.test(before) ? ' /' : '/', field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

function fold(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
