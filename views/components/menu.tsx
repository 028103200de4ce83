import { Icon, type IconName } from './icons.tsx';

interface MenuProps {
  /** Unique on the page. */
  id: string;
  label: string;
  icon?: IconName;
  /** The label is heard and shown as a tooltip only. */
  isIconOnly?: boolean;
  /** Buttons, links, forms: what can be chosen. The arrows go through them. */
  children: JSX.Element;
}

/** A button that opens a list of things to choose: the browser closes it, gives the focus back and keeps it on top. */
export function Menu({ id, label, icon, isIconOnly = false, children }: MenuProps): JSX.Element {
  return (
    <>
      <button
        type="button"
        class={['button', 'button-quiet', isIconOnly && 'button-icon']}
        popovertarget={id}
        aria-haspopup="true"
        {...(isIconOnly && { 'aria-label': label, title: label })}
      >
        {icon ? <Icon name={icon} /> : ''}
        {isIconOnly ? '' : <span safe>{label}</span>}
        {isIconOnly ? '' : <Icon name="chevron" />}
      </button>
      <div id={id} class="popover menu" popover="auto" data-menu>
        {children}
      </div>
    </>
  );
}
