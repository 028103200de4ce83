/** An e-mail address, which breaks before its `@` where it does not fit in one line. */
export function Email({ text: address }: { text: string }): JSX.Element {
  const at = address.lastIndexOf('@');
  return (
    <span class="breakable">
      <span safe>{address.slice(0, Math.max(0, at))}</span>
      <wbr />
      <span safe>{address.slice(Math.max(0, at))}</span>
    </span>
  );
}
