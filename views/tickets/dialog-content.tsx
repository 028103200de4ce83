import type { Language } from '../../src/lib/language.ts';
import { Icon } from '../components/icons.tsx';
import { shellTexts } from '../texts/shell-texts.ts';

interface DialogContentProps {
  title: string;
  children: JSX.Element;
  language: Language;
}

/** What the dialog of the tickets' pages holds: a title, the way out, and what it is about. */
export function DialogContent({ title, children, language }: DialogContentProps): JSX.Element {
  const { close } = shellTexts[language];
  return (
    <>
      <header class="dialog-head">
        <h2 id="ticket-dialog-title" safe>
          {title}
        </h2>
        <button
          type="button"
          class="button button-quiet button-icon"
          data-dialog-close
          aria-label={close}
          title={`${close} (Esc)`}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body">{children}</div>
    </>
  );
}
