/** Who else has the open conversation before their eyes, and who is typing in it. */

/** Nobody types for longer without saying so again. */
const TYPING_MS = 5_000;

let people = [];
let typingTimer = 0;

document.getElementById('live')?.addEventListener('htmx:ws:before:message:incoming', ({ detail }) => {
  const frame = parse(detail.message.data);
  if (!frame || frame.conversation !== panel.thread.openedId()) return;
  if (frame.type === 'viewers') showViewers(frame.people);
  if (frame.type === 'typing') showTyping(frame);
});
document.body.addEventListener('htmx:after:swap', () => {
  const place = document.querySelector('[data-viewers]');
  // A new pane knows nobody yet; the connection tells.
  if (place && !place.dataset.for) {
    place.dataset.for = panel.thread.openedId();
    people = [];
  }
});
// Who has said it no longer types it.
document.getElementById('live')?.addEventListener('htmx:ws:after:message:incoming', ({ detail }) => {
  if (/message-customer/.test(detail.message.data)) endTyping();
});

function parse(data) {
  if (typeof data !== 'string' || !/^\{"type":"(viewers|typing)"/.test(data)) return null;
  return JSON.parse(data);
}

function showViewers(now) {
  people = now;
  const place = document.querySelector('[data-viewers]');
  if (!place) return;
  const text = people.length === 1 ? place.dataset.one : place.dataset.many;
  place.textContent =
    people.length === 0 ? '' : text.replace('{names}', () => people.map(({ name }) => name).join(', '));
}

function showTyping({ from, user }) {
  const place = document.querySelector('[data-typing]');
  if (!place) return;
  const name = people.find(({ id }) => id === user)?.name;
  if (from === 'agent' && !name) return;
  const text = from === 'customer' ? place.dataset.customer : place.dataset.colleague.replace('{name}', () => name);
  if (place.textContent !== text) place.textContent = text;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(endTyping, TYPING_MS);
}

function endTyping() {
  clearTimeout(typingTimer);
  const place = document.querySelector('[data-typing]');
  if (place) place.textContent = '';
}
