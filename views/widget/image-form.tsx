import type { BrandImageName } from '../../src/features/widget/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { FormProblem } from '../components/fields.tsx';
import { imageFormPath } from './paths.ts';
import { widgetTexts } from './widget-texts.ts';

export interface ImageState {
  name: BrandImageName;
  /** Null: there is none. */
  path: string | null;
}

export type ImageFault = 'kind' | 'size' | 'none';

interface ImageFormProps {
  image: ImageState;
  fault: ImageFault | null;
  language: Language;
}

/** One of the bank's pictures: to choose, to send, to take away. */
export function ImageForm({ image: { name, path }, fault, language }: ImageFormProps): JSX.Element {
  const { images: texts } = widgetTexts[language];
  const { label, text } = texts.names[name];
  const id = `image-${name}`;
  return (
    <form
      id={id}
      class="avatar-form"
      method="post"
      action={imageFormPath(name)}
      enctype="multipart/form-data"
      hx-post={imageFormPath(name)}
      hx-target={`#${id}`}
      hx-swap="outerHTML"
    >
      {path ? <img class="brand-image" src={path} alt={label} /> : <span class="brand-image" aria-hidden="true" />}
      <div class="avatar-choice">
        <FormProblem error={fault && texts.faults[fault]} />
        <label for={`${id}-file`} safe>
          {label}
        </label>
        <input id={`${id}-file`} type="file" name="image" accept="image/png,image/jpeg,image/webp" />
        <p class="hint" safe>
          {path ? text : `${text} ${texts.none}`}
        </p>
        <div class="form-actions">
          <Button label={texts.save} type="submit" />
          {path ? (
            <Button
              label={texts.remove}
              kind="quiet"
              type="submit"
              attributes={{
                formaction: `${imageFormPath(name)}/remove`,
                'hx-post': `${imageFormPath(name)}/remove`,
                'hx-target': `#${id}`,
                'aria-label': texts.removeOf(label),
              }}
            />
          ) : (
            ''
          )}
        </div>
      </div>
    </form>
  );
}
