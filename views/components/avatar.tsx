import { ownPath } from '../../src/lib/url.ts';
import { Icon } from './icons.tsx';

interface AvatarProps {
  name: string | null;
  /** Green: the person is who they say they are. */
  isVerified?: boolean;
  /** Of the person's picture. */
  url?: string | null;
  isLarge?: boolean;
}

/** A person's picture, or the initials of their name, in a circle; the name itself stands beside it. */
export function Avatar({ name, isVerified = false, url = null, isLarge = false }: AvatarProps): JSX.Element {
  const initials = initialsOf(name);
  const picture = ownPath(url, '');
  return (
    <span class={['avatar', isVerified && 'is-verified', isLarge && 'is-large']} aria-hidden="true">
      {picture ? <img src={picture} alt="" /> : initials ? <span safe>{initials}</span> : <Icon name="person" />}
    </span>
  );
}

/** The address of a member of staff's picture; null where they have none. */
export const avatarUrlOf = ({ id, avatarVersion }: { id: number; avatarVersion: string | null }): string | null =>
  avatarVersion ? `/panel/people/${id}/avatar/${avatarVersion}` : null;

/** The first letters of the first and the last word that begin with one. */
export function initialsOf(name: string | null): string {
  const letters = [...(name ?? '').matchAll(/(?<![^\s])\p{L}/gu)].map(([letter]) => letter);
  return [letters[0] ?? '', letters.length > 1 ? letters.at(-1) : ''].join('').toUpperCase();
}
