/**
 * Keys. Whatever carries `data-shortcut="alt+j"` is pressed (or, a field, gone to) by that key while it can be seen; the
 * shortcuts' dialog lists what the page marks. `?` can be turned off there.
 */
const OFF = 'panel.single-key';

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  const action = isQuickSearch(event)
    ? () => panel.open('search')
    : isHelp(event)
      ? () => panel.open('shortcuts')
      : shortcutAction(event);
  if (action) {
    event.preventDefault();
    action();
  } else if (/^(Arrow(Up|Down)|Home|End)$/.test(event.key)) {
    moveInMenu(event);
  }
});

function isQuickSearch({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const isModified = panel.isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return isModified && !altKey && !shiftKey && key.toLowerCase() === 'k' && !document.querySelector('dialog:modal');
}

function isHelp({ key, ctrlKey, metaKey, altKey, target }) {
  const isPlain = key === '?' && !ctrlKey && !metaKey && !altKey && !panel.isTyping(target);
  return isPlain && isSingleKeyOn() && !document.querySelector('dialog:modal');
}

function shortcutAction(event) {
  const { altKey, ctrlKey, metaKey, shiftKey, target } = event;
  if (!altKey || ctrlKey || metaKey || shiftKey || event.getModifierState('AltGraph')) return null;
  // There the key with Alt writes a letter or an accent.
  if (panel.isMac && panel.isTyping(target)) return null;
  const letter = letterOf(event);
  const element = letter && shown().find(({ dataset }) => dataset.shortcut === `alt+${letter}`);
  if (!element) return null;
  return () => (panel.isTyping(element) ? element.focus() : element.click());
}

/** As the layout has it; where Alt makes another sign of it, as the key stands. */
function letterOf({ key, code }) {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase();
}

/** What can be pressed now: in the dialog that is open, or else on the page. */
function shown() {
  const place = document.querySelector('dialog:modal') ?? document;
  return [...place.querySelectorAll('[data-shortcut]')].filter(
    (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled,
  );
}

/** The arrows go through what an open menu holds. */
function moveInMenu(event) {
  const menu = event.target.closest?.('[data-menu]:popover-open') ?? openedMenuOf(event.target);
  if (!menu || panel.isTyping(event.target)) return;
  const items = [...menu.querySelectorAll('a[href], button:not(:disabled)')];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

function openedMenuOf(target) {
  const id = target.getAttribute?.('popovertarget');
  return id ? document.querySelector(`#${CSS.escape(id)}[data-menu]:popover-open`) : null;
}

const help = document.getElementById('shortcuts');
const singleKey = help?.querySelector('[data-single-key]');

help?.addEventListener('panel:open', () => {
  const section = help.querySelector('[data-page-shortcuts]');
  const keys = new Map();
  for (const element of document.querySelectorAll('[data-shortcut]')) {
    if (!element.closest('dialog')) keys.set(element.dataset.shortcut, labelOf(element));
  }
  section.hidden = keys.size === 0;
  section.querySelector('dl').replaceChildren(...[...keys].map(([keys, label]) => line(keys, label)));
  singleKey.checked = isSingleKeyOn();
});
singleKey?.addEventListener('change', () => {
  if (singleKey.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'off');
});
for (const key of document.querySelectorAll('kbd[data-key="mod+k"]')) if (panel.isMac) key.textContent = '⌘ K';

function isSingleKeyOn() {
  return localStorage.getItem(OFF) === null;
}

function labelOf(element) {
  const own = element.getAttribute('aria-label') ?? element.dataset.shortcutLabel;
  return (own ?? element.labels?.[0]?.textContent ?? element.textContent).trim();
}

function line(keys, label) {
  const row = document.createElement('div');
  const term = document.createElement('dt');
  const description = document.createElement('dd');
  const key = document.createElement('kbd');
  term.textContent = label;
  const [, letter] = keys.split('+');
  key.textContent = `${panel.isMac ? '⌥' : 'Alt'} ${letter.toUpperCase()}`;
  description.append(key);
  row.append(term, description);
  return row;
}
