import type { Language } from '../../src/lib/language.ts';
import { DialogHead } from '../components/dialog-head.tsx';

interface DialogContentProps {
  title: string;
  children: JSX.Element;
  language: Language;
}

/** What the dialog of the tickets' pages holds: a title, the way out, and what it is about. */
export function DialogContent({ title, children, language }: DialogContentProps): JSX.Element {
  return (
    <>
      <DialogHead id="ticket-dialog-title" title={title} language={language} />
      <div class="dialog-body">{children}</div>
    </>
  );
}
