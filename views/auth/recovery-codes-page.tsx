import { ownPath } from '../../src/lib/url.ts';
import { type LoneFrame, LonePage } from './lone-page.tsx';
import { signInTexts } from './sign-in-texts.ts';

interface RecoveryCodesPageProps extends LoneFrame {
  codes: string[];
  /** Where to go then, a path of our own. */
  next: string;
}

/** The one time that recovery codes are shown. */
export function RecoveryCodesPage({ language, bankName, files, codes, next }: RecoveryCodesPageProps): JSX.Element {
  const texts = signInTexts[language].recovery;
  return (
    <LonePage language={language} bankName={bankName} files={files} title={texts.title}>
      <>
        <p safe>{texts.lead}</p>
        <ol class="recovery-codes" aria-label={texts.list}>
          {codes.map((code) => (
            <li>
              <code safe>{code}</code>
            </li>
          ))}
        </ol>
        <a class="button button-primary" href={ownPath(next, '/panel')} safe>
          {texts.saved}
        </a>
      </>
    </LonePage>
  );
}
