import { FormProblem } from '../components/fields.tsx';
import { CodeField } from './code-page.tsx';
import { type LoneFrame, LonePage } from './lone-page.tsx';
import { signInTexts } from './sign-in-texts.ts';

/** Modules of light around the picture, without which cameras do not find it. */
const QUIET_ZONE = 4;

interface EnrolmentPageProps extends LoneFrame {
  /** In base32. */
  secret: string;
  /** The picture's modules by row; true is dark. */
  modules: readonly (readonly boolean[])[];
  /** Their role needs it: there is no way round. */
  isRequired: boolean;
  /** Where to go then, a path of our own. */
  next: string;
  hasFailed: boolean;
}

/** Sets a second factor up: scan or type, then show a first code. */
export function EnrolmentPage(props: EnrolmentPageProps): JSX.Element {
  const { language, bankName, files, secret, modules, isRequired, next, hasFailed } = props;
  const texts = signInTexts[language].enrolment;
  return (
    <LonePage language={language} bankName={bankName} files={files} title={texts.title} foot={<Ways {...props} />}>
      <>
        {isRequired ? <p safe>{texts.required}</p> : ''}
        <p safe>{texts.scan}</p>
        <Picture modules={modules} label={texts.picture} />
        <p class="hint" safe>
          {texts.type}
        </p>
        <p>
          <code class="totp-secret" id="secret" tabindex="0" safe>
            {secret.replace(/(.{4})(?=.)/g, '$1 ')}
          </code>
        </p>
        <p safe>{texts.confirm}</p>
        <FormProblem id="problem" error={hasFailed ? texts.wrong : null} />
        <form class="login" method="post" action="/panel/two-factor">
          <input type="hidden" name="next" value={next} />
          <CodeField label={texts.label} hint={null} hasFailed={hasFailed} isRecoveryTaken={false} />
          <button type="submit" class="button button-primary" safe>
            {texts.submit}
          </button>
        </form>
      </>
    </LonePage>
  );
}

function Ways({ language, isRequired }: EnrolmentPageProps): JSX.Element {
  const texts = signInTexts[language].enrolment;
  if (!isRequired) {
    return (
      <p>
        <a href="/panel/account" safe>
          {texts.cancel}
        </a>
      </p>
    );
  }
  return (
    <form method="post" action="/panel/logout">
      <button type="submit" class="button button-quiet" safe>
        {texts.logout}
      </button>
    </form>
  );
}

interface PictureProps {
  modules: EnrolmentPageProps['modules'];
  label: string;
}

/** Dark on light in either theme: many cameras read nothing else. */
function Picture({ modules, label }: PictureProps): JSX.Element {
  const size = modules.length + 2 * QUIET_ZONE;
  const path = modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      width="220"
      height="220"
      shape-rendering="crispEdges"
    >
      <rect width={String(size)} height={String(size)} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
