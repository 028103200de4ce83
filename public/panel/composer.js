/**
 * Where staff write in the open conversation: the two tabs, drafts that outlive a visit elsewhere, the keys, files, and the
 * assistant's suggestion. What is sent goes through sending.js; the lists of `/` and `@` are picker.js.
 */
const DRAFT = 'panel.draft:';
const UNSENT = 'panel.unsent:';
const LOGGED_OUT = 'panel.logged-out';
const ENTER = 'panel.enter-sends';
/** While somebody writes, the customer is told so no more often than this. */
const TYPING_MS = 3_000;

let shownId = null;
let saidTyping = Number.NEGATIVE_INFINITY;
/** Files that wait to be sent, by the conversation. */
const waiting = new Map();

panel.composer = { refill };

if (document.querySelector('.desk')) {
  setUp();
  document.body.addEventListener('htmx:after:swap', setUp);
  document.addEventListener('click', clicked);
  document.addEventListener('input', typed);
  document.addEventListener('change', changed);
  document.addEventListener('submit', submitted, true);
  document.addEventListener('keydown', pressed);
  document.addEventListener('paste', pasted);
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) document.addEventListener(kind, dragged);
}
// A dialog whose deed is done closes; what it says is on the page.
document.addEventListener('panel:done', () => document.getElementById('deed')?.close());
document.addEventListener(
  'panel:open',
  ({ target }) => {
    if (target.id === 'deed') document.getElementById('deed-body').textContent = target.dataset.loading;
  },
  true,
);

// Nobody who logs in next in this browser finds what the one before had begun to write.
document.addEventListener('submit', ({ target }) => {
  if (!target.action?.endsWith('/panel/logout')) return;
  forget();
  localStorage.setItem(LOGGED_OUT, String(Date.now()));
});
addEventListener('storage', ({ key }) => key === LOGGED_OUT && forget());

function forget() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(DRAFT) || key.startsWith(UNSENT)) sessionStorage.removeItem(key);
  }
}

function composer() {
  return document.querySelector('[data-composer]');
}

function formOf(kind) {
  return document.getElementById(`compose-${kind}`);
}

function fieldOf(form) {
  return form.querySelector('textarea');
}

/** After every swap: another conversation may stand in the pane, or be in somebody else's charge. */
function setUp() {
  const id = composer()?.dataset.composer ?? null;
  if (id !== shownId) {
    shownId = id;
    if (id) restore(id);
  }
  if (id) followCharge();
}

function restore(id) {
  for (const kind of ['reply', 'note']) {
    const field = fieldOf(formOf(kind));
    field.value = sessionStorage.getItem(`${DRAFT}${id}:${kind}`) ?? '';
  }
  for (const box of document.querySelectorAll('[data-enter-sends]')) box.checked = enterSends();
  if (fieldOf(formOf('note')).value && !fieldOf(formOf('reply')).value) show('note');
  listFiles();
}

/** Whether the person may write to the customer, as the notice of who is in charge says; what was typed stays. */
function followCharge() {
  const mine = document.querySelector('[data-charge]')?.dataset.charge === 'mine';
  const form = formOf('reply');
  const field = fieldOf(form);
  if (field.disabled === !mine) return;
  for (const control of form.querySelectorAll('textarea, input[type=file], .compose-foot button')) {
    control.disabled = !mine;
  }
  form.querySelector('[data-cannot]').hidden = mine;
  if (mine && !fieldOf(formOf('note')).value) show('reply');
}

function show(kind) {
  for (const tab of document.querySelectorAll('[data-compose-tab]')) {
    const isChosen = tab.dataset.composeTab === kind;
    tab.setAttribute('aria-selected', String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    document.getElementById(`panel-${tab.dataset.composeTab}`).hidden = !isChosen;
  }
}

function clicked({ target }) {
  const tab = target.closest('[data-compose-tab]');
  if (tab) {
    show(tab.dataset.composeTab);
    const field = fieldOf(formOf(tab.dataset.composeTab));
    if (field.disabled) tab.focus();
    else field.focus();
  }
  const removed = target.closest('[data-remove-file]');
  if (removed) removeFile(Number(removed.dataset.removeFile));
  if (target.closest('[data-suggestion-insert]')) useSuggestion(target.closest('[data-suggestion]'));
  if (target.closest('[data-suggestion-dismiss]')) {
    target.closest('[data-suggestion]').remove();
    fieldOf(formOf('reply')).focus();
  }
}

/** It goes below what is there already, and nowhere else by itself. */
function useSuggestion(card) {
  card.remove();
  refill(card.dataset.suggestion);
}

/** Puts a text into the reply, below what is there. */
function refill(text) {
  show('reply');
  const field = fieldOf(formOf('reply'));
  field.value = field.value.trim() ? `${field.value.trimEnd()}\n\n${text}` : text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
}

function typed({ target }) {
  const form = target.closest?.('[data-compose]');
  if (!form || target.tagName !== 'TEXTAREA') return;
  keep(form);
  if (form.dataset.compose !== 'reply' || !target.value.trim() || performance.now() - saidTyping < TYPING_MS) return;
  if (panel.say({ type: 'typing', conversation: shownId })) saidTyping = performance.now();
}

function keep(form, id = shownId) {
  const key = `${DRAFT}${id}:${form.dataset.compose}`;
  const { value } = fieldOf(form);
  if (value) sessionStorage.setItem(key, value);
  else sessionStorage.removeItem(key);
}

function empty(form, id) {
  fieldOf(form).value = '';
  keep(form, id);
}

function changed({ target }) {
  if (target.matches('[data-enter-sends]')) {
    localStorage.setItem(ENTER, target.checked ? 'on' : 'off');
    for (const box of document.querySelectorAll('[data-enter-sends]')) box.checked = target.checked;
  }
  if (target.matches('[data-file-input]')) {
    addFiles(target.files);
    target.value = '';
  }
}

function enterSends() {
  return localStorage.getItem(ENTER) !== 'off';
}

function pressed(event) {
  if (moveTabs(event)) return;
  const form = event.target.closest?.('[data-compose]');
  if (!form || event.target.tagName !== 'TEXTAREA' || event.isComposing || event.defaultPrevented) return;
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return;
  if (!event.ctrlKey && !event.metaKey && !enterSends()) return;
  event.preventDefault();
  form.requestSubmit();
}

/** The arrows go from tab to tab. */
function moveTabs(event) {
  const tab = event.target.closest?.('[data-compose-tab]');
  if (!tab || !/^(ArrowLeft|ArrowRight|Home|End)$/.test(event.key)) return false;
  event.preventDefault();
  const other = document.querySelector(`[data-compose-tab]:not(#${tab.id})`);
  show(other.dataset.composeTab);
  other.focus();
  return true;
}

function submitted(event) {
  const form = event.target.closest('[data-compose]');
  if (!form) return;
  event.preventDefault();
  if (form.dataset.compose === 'note') void saveNote(form);
  else sendReply(form);
}

/** Each file is a message of its own; the text goes with the first. */
function sendReply(form) {
  const field = fieldOf(form);
  const text = field.value.trim();
  const files = waiting.get(shownId) ?? [];
  if (field.disabled || (!text && files.length === 0)) return;
  if (files.length === 0) panel.sending.send({ conversation: shownId, path: form.getAttribute('action'), text });
  for (const [at, file] of files.entries()) {
    panel.sending.send({ conversation: shownId, path: form.dataset.files, text: at === 0 ? text : '', file });
  }
  waiting.delete(shownId);
  listFiles();
  empty(form);
  field.focus();
}

/** The note that may have arrived or not, and its key. */
let tried = { text: null, key: null };

/** Its text stays until it is known to be saved; a second try of the same words is the same note. */
async function saveNote(form) {
  // By the time that it is saved another conversation may stand in the pane.
  const id = shownId;
  const field = fieldOf(form);
  const problem = form.querySelector('[data-note-problem]');
  if (!field.value.trim() || field.readOnly) return;
  const body = new FormData();
  if (field.value !== tried.text) tried = { text: field.value, key: crypto.randomUUID() };
  body.append('note', field.value);
  body.append('client_id', tried.key);
  field.readOnly = true;
  form.classList.add('htmx-request');
  const { status } = await panel.sending.post(form.getAttribute('action'), body);
  field.readOnly = false;
  form.classList.remove('htmx-request');
  problem.hidden = status === 200;
  if (status === 200) {
    tried = { text: null, key: null };
    empty(form, id);
  }
  if (field.checkVisibility()) field.focus();
}

function addFiles(files) {
  if (fieldOf(formOf('reply')).disabled) return;
  const { maxBytes, tooLarge } = composer().dataset;
  const added = [...files];
  const fitting = added.filter(({ size }) => size <= Number(maxBytes));
  waiting.set(shownId, [...(waiting.get(shownId) ?? []), ...fitting]);
  show('reply');
  listFiles(added.filter((file) => !fitting.includes(file)).map(({ name }) => tooLarge.replace('{name}', () => name)));
  fieldOf(formOf('reply')).focus();
}

function removeFile(at) {
  waiting.get(shownId)?.splice(at, 1);
  listFiles();
  fieldOf(formOf('reply')).focus();
}

function listFiles(problems = []) {
  const list = document.querySelector('[data-files-list]');
  const { remove } = composer().dataset;
  const files = (waiting.get(shownId) ?? []).map(({ name }, at) => {
    const item = document.createElement('li');
    const label = document.createElement('span');
    const button = document.createElement('button');
    label.textContent = name;
    button.type = 'button';
    button.className = 'file-remove';
    button.textContent = '×';
    button.dataset.removeFile = String(at);
    button.setAttribute(
      'aria-label',
      remove.replace('{name}', () => name),
    );
    item.append(label, button);
    return item;
  });
  const wrong = problems.map((text) => {
    const item = document.createElement('li');
    item.className = 'file-wrong';
    item.textContent = text;
    return item;
  });
  list.replaceChildren(...files, ...wrong);
}

function pasted(event) {
  if (!event.target.closest?.('#compose-reply') || !event.clipboardData.files.length) return;
  event.preventDefault();
  addFiles(event.clipboardData.files);
}

/** Over the open conversation, and only where there is somebody to send it to. */
function dragged(event) {
  const place = event.target.closest?.('.talk');
  const form = formOf('reply');
  if (!place || !event.dataTransfer?.types.includes('Files') || fieldOf(form).disabled) return;
  event.preventDefault();
  const isOver = event.type !== 'drop' && (event.type !== 'dragleave' || place.contains(event.relatedTarget));
  if (isOver) show('reply');
  form.classList.toggle('is-over', isOver);
  if (event.type === 'drop') addFiles(event.dataTransfer.files);
}
