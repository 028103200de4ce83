/** Of a letter with Alt, which is free while somebody types; the letter's key, wherever the layout puts the sign. */
export type Shortcut = `alt+${string}`;

export interface ShortcutAttributes {
  'data-shortcut'?: Shortcut;
  'aria-keyshortcuts'?: string;
}

/** `alt+j` as a person reads it: `Alt+J`. */
const keyNames = (shortcut: Shortcut): string =>
  shortcut
    .split('+')
    .map((key) => key.charAt(0).toUpperCase() + key.slice(1))
    .join('+');

/** Marks a button, link or field that the keys press or go to: `<a href="…" {...shortcutFor('alt+j')}>`. */
export const shortcutFor = (shortcut: Shortcut | undefined): ShortcutAttributes =>
  shortcut ? { 'data-shortcut': shortcut, 'aria-keyshortcuts': keyNames(shortcut) } : {};

/** What the tooltip says: `Resolve (Alt+E)`. */
export const tooltipOf = (label: string, shortcut?: Shortcut): string =>
  shortcut ? `${label} (${keyNames(shortcut)})` : label;
