import { type SectionKey, sectionsFor } from '../../src/features/panel/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Icon } from '../components/icons.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';

/** As many as a bar at the bottom of a phone has room for, besides the way to the others. */
const BAR_ITEMS = 4;

interface NavigationProps {
  role: Role;
  current: SectionKey | null;
  language: Language;
}

/** The sections that the person may use: a rail at the side; on a phone a bar at the bottom and a drawer for the rest. */
export function Navigation({ role, current, language }: NavigationProps): JSX.Element {
  const sections = sectionsFor(role);
  const texts = shellTexts[language];
  const isBeyond = sections.slice(BAR_ITEMS).some(({ key }) => key === current);
  return (
    <nav class="rail" aria-label={panelTexts[language].header.sections}>
      <ul>
        {sections.map(({ key, path }, at) => (
          <li class={[at >= BAR_ITEMS && 'beyond']}>
            <a href={path} aria-current={key === current ? 'page' : undefined}>
              <Icon name={key} />
              <span safe>{texts.sections[key]}</span>
            </a>
          </li>
        ))}
      </ul>
      {sections.length > BAR_ITEMS ? (
        <>
          <button type="button" class={['rail-more', isBeyond && 'is-current']} popovertarget="rail-drawer">
            <Icon name="dots" />
            <span safe>{texts.more}</span>
          </button>
          <div id="rail-drawer" class="popover drawer" popover="auto" data-menu>
            {sections.slice(BAR_ITEMS).map(({ key, path }) => (
              <a class="menu-item" href={path} aria-current={key === current ? 'page' : undefined}>
                <Icon name={key} />
                <span safe>{texts.sections[key]}</span>
              </a>
            ))}
          </div>
        </>
      ) : (
        ''
      )}
    </nav>
  );
}
