import type { Children } from '@kitajs/html';

interface LiveRegionProps {
  id: string;
  /** A page that has this region: of its answer, nothing else is taken. */
  path: string;
  /** What the page is told of, see docs/panel.md. */
  topic: 'keys' | 'canned' | 'webhooks';
  class?: string;
  children: Children;
}

/** A part of a page that is read anew where a colleague changed something of the topic, at most once a second. */
export function LiveRegion({ id, path, topic, class: className, children }: LiveRegionProps): JSX.Element {
  return (
    <div
      id={id}
      hx-get={path}
      hx-select={`#${id}`}
      hx-swap="outerMorph"
      hx-trigger={`panel:${topic} from:body throttle:1s, panel:back from:body`}
      class={className}
    >
      {children}
    </div>
  );
}
