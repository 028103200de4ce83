/**
 * The page's one connection: it keeps it alive, tells when it is cut off, and passes on what is said on it. Other parts
 * hear of it by events of the body: `panel:connected`, `panel:tickets`, `panel:notifications`, and `panel:back` when it
 * returns after an outage.
 */
const BEAT_MS = 20_000;
/** Longer without a word from the server than this is a dead connection. */
const SILENCE_MS = 45_000;
/** A connection that is back at once is not worth a word. */
const BANNER_DELAY_MS = 1_000;
const SESSION_ENDED = 4003;

const live = document.getElementById('live');
const banner = document.querySelector('#connection p');
let connection = null;
let lastHeard = 0;
let bannerTimer = 0;
let wasLost = false;
let isLoggingOut = false;

/** Sends a frame; answers whether there was a connection to send it on. */
panel.say = (frame) => {
  if (connection?.socket?.readyState !== WebSocket.OPEN) return false;
  connection.socket.send(JSON.stringify(frame));
  return true;
};

live?.addEventListener('htmx:ws:after:connection', (event) => {
  connection = event.detail.connection;
  lastHeard = performance.now();
  showConnected(true);
  panel.tell('connected');
  if (wasLost) panel.tell('back');
  // What changed while the page was on its way here is told as well.
  else panel.say({ type: 'loaded', ms: Math.round(performance.now()) });
  wasLost = false;
});
live?.addEventListener('htmx:ws:close', (event) => {
  // The page leaves; or the session is over: the server sends this address to the login and back.
  if (event.detail.reason === 'removed' || isLoggingOut) return;
  if (event.detail.code === SESSION_ENDED) location.reload();
  else showConnected(false);
});
live?.addEventListener('htmx:ws:before:message:incoming', (event) => {
  lastHeard = performance.now();
  const topic = /^\{"type":"changed","topic":"(\w+)"\}$/.exec(event.detail.message.data)?.[1];
  if (topic) panel.tell(topic);
});

// The answer to that form may lead on to the sign-in provider: a reload must not come in between.
addEventListener('submit', ({ target }) => {
  isLoggingOut ||= target.getAttribute('action') === '/panel/logout';
});
addEventListener('offline', () => {
  showConnected(false);
  connection?.socket?.close();
});
setInterval(() => {
  if (connection?.socket?.readyState !== WebSocket.OPEN) return;
  if (performance.now() - lastHeard > SILENCE_MS) connection.socket.close();
  else panel.say({ type: 'ping' });
}, BEAT_MS);

function showConnected(isConnected) {
  if (isConnected) {
    clearTimeout(bannerTimer);
    bannerTimer = 0;
    banner.hidden = true;
    return;
  }
  wasLost = true;
  // Once for an outage: every attempt to come back that fails says so again.
  bannerTimer ||= setTimeout(() => {
    banner.hidden = false;
  }, BANNER_DELAY_MS);
}
