/** One thing that is known, in a list of them. */
export function Fact({
  label,
  isLong = false,
  children,
}: {
  label: string;
  isLong?: boolean;
  children: JSX.Element;
}): JSX.Element {
  return (
    <div class={['fact', isLong && 'is-long']}>
      <dt safe>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
