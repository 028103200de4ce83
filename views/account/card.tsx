interface CardProps {
  id: string;
  title: string;
  text: string | null;
  children: JSX.Element;
}

/** One subject of the account, under its heading. */
export function Card({ id, title, text, children }: CardProps): JSX.Element {
  return (
    <section class="panel-card" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} safe>
        {title}
      </h2>
      {text ? <p safe>{text}</p> : ''}
      {children}
    </section>
  );
}
