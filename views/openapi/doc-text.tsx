/** Paragraphs of Markdown with `code` and **bold**; everything else stays as it was written. */
export function DocText({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p>
          <Words text={paragraph} />
        </p>
      ))}
    </>
  );
}

function Words({ text }: { text: string }): JSX.Element {
  // Split by two groups: of three parts, the first is plain, the second was code or the third was bold.
  const parts = text.split(/`([^`\n]+)`|\*\*([^*\n]+)\*\*/);
  return <>{parts.map((part, at) => (part ? Word({ text: part, kind: at % 3 }) : ''))}</>;
}

function Word({ text, kind }: { text: string; kind: number }): JSX.Element {
  if (kind === 1) return <code safe>{text}</code>;
  return kind === 2 ? <strong safe>{text}</strong> : <span safe>{text}</span>;
}

/** A value as it travels. */
export function Sample({ value }: { value: unknown }): JSX.Element {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <pre class="doc-sample" tabindex="0" lang="es">
      <code safe>{text}</code>
    </pre>
  );
}
