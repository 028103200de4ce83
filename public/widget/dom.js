/** Small helpers that build DOM nodes; nothing here takes HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a 24 by 24 grid, drawn with a round stroke. */
const ICONS = {
  chat: [
    'M20 11.5a7.5 7.5 0 0 1-11 6.6L4 19.5l1.4-4.6A7.5 7.5 0 1 1 20 11.5Z',
    'M9 11.5h.01M12.5 11.5h.01M16 11.5h.01',
  ],
  close: ['M6 6l12 12M18 6 6 18'],
  download: ['M12 4v11M7.5 11 12 15.5 16.5 11', 'M5 19.5h14'],
  end: ['M10 4.5H6.5A1.5 1.5 0 0 0 5 6v12a1.5 1.5 0 0 0 1.5 1.5H10', 'M15 8l4 4-4 4M18.5 12H10'],
  send: ['M5 12 4 5l16.5 7L4 19l1-7Zm0 0h7'],
  clip: ['m19.5 11.5-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3 3 0 0 1 4.3 4.3l-8 8a1.5 1.5 0 0 1-2.1-2.2l7-7'],
  person: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z', 'M5 20a7 7 0 0 1 14 0'],
  up: ['M7 10.5v9H4v-9h3Zm0 0 4-7a2.3 2.3 0 0 1 2.2 2.9L12.5 9H18a2 2 0 0 1 2 2.4l-1.2 6.4a2 2 0 0 1-2 1.7H7'],
  file: [
    'M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5Z',
    'M13.5 3.5v5h5',
  ],
  star: ['m12 4 2.4 5.1 5.6.7-4.1 3.9 1.1 5.5L12 16.5l-5 2.7 1.1-5.5L4 9.8l5.6-.7L12 4Z'],
  book: ['M5 5.5A1.5 1.5 0 0 1 6.5 4H19v13H6.5A1.5 1.5 0 0 0 5 18.5Zm0 13A1.5 1.5 0 0 0 6.5 20H19v-3'],
};

/** `props`: `class`, `text`, `on` ({event: handler}); all else is set as a property, or as an attribute when it has a dash. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'class') node.className = value;
    else if (name === 'text') node.textContent = value;
    else if (name === 'on') for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === 'role' || name.includes('-')) node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  for (const d of ICONS[name]) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}

/** A button that shows an icon and says its label. */
export function iconButton(name, className, onClick) {
  return h('button', { type: 'button', class: className, on: { click: onClick } }, icon(name));
}

/** A picture in the place of the icon; the icon where there is none. */
export function showPicture(node, url, iconName) {
  const shown = url ?? iconName;
  if (node.dataset.shown === shown) return;
  node.dataset.shown = shown;
  node.replaceChildren(url ? h('img', { src: url, alt: '' }) : icon(iconName));
}

/** Gives a control its name for screen readers and its tooltip. */
export function label(node, text) {
  if (node.getAttribute('aria-label') === text) return;
  node.setAttribute('aria-label', text);
  node.title = text;
}

/** Writes only what differs, so that a live region stays silent otherwise. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
