import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';
import { Piece } from './piece.tsx';

/** The id of the region that every page of the panel has. */
export const TOASTS_ID = 'toasts';

interface ToastProps {
  title: string;
  text?: string | null;
  /** `done` goes by itself; `urgent` and `failed` interrupt, and stay until they are dismissed. */
  kind?: 'done' | 'news' | 'urgent' | 'failed';
  /** Whether it stays until it is dismissed, though it does not interrupt. */
  stays?: boolean;
  /** Where it leads, a path of our own. */
  path?: string | null;
  language: Language;
}

/** A word about something that has happened, over the page. */
export function Toast({
  title,
  text = null,
  kind = 'news',
  stays = false,
  path = null,
  language,
}: ToastProps): JSX.Element {
  const { toasts } = shellTexts[language];
  const isLoud = kind === 'urgent' || kind === 'failed';
  return (
    <div
      class={['toast', `toast-${kind}`]}
      role={isLoud ? 'alert' : 'status'}
      data-toast={isLoud || stays ? 'stay' : 'pass'}
    >
      <Icon name={kind === 'done' ? 'check' : isLoud ? 'alert' : 'notifications'} />
      <div class="toast-words">
        <p class="toast-title" safe>
          {title}
        </p>
        {text ? <p safe>{text}</p> : ''}
        {path ? (
          <a href={path} safe>
            {toasts.show}
          </a>
        ) : (
          ''
        )}
      </div>
      <button
        type="button"
        class="button button-quiet button-icon"
        data-dismiss
        aria-label={toasts.dismiss}
        title={toasts.dismiss}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** A toast that travels with an answer or over the socket; what else the answer holds goes to its own place. */
export const ToastPiece = (props: ToastProps): JSX.Element => (
  <Piece target={TOASTS_ID} swap="beforeend" content={<Toast {...props} />} />
);
