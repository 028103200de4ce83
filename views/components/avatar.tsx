import { Icon } from './icons.tsx';

interface AvatarProps {
  name: string | null;
  /** Green: the person is who they say they are. */
  isVerified?: boolean;
}

/** The initials of a name in a circle; the name itself stands beside it. */
export function Avatar({ name, isVerified = false }: AvatarProps): JSX.Element {
  const initials = initialsOf(name);
  return (
    <span class={['avatar', isVerified && 'is-verified']} aria-hidden="true">
      {initials ? <span safe>{initials}</span> : <Icon name="person" />}
    </span>
  );
}

/** Of the first and the last word. */
function initialsOf(name: string | null): string {
  const words = (name ?? '').trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
