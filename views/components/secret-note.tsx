import { Button } from './button.tsx';

interface SecretNoteProps {
  title: string;
  text: string;
  /** What is shown this once. */
  secret: string;
  /** What else has to be known. */
  note?: string | null;
  next: { label: string; path: string };
  /** Of the element, which stands where the form stood. */
  id: string;
}

/** A secret on the one occasion that it is shown. */
export function SecretNote({ title, text, secret, note = null, next, id }: SecretNoteProps): JSX.Element {
  return (
    <section id={id} class="secret" role="status" aria-label={title}>
      <h2 safe>{title}</h2>
      <p safe>{text}</p>
      <p>
        <code data-secret safe>
          {secret}
        </code>
      </p>
      {note ? (
        <p class="hint" safe>
          {note}
        </p>
      ) : (
        ''
      )}
      <p>
        <Button label={next.label} href={next.path} kind="primary" />
      </p>
    </section>
  );
}
