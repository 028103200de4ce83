import { pageUrl } from '../../src/lib/url.ts';
import { HtmlPage } from '../layouts/html-page.tsx';
import type { LoneFrame } from './lone-page.tsx';
import { signInTexts } from './sign-in-texts.ts';

interface OnwardPageProps extends LoneFrame {
  /** One of our own, or of the sign-in provider. */
  url: string;
}

/**
 * Goes on by itself. A redirect would not do: after a visit to the provider a browser keeps our cookie back from whatever
 * that visit leads to, and it follows no form to another site. From here it is our own page that goes on.
 */
export function OnwardPage({ language, bankName, files, url }: OnwardPageProps): JSX.Element {
  const texts = signInTexts[language].onward;
  const href = pageUrl(url, '/panel');
  return (
    <HtmlPage
      language={language}
      theme="auto"
      title={`${texts.title} · ${bankName}`}
      files={files}
      head={<meta http-equiv="refresh" content={`0; url=${href}`} />}
    >
      <main class="lone">
        <div class="card login">
          <h1 safe>{texts.title}</h1>
          <p safe>{texts.text}</p>
          <a class="button button-primary" href={href} safe>
            {texts.link}
          </a>
        </div>
      </main>
    </HtmlPage>
  );
}
