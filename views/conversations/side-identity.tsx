import { mayHere, type Side } from '../../src/features/inbox/model.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { Avatar } from './conversation-row.tsx';
import { SIDE_ID } from './ids.ts';
import { nameOf } from './names.ts';
import { sidePath } from './paths.ts';

/** What was typed into a form of the side panel and is wrong, in the person's words. */
export interface FormProblem {
  form: 'identity' | 'tags' | 'ticket';
  value: string;
  text: string;
}

/** What a form of the side panel needs: the answer is the whole panel again, and what is open stays open. */
export const postToSide = (conversationId: string, part: string) => ({
  method: 'post',
  action: sidePath(conversationId, part),
  'hx-post': sidePath(conversationId, part),
  'hx-target': `#${SIDE_ID}`,
  'hx-swap': 'outerMorph',
  'hx-sync': 'this:drop',
});

interface IdentityProps {
  side: Side;
  /** Whether the reader is in charge. */
  isOwn: boolean;
  problem: FormProblem | null;
  view: View;
}

/** Who it is, how sure that is and until when; whoever is in charge may vouch for it. */
export function IdentitySection({ side, isOwn, problem, view }: IdentityProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  const { levels } = panelTexts[view.language].customer;
  const { row, identityExpiresAt } = side;
  const isProven = row.identityLevel > 0;
  return (
    <section class="side-who">
      <div class="side-name">
        <Avatar row={row} />
        <div>
          <p class="side-full-name" safe>
            {nameOf(row, view.language)}
          </p>
          <p class={['side-level', isProven && 'verified']}>
            {isProven ? <Icon name="shield" /> : ''}
            <span class="hidden" safe>{`${texts.identity}: `}</span>
            <span safe>{levels[row.identityLevel] ?? levels[0]}</span>
            {isProven && identityExpiresAt ? (
              <span class="side-until">
                <span safe>{texts.until}</span> <Moment date={identityExpiresAt} view={view} />
              </span>
            ) : (
              ''
            )}
          </p>
        </div>
      </div>
      {isOwn && mayHere(side, 'conversation.identify') && row.identityLevel < 3 ? (
        <ConfirmIdentity side={side} problem={problem?.form === 'identity' ? problem : null} view={view} />
      ) : (
        ''
      )}
    </section>
  );
}

/** A customer who is known is vouched for by one press; who is not known is named first. */
function ConfirmIdentity({
  side: { row, profile },
  problem,
  view,
}: Pick<IdentityProps, 'side' | 'problem' | 'view'>): JSX.Element {
  const texts = inboxTexts[view.language].side;
  const asked = confirmFirst({ title: texts.confirmTitle, text: texts.confirmText, action: texts.confirm });
  return (
    <details class="side-more" id={`confirm-${row.id}`} open={problem !== null}>
      <summary safe>{texts.confirm}</summary>
      <form class="side-form" {...postToSide(row.id, 'identity')} {...asked} novalidate>
        <p class="hint" safe>
          {texts.confirmLead}
        </p>
        {profile ? (
          ''
        ) : (
          <>
            <label for="identity-customer" safe>
              {texts.reference}
            </label>
            <input
              id="identity-customer"
              name="customer"
              value={problem?.value ?? ''}
              maxlength="200"
              autocomplete="off"
              aria-describedby="identity-hint"
              {...(problem && { 'aria-invalid': 'true' })}
            />
          </>
        )}
        <p id="identity-hint" class={problem ? 'field-error' : 'hint'} safe>
          {problem?.text ?? (profile ? '' : texts.referenceHint)}
        </p>
        <Button
          label={profile ? texts.confirmKnown(profile.fullName) : texts.confirm}
          icon="shield"
          kind="primary"
          type="submit"
        />
      </form>
    </details>
  );
}
