import type { Language } from '../../src/lib/language.ts';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { FormProblem } from '../components/fields.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import { accountTexts } from './account-texts.ts';

const PATH = '/panel/account/avatar';

export type AvatarFault = 'kind' | 'size' | 'none';

interface AvatarFormProps {
  person: Pick<Person, 'fullName' | 'avatarUrl'>;
  fault: AvatarFault | null;
  language: Language;
}

/** A person's picture. The script makes it small before it is sent; without it, a small one must be chosen. */
export function AvatarForm({ person, fault, language }: AvatarFormProps): JSX.Element {
  const { avatar: texts } = accountTexts[language];
  return (
    <form
      id="avatar-form"
      class="avatar-form"
      method="post"
      action={PATH}
      enctype="multipart/form-data"
      hx-post={PATH}
      hx-target="#avatar-form"
      hx-swap="outerHTML"
      data-shrink
    >
      <Avatar name={person.fullName} url={person.avatarUrl} isLarge />
      <div class="avatar-choice">
        <FormProblem error={fault && texts.faults[fault]} />
        <p class="avatar-name" safe>
          {texts.label}
        </p>
        <p class="hint" safe>
          {texts.hint}
        </p>
        <div class="form-actions">
          <input id="avatar-file" class="hidden" type="file" name="image" accept="image/png,image/jpeg,image/webp" />
          <label class="button button-plain" for="avatar-file" safe>
            {texts.choose}
          </label>
          <Button label={texts.save} type="submit" />
          {person.avatarUrl ? (
            <Button
              label={texts.remove}
              kind="quiet"
              type="submit"
              attributes={{ formaction: `${PATH}/remove`, 'hx-post': `${PATH}/remove`, 'hx-target': '#avatar-form' }}
            />
          ) : (
            ''
          )}
        </div>
      </div>
    </form>
  );
}
