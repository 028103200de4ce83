/**
 * Turns a reply into DOM nodes. Only a small part of Markdown is understood and nothing is ever parsed as HTML, so that
 * whatever a customer, a model or an article contains stays text.
 */

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const ITEM = /^\s*(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/;
const HEADING = /^#{1,6}\s+(.*)$/;
const TABLE_ROW = /^\s*\|(.*)\|\s*$/;
const TABLE_RULE = /^\s*\|[\s:|-]+\|\s*$/;
const FENCE = /^\s*```/;
/** In order of precedence: code, image, link, bold, italic, bare address. Every class is negated, so none backtracks far. */
const INLINE =
  /`([^`\n]+)`|!\[([^\]\n]*)\]\([^)\s]*\)|\[([^\]\n]+)\]\(([^)\s]+)\)|\*\*([^\n]+?)\*\*|(?<![\w*])\*(?![\s*])([^*\n]+?)(?<!\s)\*(?![\w*])|(?<!\w)_(?!\s)([^_\n]+?)(?<!\s)_(?!\w)|(https?:\/\/[^\s<>"']+)/g;
const TRAILING_PUNCTUATION = /[.,;:!?)\]}»]+$/;

/** Shape: a DocumentFragment of paragraphs, lists, tables and code blocks. */
export function renderMarkdown(text) {
  const fragment = document.createDocumentFragment();
  const lines = String(text ?? '').split(/\r\n|\r|\n/);
  let index = 0;
  while (index < lines.length) index = appendBlock(fragment, lines, index);
  return fragment;
}

/** The address when it is one that may be followed, else null. */
export function safeUrl(raw) {
  const value = String(raw ?? '').trim();
  // Browsers drop tabs and line breaks inside an address, so "java\tscript:" must not reach the parser.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u0020\u007f]/.test(value)) return null;
  try {
    const url = new URL(value);
    return LINK_SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function appendBlock(parent, lines, start) {
  const line = lines[start];
  if (line.trim() === '') return start + 1;
  if (FENCE.test(line)) return appendCode(parent, lines, start + 1);
  if (ITEM.test(line)) return appendList(parent, lines, start);
  if (isTable(lines, start)) return appendTable(parent, lines, start);
  const heading = HEADING.exec(line);
  if (heading) {
    const strong = element('strong');
    appendInline(strong, heading[1]);
    parent.append(element('p', strong));
    return start + 1;
  }
  return appendParagraph(parent, lines, start);
}

function appendCode(parent, lines, start) {
  let end = start;
  while (end < lines.length && !FENCE.test(lines[end])) end += 1;
  parent.append(element('pre', element('code', lines.slice(start, end).join('\n'))));
  return end + 1;
}

function appendList(parent, lines, start) {
  const first = ITEM.exec(lines[start]);
  const list = element(first[1] === undefined ? 'ul' : 'ol');
  if (first[1] !== undefined && first[1] !== '1') list.start = Number(first[1]);
  let index = start;
  while (index < lines.length) {
    const item = ITEM.exec(lines[index]);
    if (!item || (item[1] === undefined) !== (first[1] === undefined)) break;
    const entry = element('li');
    appendInline(entry, item[2]);
    list.append(entry);
    index += 1;
    if (lines[index]?.trim() === '' && ITEM.test(lines[index + 1] ?? '')) index += 1;
  }
  parent.append(list);
  return index;
}

function appendTable(parent, lines, start) {
  const table = element('table', tableRow('th', lines[start]));
  let index = start + 2;
  while (TABLE_ROW.test(lines[index] ?? '')) {
    table.append(tableRow('td', lines[index]));
    index += 1;
  }
  parent.append(table);
  return index;
}

function tableRow(cellName, line) {
  const cells = TABLE_ROW.exec(line)[1].split('|');
  return element('tr', ...cells.map((cell) => marked(cellName, cell.trim())));
}

const isTable = (lines, index) => TABLE_ROW.test(lines[index]) && TABLE_RULE.test(lines[index + 1] ?? '');

function appendParagraph(parent, lines, start) {
  const paragraph = element('p');
  let index = start;
  while (index < lines.length && isPlain(lines[index]) && !isTable(lines, index)) {
    if (index > start) paragraph.append(element('br'));
    appendInline(paragraph, lines[index]);
    index += 1;
  }
  parent.append(paragraph);
  return index;
}

const isPlain = (line) => line.trim() !== '' && !FENCE.test(line) && !ITEM.test(line) && !HEADING.test(line);

function appendInline(parent, text) {
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index < from) continue;
    if (match.index > from) parent.append(text.slice(from, match.index));
    from = match.index + appendMark(parent, match);
  }
  if (from < text.length) parent.append(text.slice(from));
}

/** Appends what the match stands for; answers how many characters of it were used. */
function appendMark(parent, match) {
  const [whole, code, image, label, target, bold, starred, underlined, bare] = match;
  if (code !== undefined) parent.append(element('code', code));
  // A remote picture would tell its host who reads the reply: only its description is shown.
  else if (image !== undefined) parent.append(image);
  else if (label !== undefined) parent.append(link(label, target));
  else if (bold !== undefined) parent.append(marked('strong', bold));
  else if (bare !== undefined) {
    const address = bare.replace(TRAILING_PUNCTUATION, '');
    parent.append(link(address, address));
    return address.length;
  } else parent.append(marked('em', starred ?? underlined));
  return whole.length;
}

function marked(name, text) {
  const node = element(name);
  appendInline(node, text);
  return node;
}

function link(label, target) {
  const href = safeUrl(target);
  if (href === null) return document.createTextNode(label);
  const anchor = element('a', label);
  anchor.href = href;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer nofollow';
  return anchor;
}

function element(name, ...children) {
  const node = document.createElement(name);
  node.append(...children);
  return node;
}
