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

/** The first letters of the first and the last word that begin with one. */
export function initialsOf(name: string | null): string {
  const letters = [...(name ?? '').matchAll(/(?<![^\s])\p{L}/gu)].map(([letter]) => letter);
  return [letters[0] ?? '', letters.length > 1 ? letters.at(-1) : ''].join('').toUpperCase();
}
