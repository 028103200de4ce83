import { REPORT_REASONS } from '../../src/features/conversations/model.ts';
import { Button } from '../components/button.tsx';
import { Form, SelectField, TextArea } from '../components/fields.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';
import { reportId } from './pane-ids.ts';
import { reportPath, reportsPath } from './pane-paths.ts';

interface AnswerProps {
  conversationId: string;
  seq: number;
  view: View;
}

/** Opens the form; it is fetched when somebody wants it. */
export function ReportLink({ conversationId, seq, view }: AnswerProps): JSX.Element {
  const id = `${reportId(conversationId, seq)}-place`;
  return (
    <details class="why report" hx-get={reportPath(conversationId, seq)} hx-trigger="toggle once" hx-target={`#${id}`}>
      <summary safe>{conversationTexts[view.language].report.open}</summary>
      <div id={id} aria-live="polite" />
    </details>
  );
}

interface ReportFormProps extends AnswerProps {
  reason?: string;
  comment?: string;
  /** What is wrong with the reason. */
  error?: string | null;
}

/** What is wrong with an answer of the assistant, for whoever reviews them. */
export function ReportForm({
  conversationId,
  seq,
  reason = '',
  comment = '',
  error = null,
  view,
}: ReportFormProps): JSX.Element {
  const { report: texts } = conversationTexts[view.language];
  const { language } = view;
  const options = [
    { value: '', label: texts.choose },
    ...REPORT_REASONS.map((value) => ({ value, label: texts.reasons[value] ?? value })),
  ];
  const id = (name: string) => ({ id: `${reportId(conversationId, seq)}-${name}` });
  return (
    <Form id={reportId(conversationId, seq)} action={reportsPath(conversationId)}>
      <>
        <input type="hidden" name="seq" value={String(seq)} />
        <SelectField
          name={`reason-${seq}`}
          label={texts.reason}
          value={reason}
          error={error}
          isRequired
          options={options}
          language={language}
          attributes={{ name: 'reason' }}
        />
        <TextArea
          name={`comment-${seq}`}
          label={texts.comment}
          value={comment}
          hint={texts.commentHint}
          rows={2}
          language={language}
          attributes={{ name: 'comment', maxlength: '2000' }}
        />
        <div class="form-actions">
          <Button type="submit" label={texts.send} kind="primary" attributes={id('send')} />
        </div>
      </>
    </Form>
  );
}

/** In its place once it is sent. */
export function ReportDone({ conversationId, seq, view }: AnswerProps): JSX.Element {
  return (
    <p id={reportId(conversationId, seq)} class="report-done" role="status" safe>
      {conversationTexts[view.language].report.done}
    </p>
  );
}
