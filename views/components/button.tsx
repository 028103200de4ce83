import { Icon, type IconName } from './icons.tsx';
import { type Shortcut, shortcutFor, tooltipOf } from './shortcut.ts';

interface ButtonProps {
  label: string;
  icon?: IconName;
  /** `primary`: the one thing that the page is for. `danger`: what cannot be undone. `quiet`: beside other things. */
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  /** The label is heard and shown as a tooltip only. */
  isIconOnly?: boolean;
  shortcut?: Shortcut;
  /** `submit` sends the form that it stands in. */
  type?: 'button' | 'submit';
  /** Makes it a link. */
  href?: string;
  /** Whatever else the element needs: `hx-post`, `name`, `value`, `popovertarget`, `confirmFirst(…)`. */
  attributes?: Record<string, unknown>;
}

/** A button, or a link that looks like one. */
export function Button(props: ButtonProps): JSX.Element {
  const { label, kind = 'plain', isIconOnly = false, shortcut, type = 'button', href, attributes = {} } = props;
  const shared = {
    class: ['button', `button-${kind}`, isIconOnly && 'button-icon'],
    ...(isIconOnly && { 'aria-label': label }),
    ...((isIconOnly || shortcut) && { title: tooltipOf(label, shortcut) }),
    ...shortcutFor(shortcut),
    ...attributes,
  };
  if (href !== undefined) {
    return (
      <a href={href} {...shared}>
        <Face {...props} />
      </a>
    );
  }
  return (
    <button type={type} {...shared}>
      <Face {...props} />
    </button>
  );
}

function Face({ label, icon, isIconOnly = false }: ButtonProps): JSX.Element {
  return (
    <>
      {icon ? <Icon name={icon} /> : ''}
      {isIconOnly ? '' : <span safe>{label}</span>}
    </>
  );
}

interface Confirmation {
  title: string;
  /** What will happen, and whether it can be undone. */
  text: string;
  /** The button that goes on: the deed, as in `Delete 3 tickets`. */
  action: string;
  isDangerous?: boolean;
}

/** On a form, a link, or whatever htmx sends: asks before it happens. `<form method="post" {...confirmFirst({ … })}>` */
export const confirmFirst = ({ title, text, action, isDangerous = false }: Confirmation) => ({
  'data-confirm': text,
  'data-confirm-title': title,
  'data-confirm-action': action,
  ...(isDangerous && { 'data-confirm-danger': 'true' }),
});
