export interface Section {
  /** Null: what stands before the first heading. */
  title: string | null;
  content: string;
  /** In which it begins, from 1. */
  line: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
/** Characters. What is longer is no heading. */
const MAX_HEADING_LINE = 500;
const UNDERLINE = /^ {0,3}(=+|-+)\s*$/;

interface Heading {
  level: number;
  title: string;
  /** Of the heading, from 0. */
  at: number;
  /** Lines that it takes. */
  lines: number;
}

/** The headings of a Markdown text, those within code left out. */
function headingsOf(lines: readonly string[]): Heading[] {
  const found: Heading[] = [];
  let fence: string | null = null;
  for (const [at, line] of lines.entries()) {
    const mark = FENCE.exec(line)?.[1];
    if (mark) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    if (fence !== null || mark || line.length > MAX_HEADING_LINE) continue;
    const [, marks = '', title = ''] = HEADING.exec(line) ?? [];
    if (marks && title) found.push({ level: marks.length, title: plain(title), at, lines: 1 });
    const under = UNDERLINE.exec(line)?.[1];
    const above = lines[at - 1]?.trim();
    if (
      under &&
      above &&
      above.length <= MAX_HEADING_LINE &&
      !HEADING.test(above) &&
      !/^[-*+>|]|^\d+[.)]/.test(above) &&
      under.length > 1
    ) {
      found.push({ level: under.startsWith('=') ? 1 : 2, title: plain(above), at: at - 1, lines: 2 });
    }
  }
  return found;
}

/** The first heading, where nothing stands before it, and the text without it. */
export function takeTitle(text: string): { title: string | null; body: string; lines: number } {
  const lines = text.split('\n');
  const [first] = headingsOf(lines);
  const isFirst = first !== undefined && lines.slice(0, first.at).every((line) => !line.trim());
  if (!isFirst) return { title: null, body: text, lines: 0 };
  const end = first.at + first.lines;
  return { title: first.title, body: lines.slice(end).join('\n'), lines: end };
}

/**
 * Cuts a text at the highest level of headings of which it has several; at none where it has no such level. What stands
 * before the first of them is a section without a title.
 */
export function splitAtHeadings(text: string): Section[] {
  const lines = text.split('\n');
  const headings = headingsOf(lines);
  const level = [1, 2, 3, 4, 5, 6].find((one) => headings.filter((heading) => heading.level === one).length > 1);
  const cuts = headings.filter((heading) => heading.level === level);
  if (cuts.length === 0) return [{ title: null, content: text.trim(), line: 1 }];
  const sections = cuts.map((cut, index): Section => {
    const end = cuts[index + 1]?.at ?? lines.length;
    const content = lines
      .slice(cut.at + cut.lines, end)
      .join('\n')
      .trim();
    return { title: cut.title, content, line: cut.at + 1 };
  });
  const before = lines.slice(0, cuts[0]?.at).join('\n').trim();
  return before ? [{ title: null, content: before, line: 1 }, ...sections] : sections;
}

/** A heading's words without the marks of emphasis, code and links. */
const plain = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]+([^*_`]+)[*_`]+/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!])/g, '$1')
    .trim();
