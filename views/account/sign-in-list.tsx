import type { SignIn } from '../../src/features/auth/model.ts';
import { Chip } from '../components/chips.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { accountTexts } from './account-texts.ts';
import { nameOfDevice } from './session-list.tsx';

/** Who tried to log in to an account: was it its person? */
export function SignInList({ signIns, view }: { signIns: SignIn[]; view: View }): JSX.Element {
  const { signIns: texts } = accountTexts[view.language];
  if (signIns.length === 0) {
    return (
      <p class="hint" safe>
        {texts.none}
      </p>
    );
  }
  return (
    <ul class="plain-list sign-ins">
      {signIns.map((signIn) => (
        <li>
          <span class="two-lines">
            <span title={signIn.userAgent ?? undefined} safe>
              {nameOfDevice(signIn, view)}
            </span>
            <span class="hint">
              <Moment date={signIn.at} view={view} style="full" />
              <span safe>{` · ${[signIn.address, texts.methods[signIn.method]].filter(Boolean).join(' · ')}`}</span>
            </span>
          </span>
          <span class="chips">
            {signIn.isNewDevice ? <Chip label={texts.newDevice} tone="amber" /> : ''}
            {signIn.isSuccess ? '' : <Chip label={texts.failed} tone="red" />}
          </span>
        </li>
      ))}
    </ul>
  );
}
