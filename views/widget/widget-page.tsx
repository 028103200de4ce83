import type { SettingEntry } from '../../src/features/settings/model.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { Icon } from '../components/icons.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import { pageTexts } from '../settings/page-texts.ts';
import { SettingsCard } from '../settings/settings-card.tsx';
import type { View } from '../view.ts';
import { ImageForm, type ImageState } from './image-form.tsx';
import { FRAME_PATH, PREVIEW_PATH } from './paths.ts';
import { widgetTexts } from './widget-texts.ts';

/** Enough for small letters. Source: WCAG 2.2, 1.4.3. */
const ENOUGH = 4.5;

export interface WidgetState {
  settings: SettingEntry[];
  images: ImageState[];
  preview: PreviewState;
  /** The service's own origin; null where nobody said. */
  publicUrl: string | null;
  origins: string[];
  mayChange: boolean;
  isSaved: boolean;
}

export interface PreviewState {
  config: object;
  /** Of white text on the bank's colours. */
  contrast: { light: number; dark: number };
}

interface WidgetPageProps {
  widget: WidgetState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** How the chat looks on the bank's pages, with the chat itself beside it. */
export function WidgetPage({ widget, person, files, view }: WidgetPageProps): JSX.Element {
  const { language } = view;
  const { preview, images, embed } = widgetTexts[language];
  const { settings, mayChange } = widget;
  return (
    <AdministrationPage current="widget" person={person} files={files}>
      <div class="widget-editor">
        <div class="cards">
          <DoneNote text={widget.isSaved ? pageTexts[language].saved : null} />
          <SettingsCard category="widget" settings={settings} mayChange={mayChange} timeZones={[]} view={view} />
          {mayChange ? (
            <section class="panel-card" aria-labelledby="images">
              <h2 id="images" safe>
                {images.title}
              </h2>
              <p safe>{images.text}</p>
              {widget.images.map((image) => (
                <ImageForm image={image} fault={null} language={language} />
              ))}
            </section>
          ) : (
            ''
          )}
          <section class="panel-card" aria-labelledby="embed">
            <h2 id="embed" safe>
              {embed.title}
            </h2>
            <Embed widget={widget} view={view} />
          </section>
        </div>
        <section class="panel-card widget-preview" aria-labelledby="preview">
          <h2 id="preview" safe>
            {preview.title}
          </h2>
          <p safe>{preview.text}</p>
          <PreviewValues preview={widget.preview} view={view} />
          <div class="widget-frame">
            <iframe src={`${FRAME_PATH}?lang=${language}`} title={preview.frame} data-widget-frame />
          </div>
        </section>
      </div>
    </AdministrationPage>
  );
}

/** What the preview is to show: asked for again while somebody types, and told to the frame by the panel's script. */
export function PreviewValues({ preview, view }: { preview: PreviewState; view: View }): JSX.Element {
  const { contrast: texts } = widgetTexts[view.language];
  const { config, contrast } = preview;
  return (
    <div
      id="widget-values"
      role="status"
      data-widget-config={JSON.stringify(config)}
      hx-post={PREVIEW_PATH}
      hx-trigger="input from:body delay:250ms"
      hx-include="#settings-widget"
      hx-swap="outerHTML"
    >
      <Contrast ratio={contrast.light} label={null} view={view} />
      {contrast.dark === contrast.light ? '' : <Contrast ratio={contrast.dark} label={texts.dark} view={view} />}
    </div>
  );
}

function Contrast({ ratio, label, view }: { ratio: number; label: string | null; view: View }): JSX.Element {
  const { contrast: texts } = widgetTexts[view.language];
  const isGood = ratio >= ENOUGH;
  const shown = (Math.floor(ratio * 10) / 10).toFixed(1);
  const text = isGood ? texts.good(shown) : texts.poor(shown);
  return (
    <p class={isGood ? 'fine' : 'warning'}>
      <Icon name={isGood ? 'check' : 'alert'} />
      <span safe>{label ? `${label}: ${text}` : text}</span>
    </p>
  );
}

function Embed({ widget, view }: { widget: WidgetState; view: View }): JSX.Element {
  const { embed: texts } = widgetTexts[view.language];
  const { publicUrl, origins } = widget;
  const snippet = `<script type="module" src="${publicUrl}/public/widget/widget.js" data-api="${publicUrl}"></script>`;
  return (
    <>
      {publicUrl === null ? (
        <p class="warning">
          <Icon name="alert" />
          <span safe>{texts.noAddress}</span>
        </p>
      ) : (
        <>
          <p safe>{texts.text}</p>
          <pre class="snippet" id="embed-code" safe>
            {snippet}
          </pre>
          <div class="form-actions">
            <Button
              label={texts.copy}
              icon="note"
              attributes={{ 'data-copy': 'embed-code', 'data-copied': texts.copied }}
            />
          </div>
        </>
      )}
      <h3 safe>{texts.origins}</h3>
      <p class="hint" safe>
        {texts.originsText}
      </p>
      {origins.length === 0 ? (
        <p class="hint" safe>
          {texts.noOrigins}
        </p>
      ) : (
        <ul class="rule-list">
          {origins.map((origin) => (
            <li safe>{origin}</li>
          ))}
        </ul>
      )}
    </>
  );
}
