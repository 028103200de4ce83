import { Icon } from './icons.tsx';

/** What a form that led here has done; nothing for null. */
export function DoneNote({ text }: { text: string | null }): JSX.Element {
  if (!text) return '';
  return (
    <p class="done-note" role="status">
      <Icon name="check" />
      <span safe>{text}</span>
    </p>
  );
}
