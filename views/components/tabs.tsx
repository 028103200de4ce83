interface Tab {
  label: string;
  path: string;
  isCurrent: boolean;
  count?: string;
}

/** Views of one page, each with an address of its own: links, so that the back button and a bookmark work. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a href={tab.path} aria-current={tab.isCurrent ? 'page' : undefined}>
          <span safe>{tab.label}</span>
          {tab.count === undefined ? (
            ''
          ) : (
            <span class="count" safe>
              {tab.count}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}
