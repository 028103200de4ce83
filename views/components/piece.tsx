interface PieceProps {
  /** The id of the element. */
  target: string;
  /** `outerHTML`, `beforeend`, `delete`, or `ordered` (public/panel/ordered.js). */
  swap: string;
  content: JSX.Element;
}

/**
 * A part of a page that names its place and how it gets there: any number of them in an answer, or in a frame of the
 * live socket. A place that is not there takes nothing.
 */
export function Piece({ target, swap, content }: PieceProps): JSX.Element {
  return (
    <tag of="hx-partial" hx-target={`#${target}`} hx-swap={swap}>
      {content}
    </tag>
  );
}
