import type { CannedFault } from '../../src/features/canned-responses/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, TextArea, TextField } from '../components/fields.tsx';
import { cannedTexts } from './canned-texts.ts';
import { CANNED_PATH, cannedItemPath } from './paths.ts';

export interface CannedFormState {
  /** As it was typed or stands in the database. */
  shortcut: string;
  title: string;
  textEs: string;
  textEn: string;
  isShared: boolean;
  faults: readonly CannedFault[];
}

interface CannedFormProps extends CannedFormState {
  /** Null: a new one. */
  id: number | null;
  /** Whether the person may make it everybody's. */
  mayShare: boolean;
  language: Language;
}

/** A canned response, as it is written. */
export function CannedForm({ id, mayShare, faults, language, ...fields }: CannedFormProps): JSX.Element {
  const texts = cannedTexts[language];
  const faultOf = (...of: CannedFault[]) => {
    const found = of.find((fault) => faults.includes(fault));
    return found ? texts.faults[WORDS[found]] : null;
  };
  return (
    <Form id="canned-form" action={id === null ? CANNED_PATH : cannedItemPath(id)}>
      <>
        <TextField
          name="shortcut"
          label={texts.shortcut}
          value={fields.shortcut}
          error={faultOf('shortcut', 'taken')}
          hint={texts.shortcutHint}
          isRequired
          attributes={{ maxlength: '200', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'none' }}
          language={language}
        />
        <TextField
          name="title"
          label={texts.name}
          value={fields.title}
          error={faultOf('title')}
          isRequired
          attributes={{ maxlength: '500', autocomplete: 'off' }}
          language={language}
        />
        <TextArea
          name="text_es"
          label={texts.textEs}
          value={fields.textEs}
          error={faultOf('text', 'long_es')}
          attributes={{ lang: 'es' }}
          language={language}
        />
        <TextArea
          name="text_en"
          label={texts.textEn}
          value={fields.textEn}
          error={faultOf('long_en')}
          hint={texts.textHint}
          attributes={{ lang: 'en' }}
          language={language}
        />
        {mayShare ? (
          <CheckField name="shared" label={texts.forAll} hint={texts.forAllHint} isChecked={fields.isShared} />
        ) : (
          ''
        )}
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

const WORDS = {
  shortcut: 'shortcut',
  taken: 'taken',
  title: 'title',
  text: 'text',
  long_es: 'long',
  long_en: 'long',
} as const satisfies Record<CannedFault, string>;
