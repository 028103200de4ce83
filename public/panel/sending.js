/**
 * Messages on their way to the customer. Each stands among the others at once and says how far it is: on its way, not
 * sent, or, once the server has it, as itself. What fails keeps its text, here and over a visit elsewhere; its key makes
 * sure that a second try is no second message.
 */
const UNSENT = 'panel.unsent:';
const TIMEOUT_MS = 60_000;

/** By their key, in the order in which they were written. */
const pending = new Map();
let work = Promise.resolve();
let shownId = null;

panel.sending = { send, post };

if (document.querySelector('.desk')) {
  document.body.addEventListener('htmx:after:swap', settle);
  document.addEventListener('click', ({ target }) => {
    const item = target.closest('[data-pending]');
    if (item && target.closest('[data-retry]')) retry(pending.get(item.dataset.pending));
    if (item && target.closest('[data-edit]')) edit(pending.get(item.dataset.pending));
  });
  settle();
}

function send({ conversation, path, text, file = null }) {
  const message = { key: crypto.randomUUID(), conversation, path, text, file, state: 'sending', progress: 0 };
  pending.set(message.key, message);
  store(conversation);
  settle();
  toEnd();
  enqueue(message);
}

/** One after another, so that they stand in the order in which they were written. */
function enqueue(message) {
  work = work.then(() => deliver(message));
}

async function deliver(message) {
  if (!pending.has(message.key)) return;
  const body = new FormData();
  if (message.text || !message.file) body.append('message', message.text);
  body.append('client_id', message.key);
  if (message.file) body.append('file', message.file);
  const { status } = await post(message.path, body, (progress) => {
    message.progress = progress;
    draw(message);
  });
  if (status === 200) {
    forget(message);
    return;
  }
  message.state = 'failed';
  draw(message);
  toEnd();
}

function retry(message) {
  message.state = 'sending';
  draw(message);
  enqueue(message);
}

function edit(message) {
  forget(message);
  panel.composer.refill(message.text);
}

function forget(message) {
  pending.delete(message.key);
  itemOf(message)?.remove();
  store(message.conversation);
}

/** Files cannot be kept; the text that went with one can. */
function store(conversation) {
  const texts = [...pending.values()]
    .filter((message) => message.conversation === conversation && message.text)
    .map(({ key, path, text, file }) => ({ key, path: file ? null : path, text }));
  if (texts.length > 0) sessionStorage.setItem(UNSENT + conversation, JSON.stringify(texts));
  else sessionStorage.removeItem(UNSENT + conversation);
}

/** What was on its way when the page was left: it may have arrived or not, and a second try finds out. */
function restore(conversation) {
  const path = document.getElementById('compose-reply').getAttribute('action');
  for (const { key, text } of JSON.parse(sessionStorage.getItem(UNSENT + conversation) ?? '[]')) {
    if (pending.has(key)) continue;
    pending.set(key, { key, conversation, path, text, file: null, state: 'failed', progress: 0 });
  }
}

/** After every swap: what has arrived goes, and the rest stands where it belongs. */
function settle() {
  const id = document.querySelector('[data-composer]')?.dataset.composer ?? null;
  if (id && id !== shownId) restore(id);
  shownId = id;
  for (const message of pending.values()) {
    if (message.conversation !== id) continue;
    if (document.querySelector(`[data-thread] [data-client="${message.key}"]`)) forget(message);
    else draw(message);
  }
}

function itemOf({ key }) {
  return document.querySelector(`[data-pending="${key}"]`);
}

function draw(message) {
  const list = document.querySelector('[data-thread] ol');
  if (message.conversation !== shownId || !list) return;
  const item = itemOf(message) ?? newItem(message, list);
  const { state, progress, file } = message;
  const words = item.querySelector('.pending-state');
  const isFailed = state === 'failed';
  item.classList.toggle('is-failed', isFailed);
  if (words.textContent !== words.dataset[state]) words.textContent = words.dataset[state];
  item.querySelector('.pending-actions').hidden = !isFailed;
  const bar = item.querySelector('progress');
  bar.hidden = !file || isFailed;
  bar.value = progress;
}

function newItem(message, list) {
  const template = document.querySelector('[data-pending-template]');
  const item = template.content.firstElementChild.cloneNode(true);
  item.dataset.pending = message.key;
  item.querySelector('[data-pending-text]').textContent = message.text;
  item.querySelector('.message-text').hidden = !message.text;
  if (message.file) {
    const name = item.querySelector('[data-pending-file]');
    const { progress } = document.querySelector('[data-composer]').dataset;
    name.textContent = message.file.name;
    name.hidden = false;
    item.querySelector('progress').setAttribute(
      'aria-label',
      progress.replace('{name}', () => message.file.name),
    );
  }
  list.append(item);
  return item;
}

function toEnd() {
  const thread = document.querySelector('[data-thread]');
  if (thread) thread.scrollTop = thread.scrollHeight;
}

/**
 * Posts a form and puts what is answered in its places, also where it was refused. Answers the status; 0 where there was
 * no answer.
 */
function post(path, body, onProgress = () => {}) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.timeout = TIMEOUT_MS;
    request.setRequestHeader('HX-Request', 'true');
    request.setRequestHeader('HX-Current-URL', location.href);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () => {
      const login = request.getResponseHeader('HX-Redirect');
      if (login) location.href = login;
      else
        void htmx.swap({
          text: request.responseText,
          target: document.body,
          sourceElement: document.body,
          swap: 'none',
        });
      resolve({ status: login ? 401 : request.status });
    };
    request.onerror = () => resolve({ status: 0 });
    request.ontimeout = request.onerror;
    request.onabort = request.onerror;
    request.send(body);
  });
}
