import type { Language } from '../../src/lib/language.ts';
import { Icon } from '../components/icons.tsx';
import { ToastPiece } from '../components/toast.tsx';
import { type ErrorKind, panelTexts } from '../texts/panel-texts.ts';
import type { Theme } from '../view.ts';
import { HtmlPage, type PageFiles, titleOf } from './html-page.tsx';

interface ErrorProps {
  kind: ErrorKind;
  language: Language;
  /** Of the request, so that the record of it can be found. */
  requestId: string;
}

interface ErrorPageProps extends ErrorProps {
  theme: Theme;
  files: PageFiles;
  /** Whether it stands in the place of a page of the panel: customers are led to none of it. */
  isOfPanel: boolean;
}

/** What went wrong, in a person's words, as a page. */
export function ErrorPage({ theme, files, isOfPanel, ...error }: ErrorPageProps): JSX.Element {
  const { errors } = panelTexts[error.language];
  return (
    <HtmlPage language={error.language} theme={theme} title={titleOf(errors[error.kind].title)} files={files}>
      <main class="lone">
        <ErrorNote {...error} />
        {isOfPanel ? (
          <p>
            <a class="button button-primary" href="/panel" safe>
              {errors.back}
            </a>
          </p>
        ) : (
          ''
        )}
      </main>
    </HtmlPage>
  );
}

/** The same as a piece of a page: it takes the place of the conversation that could not be shown. */
export function ErrorFragment(error: ErrorProps): JSX.Element {
  return (
    <section id="conversation" class="conversation is-open" role="alert">
      <ErrorNote {...error} />
    </section>
  );
}

/** The same where a person did something on a page: the page stays as it is, with what was typed. */
export function ErrorToast({ kind, language, requestId }: ErrorProps): JSX.Element {
  const { errors } = panelTexts[language];
  const reference = isOurs(kind) && requestId ? ` ${errors.reference}: ${requestId}` : '';
  return (
    <ToastPiece
      title={errors[kind].title}
      text={`${errors[kind].text}${reference}`}
      kind="failed"
      language={language}
    />
  );
}

/** Of those a record is kept. */
const isOurs = (kind: ErrorKind): boolean => kind === 'internal' || kind === 'unavailable';

function ErrorNote({ kind, language, requestId }: ErrorProps): JSX.Element {
  const { errors } = panelTexts[language];
  return (
    <div class="empty">
      <Icon name="alert" />
      <h1 class="empty-title" safe>
        {errors[kind].title}
      </h1>
      <p safe>{errors[kind].text}</p>
      {isOurs(kind) && requestId ? (
        <p class="reference" safe>
          {`${errors.reference}: ${requestId}`}
        </p>
      ) : (
        ''
      )}
    </div>
  );
}
