interface Block {
  kind: 'text' | 'bullets' | 'numbers';
  lines: string[];
}

/** An assistant's words: paragraphs, lists and emphasis of Markdown; everything else stays as it was written. */
export function RichText({ text }: { text: string }): JSX.Element {
  return <>{blocksOf(text).map((block) => BlockView({ block }))}</>;
}

function BlockView({ block }: { block: Block }): JSX.Element {
  const items = block.lines.map((line) => (
    <li>
      <Words text={line} />
    </li>
  ));
  if (block.kind === 'bullets') return <ul>{items}</ul>;
  if (block.kind === 'numbers') return <ol>{items}</ol>;
  return (
    <p>
      <Words text={block.lines.join('\n')} />
    </p>
  );
}

function Words({ text }: { text: string }): JSX.Element {
  // Split by two groups: of three parts, the first is plain, the second was bold or the third was emphasised.
  const parts = text.split(/\*\*([^*\n]+)\*\*|\*([^\s*][^*\n]*)\*/);
  return <>{parts.map((part, at) => (part ? Word({ text: part, kind: at % 3 }) : ''))}</>;
}

function Word({ text, kind }: { text: string; kind: number }): JSX.Element {
  if (kind === 1) return <strong safe>{text}</strong>;
  return kind === 2 ? <em safe>{text}</em> : <span safe>{text}</span>;
}

const MARKS = { bullets: /^\s*[-*•]\s+/, numbers: /^\s*\d{1,2}[.)]\s+/, text: /^#{1,6}\s+/ } as const;

/** Lines of one kind that follow each other without an empty one between. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let isFirst = true;
  for (const line of text.split('\n')) {
    const kind = MARKS.bullets.test(line) ? 'bullets' : MARKS.numbers.test(line) ? 'numbers' : 'text';
    const last = blocks.at(-1);
    const words = line.replace(MARKS[kind], '');
    if (!line.trim()) isFirst = true;
    else if (isFirst || last?.kind !== kind) blocks.push({ kind, lines: [words] });
    else last.lines.push(words);
    if (line.trim()) isFirst = false;
  }
  return blocks;
}
