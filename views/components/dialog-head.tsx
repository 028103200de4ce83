import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';

interface DialogHeadProps {
  /** What the dialog is labelled by. */
  id: string;
  title: string;
  language: Language;
}

/** The head of a dialog: what it is about, and the way out. */
export function DialogHead({ id, title, language }: DialogHeadProps): JSX.Element {
  return (
    <header class="dialog-head">
      <h2 id={id} safe>
        {title}
      </h2>
      <CloseButton language={language} />
    </header>
  );
}

/** Closes the dialog that it stands in. */
export function CloseButton({ language }: { language: Language }): JSX.Element {
  const { close } = shellTexts[language];
  return (
    <button
      type="button"
      class="button button-quiet button-icon"
      data-dialog-close
      aria-label={close}
      title={`${close} (Esc)`}
    >
      <Icon name="close" />
    </button>
  );
}
