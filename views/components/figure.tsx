interface FigureProps {
  label: string;
  /** What it counts, and when. */
  text: string;
  value: string;
  /** What must not be overlooked. */
  note?: string | null;
  isBad?: boolean;
}

/** A number with what it counts. */
export function Figure({ label, text, value, note = null, isBad = false }: FigureProps): JSX.Element {
  return (
    <section class={['figure', isBad && 'is-bad']} aria-label={label}>
      <p class="figure-label" safe>
        {label}
      </p>
      <p class="figure-value" safe>
        {value}
      </p>
      <p class="figure-text">
        {note ? <strong safe>{note}</strong> : ''}
        <span safe>{text}</span>
      </p>
    </section>
  );
}
