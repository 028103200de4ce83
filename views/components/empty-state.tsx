import { Icon, type IconName } from './icons.tsx';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  text: string;
  /** The button that does what the text says. */
  action?: JSX.Element;
}

/** What stands where nothing is: what it means and what to do. */
export function EmptyState({ icon, title, text, action }: EmptyStateProps): JSX.Element {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title" safe>
        {title}
      </p>
      <p safe>{text}</p>
      {action ? <div class="empty-action">{action}</div> : ''}
    </div>
  );
}
