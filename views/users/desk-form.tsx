import { AVAILABILITIES, type Availability } from '../../src/features/conversations/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Form, SelectField, TextField } from '../components/fields.tsx';
import { userTexts } from './user-texts.ts';

export interface DeskState {
  availability: Availability;
  /** As it was typed; empty takes the team's number. */
  capacity: string;
  teamCapacity: number;
  isCapacityWrong: boolean;
}

interface DeskFormProps {
  desk: DeskState;
  action: string;
  language: Language;
}

/** Whether a person takes conversations, and how many at once. */
export function DeskForm({ desk, action, language }: DeskFormProps): JSX.Element {
  const texts = userTexts[language];
  return (
    <Form id="desk-form" action={action}>
      <>
        <SelectField
          name="availability"
          label={texts.desk.availability}
          value={desk.availability}
          options={AVAILABILITIES.map((value) => ({ value, label: texts.availability[value] }))}
          isRequired
          language={language}
        />
        <TextField
          name="capacity"
          label={texts.desk.capacity}
          value={desk.capacity}
          hint={texts.desk.capacityHint(String(desk.teamCapacity))}
          error={desk.isCapacityWrong ? texts.faults.capacity : null}
          attributes={{ inputmode: 'numeric', maxlength: '4', autocomplete: 'off' }}
          language={language}
        />
        <div class="form-actions">
          <Button label={texts.desk.save} type="submit" />
        </div>
      </>
    </Form>
  );
}
