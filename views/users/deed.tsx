import { confirmFirst } from '../components/button.tsx';

interface DeedProps {
  path: string;
  text: string;
  confirmation: Parameters<typeof confirmFirst>[0] | null;
  /** The button. */
  children: JSX.Element;
}

/** A button with what it does; what goes wrong becomes a toast. */
export function Deed({ path, text, confirmation, children }: DeedProps): JSX.Element {
  return (
    <form class="deed" method="post" action={path} hx-post={path} {...(confirmation && confirmFirst(confirmation))}>
      {children}
      <p class="hint" safe>
        {text}
      </p>
    </form>
  );
}
