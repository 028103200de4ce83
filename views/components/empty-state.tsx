import { Icon, type IconName } from './icons.tsx';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  text: string;
}

/** What stands where nothing is: what it means and what to do. */
export function EmptyState({ icon, title, text }: EmptyStateProps): JSX.Element {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="empty-title" safe>
        {title}
      </p>
      <p safe>{text}</p>
    </div>
  );
}
