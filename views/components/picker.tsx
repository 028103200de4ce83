import { CANNED_PATH } from '../canned-responses/paths.ts';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';

/** The list that `/` and `@` open over a field; what stands in it comes from the address in the field's `data-pick`. */
export function Picker({ view }: { view: View }): JSX.Element {
  const { picker } = conversationTexts[view.language].composer;
  return (
    <div class="picker" data-picker hidden data-count={picker.count}>
      <div
        id="picker-list"
        class="picker-list"
        tabindex="-1"
        role="listbox"
        data-picker-list
        data-label-reply={picker.canned}
        data-label-note={picker.people}
        aria-label={picker.canned}
      />
      <p class="picker-none" data-picker-none hidden safe>
        {picker.none}
      </p>
      <a class="picker-manage" href={CANNED_PATH} data-picker-manage safe>
        {picker.manage}
      </a>
      <p class="hidden" role="status" data-picker-count />
    </div>
  );
}
